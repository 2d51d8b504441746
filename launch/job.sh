# What launch/local, hosts, slurm, pbs, lsf and supervise share; to be sourced.
readonly launch_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly EXIT_USAGE=64 EXIT_INTERRUPTED=75

die() { echo "$(basename "$0"): $*" >&2; exit $EXIT_USAGE; }

# The comment at the top of the script is its help page.
help_page() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

# The program: $TEMPER; that of this clone or installation; that of the PATH.
find_temper() {
  local candidate
  for candidate in "${TEMPER:-}" "$launch_folder/../build/release/bin/temper" \
    "$launch_folder/../../../bin/temper" "$(command -v temper || true)"; do
    [[ -z $candidate || ! -x $candidate ]] || { realpath -s "$candidate"; return; }
  done
  die "there is no temper: build it by launch/build release, install it, or set TEMPER"
}

# "openmpi", "mpich" or "none": whose mpirun the PATH has.
mpi_kind() {
  case $(mpirun --version 2>/dev/null) in
    *"Open MPI"* | *OpenRTE* | *PRTE*) echo openmpi ;;
    *HYDRA* | *MPICH* | *"Intel(R) MPI"*) echo mpich ;;
    *) echo none ;;
  esac
}

# Cores that this process may use: not hyperthreads, not those that a cpuset or a quota keeps away.
usable_cores() {
  local cores quota period
  cores=$(lscpu --parse=CORE,SOCKET 2>/dev/null | grep -v '^#' | sort -u | wc -l)
  (( cores > 0 && cores <= $(nproc) )) || cores=$(nproc)
  if read -r quota period 2>/dev/null </sys/fs/cgroup/cpu.max && [[ $quota != max ]]; then
    quota=$(( (quota + period - 1) / period ))
    (( quota >= cores )) || cores=$quota
  fi
  echo "$cores"
}

# Seconds of "4:00:00", "1-12:00:00", "90:00" (minutes and seconds), "30" (minutes), as Slurm reads.
slurm_seconds() {
  local text=$1 days=0 a b c
  [[ $text =~ ^([0-9]+-)?[0-9]+(:[0-9]+){0,2}$ ]] || die "'$text' is no time; write 4:00:00"
  if [[ $text == *-* ]]; then days=${text%%-*} text=${text#*-}; fi
  IFS=: read -r a b c <<<"$text"
  if [[ -n ${c:-} || $1 == *-* ]]; then
    echo $(( days * 86400 + 10#$a * 3600 + 10#${b:-0} * 60 + 10#${c:-0} ))
  else
    echo $(( 10#$a * 60 + 10#${b:-0} ))
  fi
}

# Words as a shell reads them again.
quote_words() {
  local words=''
  (( $# == 0 )) || { words=$(printf '%q ' "$@"); echo -n "${words% }"; }
}

# Sends signal $1 on to the process $job, if it is there already and still.
tell() { [[ -z ${job:-} ]] || kill "-$1" "$job" 2>/dev/null || true; }

# Exit code of the child process $1, however often a signal cuts the waiting short. The last wait is of a
# process that ended, which no signal cuts: one before may give a signal's number as the exit code.
exit_code_of() {
  while kill -0 "$1" 2>/dev/null; do wait "$1" || true; done
  wait "$1"
}

# Options of a batch job, into the variables below; what stands behind -- goes to temper.
#   RUN CONFIG… --nodes N --time LIMIT --ranks-per-node N --seeds LIST --account A --queue Q --stage DIR
#   --dry-run
parse_job() {
  run='' configs=() nodes=1 limit='' ranks_per_node='' seeds='' account='' queue='' dry_run=''
  extra=() options=() margin=120 launcher='' stage=''
  while (( $# > 0 )); do
    [[ $1 != --*=* ]] || set -- "${1%%=*}" "${1#*=}" "${@:2}"
    case $1 in
      --help | -h) help_page; exit 0 ;;
      --dry-run) dry_run=yes; shift ;;
      --nodes | --time | --ranks-per-node | --seeds | --account | --queue | --margin | --option | --launcher | --stage)
        (( $# > 1 )) || die "$1 needs a value"
        case $1 in
          --nodes) nodes=$2 ;;
          --time) limit=$2 ;;
          --ranks-per-node) ranks_per_node=$2 ;;
          --seeds) seeds=$2 ;;
          --account) account=$2 ;;
          --queue) queue=$2 ;;
          --margin) margin=$2 ;;
          --option) options+=("$2") ;;
          --launcher) launcher=$2 ;;
          --stage) stage=$2 ;;
        esac
        shift 2 ;;
      --) shift; extra=("$@"); break ;;
      -*) die "there is no option '$1'; see $(basename "$0") --help; flags of temper go behind --" ;;
      *) if [[ -z $run ]]; then run=$1; else configs+=("$1"); fi; shift ;;
    esac
  done
  [[ -n $run && ${#configs[@]} -gt 0 ]] || die "give RUN and CONFIG.toml; see $(basename "$0") --help"
  [[ -n $limit ]] || die "give --time, the wall clock limit of one job, as in --time 4:00:00"
  check_job
}

check_job() {
  local config
  for config in "${configs[@]}"; do
    [[ -f $config ]] || die "there is no config file '$config'"
  done
  [[ $nodes =~ ^[1-9][0-9]*(-[1-9][0-9]*)?$ ]] || die "--nodes $nodes: give a number, or 2-8"
  [[ ${ranks_per_node:-1} =~ ^[1-9][0-9]*$ ]] || die "--ranks-per-node $ranks_per_node: give a number"
  [[ -z $seeds || $seeds =~ ^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$ ]] ||
    die "--seeds $seeds: give numbers, as in 1-8 or 1,4,7"
  [[ -z $seeds || ${#configs[@]} == 1 ]] || die "--seeds and several configs at once are too many: give one"
  [[ $margin =~ ^[0-9]+$ ]] || die "--margin $margin: give seconds"
  [[ $stage =~ ^[[:alnum:]_/.\${}-]*$ ]] || die "--stage $stage: give a folder of letters, digits and _/.-, or '\$TMPDIR'"
  (( $(slurm_seconds "$limit") > margin )) ||
    die "--time $limit is not longer than the $margin s that are kept for the end (--margin)"
}

# Flags of temper train that were given; a variable in --stage is that of the node.
train_flags() { echo "$(quote_words "${extra[@]}")${stage:+ --stage \"$stage\"}"; }

# What every batch job begins with: where it is, which program, one thread a rank, the functions to wait.
job_prologue() {
  cat <<EOF
cd $(quote_words "$PWD")
export PATH=$(quote_words "$(dirname "$(find_temper)")"):\$PATH OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
$(declare -f tell exit_code_of)
EOF
}
