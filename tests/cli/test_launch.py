"""The scripts of launch/ without a cluster: what they submit, stand-ins for PBS, LSF, restarts."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import SOURCE, program

sys.path.insert(0, str(SOURCE / "tests" / "mpi"))
from runs import differences  # noqa: E402

USAGE, INTERRUPTED = 64, 75
LAUNCH = SOURCE / "launch"
EXAMPLE = str(LAUNCH / "examples" / "parity.toml")
SCRIPTS = ["local", "hosts", "slurm", "pbs", "lsf", "supervise"]

# Sets what PBS sets, and runs the job at once.
QSUB = """#!/bin/bash
while [[ $1 == -* ]]; do shift 2; done
count=$(cat "$0.count" 2>/dev/null || echo 0); echo $((count + 1)) >"$0.count"
printf 'localhost\\nlocalhost\\n' >"$0.nodes"
export PBS_JOBID=$count.here PBS_NODEFILE=$0.nodes PBS_O_WORKDIR=$PWD
bash "$1" >>"$0.log" 2>&1
"""


# Sets what LSF sets, runs the job at once, and again while it ends with the code of -Q.
BSUB = """#!/bin/bash
cat >"$0.job"
grep -q '^#BSUB -Q 75$' "$0.job" || exit 1
printf 'localhost\\nlocalhost\\n' >"$0.hosts"
export LSB_JOBID=7 LSB_JOBINDEX=0 LSB_DJOB_HOSTFILE=$0.hosts LSB_DJOB_NUMPROC=2
while status=0; bash "$0.job" || status=$?; (( status == 75 )); do :; done
exit "$status"
"""


def launch(script: str, *words: object, env: dict[str, str] | None = None, check: int = 0):
    result = subprocess.run(
        [str(LAUNCH / script), *map(str, words)],
        env={**os.environ, "TEMPER": str(program()), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == check, result.stdout + result.stderr
    return result


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_has_a_page_of_help(script):
    assert f"launch/{script}" in launch(script, "--help").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("slurm", "runs/x", EXAMPLE),
        ("slurm", "runs/x", EXAMPLE, "--time", "soon"),
        ("slurm", "runs/x", EXAMPLE, "--time", "1:00"),
        ("slurm", "runs/x", "no-such.toml", "--time", "1:00:00"),
        ("slurm", "runs/x", EXAMPLE, "--time", "1:00:00", "--nodes", "many"),
        ("slurm", "runs/x", EXAMPLE, "--time", "1:00:00", "--lr", "1"),
        ("slurm", "runs/x", EXAMPLE, "--time", "1:00:00", "--stage", "$(id)"),
        ("pbs", "runs/x", EXAMPLE, "--time", "1:00:00", "--nodes", "2-8"),
        ("lsf", "runs/x", EXAMPLE, "--time", "1:00:00", "--nodes", "2-8"),
        ("hosts", "runs/x", EXAMPLE, "--hosts", "a,b"),
        ("local", "runs/x"),
        ("supervise", "true"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_starts(words):
    result = launch(*words, check=USAGE)
    assert result.stderr.startswith(f"{words[0]}: ")


def test_slurm_asks_for_what_was_given_and_goes_on_by_itself(tmp_path):
    job = launch(
        "slurm", tmp_path / "a b", EXAMPLE, "--time", "4:00:00", "--nodes", "2-8",
        "--queue", "long",
        "--ranks-per-node", "16", "--option=--qos=high", "--launcher", "srun", "--dry-run",
        "--", "--set", "kernel.lr=0.1",
    ).stdout  # fmt: skip
    for line in ["--time=4:00:00", "--nodes=2-8", "--partition=long", "--ntasks-per-node=16",
                 "--qos=high", "--requeue"]:  # fmt: skip
        assert f"#SBATCH {line}\n" in job
    assert "srun --mpi=pmix" in job
    assert "--resume-if-exists" in job
    assert "--set kernel.lr=0.1" in job
    assert "scontrol requeue" in job
    subprocess.run(["bash", "-n"], input=job, text=True, check=True)


def test_the_stage_is_a_folder_of_the_node(temper, tmp_path):
    env = stand_in("qsub", QSUB, tmp_path / "bin") | {"NODE_DISK": str(tmp_path / "disk")}
    job = [tmp_path / "run", EXAMPLE, "--stage", "$NODE_DISK/x", *SHORT_JOB]
    launch("pbs", *job, env=env, check=INTERRUPTED)
    assert (tmp_path / "disk" / "x").is_dir()
    temper("train", EXAMPLE, "--out", tmp_path / "whole", *LENGTH)
    assert differences(tmp_path / "whole", tmp_path / "run") == []
    for script in ("slurm", "lsf"):
        assert ' --stage "$NODE_DISK/x"' in launch(script, *job[:4], "--dry-run", *SHORT_JOB).stdout


def test_slurm_makes_an_array_of_seeds_or_configs():
    time = ("--time", "1:00:00", "--launcher", "srun", "--dry-run")
    seeds = launch("slurm", "runs/x", EXAMPLE, "--seeds", "1-8", *time).stdout
    assert "#SBATCH --array=1-8\n" in seeds
    other = str(LAUNCH / "examples" / "iris.toml")
    configs = launch("slurm", "runs/x", EXAMPLE, other, *time).stdout
    assert "#SBATCH --array=0-1\n" in configs


def stand_in(command: str, text: str, folder: Path) -> dict[str, str]:
    """Put a command into the PATH of what is returned, where mpirun may start ranks as it likes."""
    folder.mkdir(exist_ok=True)
    (folder / command).write_text(text)
    (folder / command).chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"} | {
        f"OMPI_{name}": "1"
        for name in (
            "ALLOW_RUN_AS_ROOT",
            "ALLOW_RUN_AS_ROOT_CONFIRM",
            "MCA_rmaps_base_oversubscribe",
        )
    }


# Four sweeps, one a job, however fast the machine is.
LENGTH = ["--set", "run.warmup=2", "--set", "run.sweeps=2", "--quiet"]
SHORT_JOB = ["--time", "1:00:00", "--", *LENGTH, "--time", "0.001s"]


def test_pbs_submits_itself_until_the_run_is_done(temper, tmp_path):
    bin_folder = tmp_path / "bin"
    env = stand_in("qsub", QSUB, bin_folder)
    job = [tmp_path / "run", EXAMPLE, *SHORT_JOB]
    launch("pbs", *job, env=env, check=INTERRUPTED)  # as the first of the jobs ends
    log = (bin_folder / "qsub.log").read_text()
    assert (bin_folder / "qsub.count").read_text() == "4\n", log
    assert log.count("not done yet: submitted again") == 3
    temper("train", EXAMPLE, "--out", tmp_path / "whole", *LENGTH)
    assert differences(tmp_path / "whole", tmp_path / "run") == []


def test_lsf_goes_back_into_the_queue_until_the_run_is_done(temper, tmp_path):
    env = stand_in("bsub", BSUB, tmp_path / "bin")
    launch("lsf", tmp_path / "run", EXAMPLE, *SHORT_JOB, env=env)
    log = (tmp_path / "run.lsf.log").read_text()
    assert log.count("not done yet: back into the queue") == 3
    sessions = (tmp_path / "run" / "sessions.jsonl").read_text()
    assert '"lsf"' in sessions
    temper("train", EXAMPLE, "--out", tmp_path / "whole", *LENGTH)
    assert differences(tmp_path / "whole", tmp_path / "run") == []


def slurm_job(folder: Path, trap: str) -> subprocess.Popen[str]:
    """The job's script on its way, with stand-ins for what it calls: mpirun answers by `trap`."""
    script = launch("slurm", folder / "run", EXAMPLE, "--time", "1:00:00", "--launcher", "mpirun",
                    "--dry-run").stdout  # fmt: skip
    (folder / "job").write_text(script)
    stand_in(
        "squeue", "#!/bin/bash\n[[ $* == *%L* ]] && echo 1:00 || echo RUNNING\n", folder / "bin"
    )
    stand_in("scontrol", f'#!/bin/bash\necho "$@" >{folder / "asked"}\n', folder / "bin")
    stand_in("sleep", "#!/bin/bash\n", folder / "bin")
    mpirun = f"#!/bin/bash\n{trap}\ntouch {folder / 'begun'}\n/bin/sleep 60 &\nwait\n"
    env = stand_in("mpirun", mpirun, folder / "bin")
    slurm = {"SLURM_JOB_ID": "7", "SLURM_NTASKS": "2", "SLURM_JOB_NODELIST": "here"}
    return subprocess.Popen(["bash", folder / "job"], env={**os.environ, **env, **slurm}, text=True)


