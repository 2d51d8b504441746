"""What surrounds a run: full disks for messages, closed descriptors, little memory, other people's
files and links, readers and writers at once."""

import os
import resource
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import h5py
import pytest
from contents import differing_files, hdf5_files
from job import SOURCE, command, execute

USAGE, BAD_DATA, IO_ERROR = 64, 65, 74
OWN_NAMES = ("log.txt", "sessions.jsonl", "predictions.h5", "lock", "draws/replica-0000.h5")


def shell(line: str, cwd: Path, **words: object) -> subprocess.CompletedProcess[str]:
    """$TEMPER and the given words, in bash: for redirections and limits."""
    env = {**os.environ, "TEMPER": command()[0], **{k: str(v) for k, v in words.items()}}
    return subprocess.run(
        ["bash", "-c", line],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def run(small, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(small.reference, path)
    return path


def test_closed_descriptors_get_no_file_of_the_run(small, tmp_path):
    """Some daemons start jobs so; messages would be written over the head of a draws file."""
    line = "$TEMPER train $CONFIG --out run >&- 2>&- <&-"
    done = shell(line, tmp_path, CONFIG=small.config)
    assert done.returncode == 74  # the run is whole; its summary could not be written
    assert differing_files(tmp_path / "run", small.reference) == []


def test_a_log_that_cannot_be_written_ends_no_run(small, run, shim, tmp_path):
    """sessions.jsonl and log.txt have no room of their own."""
    (run / "log.txt").unlink()
    (run / "log.txt").mkdir()
    result = small.train(run, "--resume-if-exists", check=0)
    assert "goes on without its log" in result.stderr


@pytest.mark.parametrize("name", OWN_NAMES)
@pytest.mark.parametrize("flags", [(), ("--force",)])
def test_files_of_the_user_stay(name, flags, small, tmp_path):
    mine = tmp_path / "run" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("my notes of three years")
    result = small.train(tmp_path / "run", *flags, check=USAGE)
    assert name in result.stderr
    assert mine.read_text() == "my notes of three years"


@pytest.mark.parametrize(
    "words", [("train", "--out", ""), ("pack", "RUN", "--out", ""), ("resume", ""), ("inspect", "")]
)
def test_an_empty_name_is_no_folder(words, small, run, tmp_path):
    """--out "$UNSET" must not mean the root of the file system."""
    words = [run if word == "RUN" else word for word in words]
    if words[0] == "train":
        words.insert(1, small.config)
    assert "empty" in execute(command(*words), check=USAGE).stderr


@pytest.mark.parametrize("setting", ["run.sweeps=2000000000", "run.sweeps=9000000000000000000"])
def test_force_keeps_the_old_run_until_the_new_one_has_its_room(setting, small, run):
    result = small.train(run, "--force", "--set", setting)
    assert result.returncode in (USAGE, IO_ERROR), result.stderr
    assert differing_files(run, small.reference) == []


def test_a_run_without_room_leaves_nothing_behind(small, tmp_path):
    result = small.train(tmp_path / "new", "--set", "run.sweeps=2000000000", check=IO_ERROR)
    assert "are free here" in result.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("verb", ["train", "resume", "pack", "evaluate", "compare"])
def test_a_limit_to_the_size_of_files_is_said(verb, tmp_path):
    """The system would end the program by SIGXFSZ, with what is unfinished left behind."""
    subprocess.run(command("train", *IRIS, "--sweeps", "8"), cwd=tmp_path, check=True)
    before = contents_of(tmp_path)
    rest = {
        "train": "--data iris --layers 4,3,3 --out new --quiet",
        "resume": "r --sweeps 900 --quiet",
        "pack": "r --out new",
        "evaluate": "r --out new.h5",
        "compare": "--data iris --layers 4,3,3 --budget '2 epochs' --seeds 1 --methods adam "
        "--out new --quiet",
    }[verb]
    result = shell(f"ulimit -f 1; exec $TEMPER {verb} {rest}", tmp_path)
    assert result.returncode == IO_ERROR, result.stderr
    assert "File too large" in result.stderr
    left = {p: c for p, c in contents_of(tmp_path).items() if p.name not in ("lock", "log.txt")}
    assert left.items() <= before.items()


def contents_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_little_memory_is_said_within_seconds(tmp_path):
    """OpenBLAS would ask for its buffer for ever."""
    line = "ulimit -v 200000; exec $TEMPER train --data iris --layers auto --out r --quiet"
    result = shell(line, tmp_path)
    assert result.returncode == IO_ERROR, result.stderr
    assert "memory" in result.stderr
    assert not (tmp_path / "r").exists()


def test_one_rank_short_of_memory_ends_the_job(small, tmp_path):
    words = command("train", "--data", "iris", "--layers", "auto", "--out", "r", "--quiet", ranks=1)
    short = [
        "bash",
        "-c",
        'ulimit -v 200000; exec "$@"',
        "short",
        *words[words.index(command()[0]) :],
    ]
    result = subprocess.run(
        [*words, ":", "-n", "1", *short],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert result.returncode not in (0, 124), result.stderr
    assert "memory" in result.stderr


@pytest.mark.parametrize("name", ["lock", "log.txt", "sessions.jsonl", "draws/replica-0001.h5"])
def test_nothing_is_written_through_a_link(name, small, run, tmp_path):
    """A run folder from somebody else."""
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (run / name).unlink(missing_ok=True)
    (run / name).symlink_to(outside)
    execute(command("resume", run, "--quiet"))
    small.train(run, "--force")
    assert outside.read_text() == "mine"


def test_a_pipe_in_the_place_of_a_file_blocks_nobody(run):
    for name in ("run.h5", "checkpoint-A.h5", "draws/replica-0000.h5", "lock"):
        (run / name).unlink()
        os.mkfifo(run / name)
        for verb in ("inspect", "resume", "diagnose"):
            execute(command(verb, run))  # its timeout is the test
        (run / name).unlink()
        shutil.copy(run / "draws/replica-0002.h5", run / name)


def test_terminals_are_not_steered_by_what_a_run_says(run):
    with h5py.File(run / "run.h5", "r+") as file:
        file.attrs.modify("commit", "\x1b]0;owned\x07")
        del file["static_checksum"]
        file["static_checksum"] = 0
    result = execute(command("inspect", run))
    assert "\x1b" not in result.stdout + result.stderr


IRIS = ("--data", "iris", "--layers", "4,3,3", "--warmup", "4", "--out", "r", "--quiet")


def seal(path: Path) -> None:
    """Sets the checksum of a changed file right, as whoever can write it can."""
    with h5py.File(path) as file:
        changing = sorted(
            (file[n].id.get_offset(), file[n].id.get_storage_size())
            for n in file
            if "written" in file[n].attrs and file[n].id.get_offset() is not None
        )
        at = file["static_checksum"].id.get_offset()
    whole, checksum, place = bytearray(path.read_bytes()), 0, 0
    for offset, length in changing:
        checksum = zlib.crc32(bytes(whole[place:offset]), checksum)
        place = max(place, offset + length)
    whole[at : at + 4] = struct.pack("<I", zlib.crc32(bytes(whole[place:]), checksum))
    path.write_bytes(bytes(whole))


def modify_and_seal(run: Path, **attributes) -> None:
    with h5py.File(run / "run.h5", "r+") as file:
        for name, change in attributes.items():
            file.attrs[name] = change(file.attrs[name])
    seal(run / "run.h5")


@pytest.mark.parametrize(
    "change",
    [
        {"config": lambda text: text.replace("units = 3", "units = 3000")},
        {"config": lambda text: text.replace("units = 3", "units = 2", 1)},
        {"input_shape": lambda _: [2.0]},
        {"input_shape": lambda _: [1e300]},
        {"input_mean": lambda mean: mean[:2]},
        {"class_names": lambda names: names[:2]},
        {"data_schema": lambda text: text.replace("petal", "sepal")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_run_that_contradicts_itself_is_refused(change, tmp_path):
    """Somebody else's: what config and attributes describe is not what the draws hold."""
    subprocess.run(command("train", *IRIS, "--sweeps", "8"), cwd=tmp_path, check=True)
    run = tmp_path / "r"
    modify_and_seal(run, **change)
    (tmp_path / "new.csv").write_text(
        "sepal length,sepal width,petal length,petal width\n5,3,2,1\n"
    )
    verbs = [["predict", run, tmp_path / "new.csv"]]
    if "config" in change:
        verbs += [
            ["evaluate", run],
            ["landscape", run, "--states", 2, "--grid", 0],
            ["resume", run],
        ]
    for words in verbs:
        result = execute(command(*words))
        assert result.returncode in (USAGE, 65, IO_ERROR), f"{words}: {result.returncode}"


def test_two_evaluations_leave_one_whole_file(tmp_path):
    subprocess.run(command("train", *IRIS, "--sweeps", "40"), cwd=tmp_path, check=True)
    evaluate = command("evaluate", tmp_path / "r")
    wanted = set()
    for words in (evaluate, [*evaluate, "--pointwise"]):
        execute(words, check=0)
        wanted.add((tmp_path / "r" / "predictions.h5").read_bytes())
    for _ in range(4):
        both = [
            subprocess.Popen(w, stdout=subprocess.DEVNULL)
            for w in (evaluate, [*evaluate, "--pointwise"])
        ]
        assert [process.wait() for process in both] == [0, 0]
        assert (tmp_path / "r" / "predictions.h5").read_bytes() in wanted
    assert not list((tmp_path / "r").glob("*.tmp"))


def test_predictions_of_somebody_else_stay(tmp_path):
    subprocess.run(command("train", *IRIS, "--sweeps", "8"), cwd=tmp_path, check=True)
    (tmp_path / "r" / "predictions.h5").write_text("mine")
    execute(command("evaluate", tmp_path / "r"), check=USAGE)
    assert (tmp_path / "r" / "predictions.h5").read_text() == "mine"


NEW_ROW = "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n5,3,1,0.2\n"
OTHERS = ("r/run.h5", "r/draws/replica-0000.h5", "r/lock", "r/log.txt", "new.csv", "link")


@pytest.mark.parametrize("verb", ["evaluate", "landscape", "predict"])
def test_results_replace_no_other_file(verb, tmp_path):
    """Nor a link, which may be /dev/stdout."""
    subprocess.run(command("train", *IRIS, "--sweeps", "8"), cwd=tmp_path, check=True)
    (tmp_path / "new.csv").write_text(NEW_ROW)
    (tmp_path / "link").symlink_to("/dev/null")
    rows = [tmp_path / "new.csv"] if verb == "predict" else []
    for name in OTHERS:
        before = (tmp_path / name).read_bytes()
        result = execute(command(verb, tmp_path / "r", *rows, "--out", tmp_path / name))
        assert result.returncode == USAGE, (name, result.stderr)
        assert name in result.stderr
        assert (tmp_path / name).read_bytes() == before
    assert (tmp_path / "link").is_symlink()
    for _ in range(2):  # what it wrote itself it may replace
        execute(command(verb, tmp_path / "r", *rows, "--out", tmp_path / "own"), check=0)
    assert not list(tmp_path.glob("*.tmp"))


CSV_OF_MINE = "city,inhabitants\nBern,137000\n"


def texts_of_mine(folder: Path, small) -> dict[str, tuple[Path, list[str]]]:
    """By command: a text of the user's, and the words by which it would be written over."""
    run, train = folder / "r", small.train_command(folder / "new")
    (folder / "new.csv").write_text(NEW_ROW)
    predict = command("predict", run, folder / "new.csv", "--out", folder / "mine.csv")
    evidence = command("evidence", run, "--out", folder, "--quiet")
    return {
        "predict": (folder / "mine.csv", predict),
        "predict --json": (folder / "mine.csv", [*predict, "--json"]),
        "metrics": (folder / "mine.prom", [*train, "--metrics", str(folder / "mine.prom")]),
        "metrics.jsonl": (folder / "m.jsonl", [*train, "--metrics", str(folder / "m.jsonl")]),
        "evidence": (folder / "evidence.json", evidence),
    }


def test_texts_of_the_user_stay(small, tmp_path):
    """Only a text that begins as the command's own does is replaced, or added to."""
    subprocess.run(command("train", *IRIS, "--sweeps", "8"), cwd=tmp_path, check=True)
    for name, (mine, words) in texts_of_mine(tmp_path, small).items():
        mine.write_text(CSV_OF_MINE)
        result = execute(words, check=USAGE)
        assert mine.name in result.stderr, name
        assert mine.read_text() == CSV_OF_MINE, name
        mine.unlink()
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob("*.tmp"))


def test_a_config_beside_a_model_of_evidence_stays(tmp_path):
    """--out . would put the config that is used over the one that the user wrote."""
    config = tmp_path / "one.toml"
    text = '[potential]\ntype = "gaussian"\n[run]\nwarmup = 2\nsweeps = 4\nsteps = 1\n'
    config.write_text(text)
    result = execute(command("evidence", config, "--out", tmp_path, "--quiet"), check=USAGE)
    assert "one.toml" in result.stderr
    assert config.read_text() == text


def fill(run: Path, file: str, name: str, value: float) -> None:
    with h5py.File(run / file, "r+") as opened:
        opened[name][...] = value
    seal(run / file)


def test_parameters_that_are_not_finite_predict_nothing(tmp_path):
    """As everywhere: a NaN is named, no "nan" among the answers."""
    subprocess.run(command("train", *IRIS, "--sweeps", "8"), cwd=tmp_path, check=True)
    for file in sorted((tmp_path / "r" / "draws").iterdir()):
        fill(tmp_path / "r", f"draws/{file.name}", "theta", float("nan"))
    (tmp_path / "new.csv").write_text(NEW_ROW)
    for words in (["predict", "r", "new.csv"], ["evaluate", "r"]):
        words[1:] = [tmp_path / word for word in words[1:]]
        result = execute(command(*words), check=IO_ERROR)
        assert "are not finite" in result.stderr


@pytest.mark.parametrize("name", ["accept_prob", "kernel_accept_prob"])
def test_a_probability_above_one_is_damage(name, run):
    fill(run, "run.h5", name, float("inf"))
    for verb in ("diagnose", "resume"):
        assert "is no probability" in execute(command(verb, run), check=IO_ERROR).stderr


def test_a_huge_number_takes_no_line_of_its_own(run):
    fill(run, "run.h5", "energy", -1e300)
    assert max(map(len, execute(command("diagnose", run)).stdout.splitlines())) < 120


def test_an_archive_holds_nothing_from_outside_the_run(run, tmp_path):
    """A stranger's link in the place of a text of the run."""
    (tmp_path / "secret").write_text("mine")
    for name in ("log.txt", "sessions.jsonl"):
        (run / name).unlink()
        (run / name).symlink_to(tmp_path / "secret")
    execute(command("pack", run, "--out", tmp_path / "archive"), check=0)
    assert not (tmp_path / "archive" / "log.txt").exists()
    assert not (tmp_path / "archive" / "sessions.jsonl").exists()


def with_limit(words: list[str], bytes_of_memory: int) -> tuple[int, int, str]:
    """(exit code, peak in MB, messages) of a command with so much address space."""
    code = (
        "import resource, subprocess, sys\n"
        "r = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024\n"
        "print(r.returncode, used, r.stderr)"
    )
    limit = (bytes_of_memory, bytes_of_memory)
    result = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
    )
    status, peak, text = result.stdout.split(" ", 2)
    return int(status), int(peak), text


def test_a_small_file_takes_little_memory_whatever_it_declares(tmp_path):
    n = 100_000_000
    with h5py.File(tmp_path / "never-written.h5", "w") as file:
        file.create_dataset("X", shape=(n, 1), dtype="f8", chunks=(1_000_000, 1))
        file.create_dataset("y", shape=(n,), dtype="f8", chunks=(1_000_000,))
    with h5py.File(tmp_path / "large-chunk.h5", "w") as file:
        chunk = {"maxshape": (None, 1), "chunks": (200_000_000, 1), "compression": "gzip"}
        file.create_dataset("X", shape=(1, 1), dtype="f8", **chunk)
        file["y"] = [1.0]
    for name in ("never-written.h5", "large-chunk.h5"):
        words = command(
            "train", "--data", tmp_path / name, "--layers", "auto", "--out", tmp_path / "r"
        )
        status, peak, text = with_limit(words, 8 << 30)
        assert status == 65, text
        assert peak < 300


@pytest.mark.parametrize(
    "chunk",
    [zlib.compress(b"abc"), zlib.compress(bytes(5_000_000)), b"nothing deflated"],
    ids=["short", "long", "damaged"],
)
def test_a_chunk_that_unpacks_to_another_size_is_refused(chunk, tmp_path):
    """HDF5 1.10 reads beyond its memory where it unpacks to less than is declared."""
    with h5py.File(tmp_path / "forged.h5", "w") as file:
        how = {"dtype": "f8", "chunks": (100_000, 4), "compression": "gzip"}
        forged = file.create_dataset("X", shape=(100_000, 4), **how)
        forged.id.write_direct_chunk((0, 0), chunk + bytes(4000))  # declares what it could hold
        file["y"] = [i % 3 for i in range(100_000)]
    words = ("--data", "forged.h5", "--layers", "auto", "--out", "r", "--quiet")
    done = shell("$TEMPER train $WORDS", tmp_path, WORDS=" ".join(words))
    assert done.returncode == 65, done.stderr
    assert "a chunk doesn't unpack to what is declared" in done.stderr


@pytest.mark.parametrize(
    ("found", "name"),
    [("h5/crash-in-symbol-table", "data.h5"), ("zip/offset-beyond-32-bits", "data.npz")],
)
def test_what_fuzzing_has_found_is_bad_data(found, name, tmp_path):
    """HDF5 1.10.8 follows a pointer to nowhere; an offset that begins anew at 2^32."""
    shutil.copy(SOURCE / "tests" / "fuzz" / "corpus" / found, tmp_path / name)
    words = command("train", "--data", tmp_path / name, "--layers", "auto", "--quiet")
    result = execute([*words, "--out", tmp_path / "r"], check=BAD_DATA)
    assert f"{name}: " in result.stderr
    assert "__pos" not in result.stderr


def test_a_file_leads_to_no_other_file(tmp_path):
    """External links, external storage, virtual datasets."""
    with h5py.File(tmp_path / "secret.h5", "w") as file:
        file["X"] = [[1.0], [2.0], [3.0]]
        file["y"] = [1.0, 2.0, 3.0]
    (tmp_path / "raw").write_bytes(bytes(24))
    with h5py.File(tmp_path / "link.h5", "w") as file:
        file["X"] = h5py.ExternalLink("secret.h5", "/X")
        file["y"] = h5py.ExternalLink("secret.h5", "/y")
    with h5py.File(tmp_path / "storage.h5", "w") as file:
        file.create_dataset("X", shape=(3, 1), dtype="f8", external=[(tmp_path / "raw", 0, 24)])
        file["y"] = [1.0, 2.0, 3.0]
    layout = h5py.VirtualLayout(shape=(3, 1), dtype="f8")
    layout[:] = h5py.VirtualSource(tmp_path / "secret.h5", "X", shape=(3, 1))
    with h5py.File(tmp_path / "virtual.h5", "w") as file:
        file.create_virtual_dataset("X", layout)
        file["y"] = [1.0, 2.0, 3.0]
    for name in ("link.h5", "storage.h5", "virtual.h5"):
        words = ("train", "--data", name, "--layers", "auto", "--out", "r", "--quiet")
        result = subprocess.run(
            command(*words), cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert result.returncode == 65, f"{name}: {result.stderr}"


def test_without_file_locks_one_line_warns(small, without_locks, tmp_path):
    """Some network file systems have none: all goes on, and the one who writes is told."""
    env = {"LD_PRELOAD": str(without_locks)}
    run = tmp_path / "run"
    trained = small.train(run, env=env, check=0)
    assert trained.stderr.count("no file locks here") == 1
    for words in (["inspect", run, "--verify"], ["pack", run, "--out", tmp_path / "p"]):
        assert "locks" not in execute(command(*words), env=env, check=0).stderr
    assert differing_files(run, small.reference) == []


def test_hdf5_files_are_as_before_after_all_readers(run, small):
    for words in (["inspect", run, "--verify"], ["diagnose", run], ["evidence", run]):
        execute(command(*words))
    assert differing_files(run, small.reference) == []
    assert len(hdf5_files(run)) == len(hdf5_files(small.reference))