@pytest.mark.parametrize(("trap", "status", "is_requeued"), [
    ("", INTERRUPTED, True),  # the signal ends it: temper didn't hear it yet
    ("trap 'exit 75' USR1", INTERRUPTED, True),
    ("trap 'exit 70' USR1", 70, False),
])  # fmt: skip
def test_slurm_requeues_a_job_that_was_warned_before_it_could_hear(
    trap, status, is_requeued, tmp_path
):
    with slurm_job(tmp_path, trap) as job:
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        job.send_signal(signal.SIGUSR1)
        assert job.wait(30) == status
    assert (tmp_path / "asked").exists() == is_requeued


def test_lsf_asks_for_what_was_given():
    job = launch(
        "lsf", "runs/x", EXAMPLE, "--time", "4:00:00", "--nodes", 2, "--ranks-per-node", 16,
        "--seeds", "1-8", "--queue", "long", "--account", "us", "--dry-run",
    ).stdout  # fmt: skip
    for line in ['-J "temper-x[1-8]"', "-n 32", '-R "span[ptile=16]"', "-W 240", "-Q 75", "-q long",
                 "-P us"]:  # fmt: skip
        assert f"#BSUB {line}\n" in job
    subprocess.run(["bash", "-n"], input=job, text=True, check=True)


@pytest.mark.parametrize(("codes", "expected", "starts"), [
    ([1, 137, 0], 0, 3), ([75], 75, 1), ([64], 64, 1), ([70], 70, 1), ([74, 74, 74, 74], 74, 3),
])  # fmt: skip
def test_supervise_starts_again_what_can_succeed(codes, expected, starts, tmp_path):
    job = tmp_path / "job"
    listed = " ".join(map(str, codes))
    job.write_text(
        f"codes=({listed}); n=$(cat count || echo 0); echo $((n+1)) >count; exit ${{codes[n]}}"
    )
    count = f"cd {tmp_path} && bash job 2>/dev/null"
    launch("supervise", "--pause", 0, "--restarts", 2, "--", "bash", "-c", count, check=expected)
    assert int((tmp_path / "count").read_text()) == starts


def test_local_takes_every_core_or_none(tmp_path):
    whole = launch("local", "--dry-run", tmp_path / "run", EXAMPLE).stdout
    assert f"train {EXAMPLE} --out {tmp_path / 'run'} --resume-if-exists" in whole
    assert launch("local", "--dry-run", 0, "inspect", "x").stdout.split()[1:] == ["inspect", "x"]
    assert " -n 3 " in launch("local", "--dry-run", 3, "inspect", "x").stdout


def test_hosts_names_each_host_and_leaves_out_the_dead(tmp_path):
    agent = tmp_path / "agent"
    agent.write_text('#!/bin/bash\n[[ $1 != dead ]] || exit 255\nshift; exec "$@"\n')
    agent.chmod(0o755)
    two = ["--hosts", "alive:2,dead:2", "--agent", agent]
    assert (
        "--host alive:2\\,dead:2 -n 4"
        in launch("hosts", "runs/x", EXAMPLE, *two, "--dry-run").stdout
    )
    assert "dead doesn't answer" in launch("hosts", "runs/x", EXAMPLE, *two, check=USAGE).stderr
