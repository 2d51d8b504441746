"""temper compare: the same result on any number of ranks and through a kill; a table, an answer,
and HDF5 and CSV that say the same.
"""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import h5py
import numpy as np
import pytest

from conftest import SOURCE, program

sys.path.insert(0, str(SOURCE / "tests" / "mpi"))
from runs import contents  # noqa: E402

METHODS = ["gradient-descent", "sgd", "tournament", "tournament-tempering", "random-direction"]
SMALL = ["--budget", 60_000, "--seeds", 3, "--methods", ",".join(METHODS)]
ASKED_FOR = [
    "gradient descent",
    "sgd",
    "restarts",
    "tournament",
    "warm restarts",
    "annealing",
    "langevin",
    "random direction",
    "tempering",
]


@pytest.fixture(scope="module")
def whole(temper, examples, tmp_path_factory) -> Path:
    """A comparison that nobody stopped, without mpirun."""
    folder = tmp_path_factory.mktemp("compare") / "whole"
    temper("compare", examples / "compare.toml", *SMALL, "--out", folder)
    return folder


def rows_of(table: str) -> dict[str, list[str]]:
    """Rows of the printed table by method."""
    lines = table.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("method"))
    end = next(i for i, line in enumerate(lines) if line.startswith("near:"))
    row = r"(\S.*?) +((?:-?\d|too short|too large|diverged).*)"
    rows = [re.fullmatch(row, line) for line in lines[start + 1 : end]]
    return {row[1]: row[2].split() for row in rows}


@pytest.mark.parametrize("ranks", [1, 3])
def test_the_number_of_ranks_changes_no_bit(ranks, whole, temper, examples, tmp_path):
    temper("compare", examples / "compare.toml", *SMALL, "--out", tmp_path, ranks=ranks)
    assert contents(tmp_path / "compare.h5") == contents(whole / "compare.h5")


def n_done(folder: Path) -> int:
    """Items that a plain reader sees done, at any moment."""
    if not (folder / "compare.h5").exists():
        return 0
    with h5py.File(folder / "compare.h5", "r") as file:
        return int(file["done"][()].sum())


def test_a_killed_comparison_goes_on(whole, temper, examples, tmp_path):
    command = [program(), "compare", examples / "compare.toml", *SMALL, "--out", tmp_path]
    job = subprocess.Popen([*map(str, command)], stdin=subprocess.DEVNULL)
    while n_done(tmp_path) < 3:
        assert job.poll() is None
        time.sleep(0.002)
    job.send_signal(signal.SIGKILL)
    job.wait()
    done = n_done(tmp_path)
    with h5py.File(tmp_path / "compare.h5") as file:
        assert 3 <= done < file["done"].size
    before = (tmp_path / "seconds.h5").read_bytes()

    temper("compare", examples / "compare.toml", *SMALL, "--out", tmp_path)
    assert contents(tmp_path / "compare.h5") == contents(whole / "compare.h5")
    with h5py.File(tmp_path / "seconds.h5") as file:  # what was done is not done again
        first = file["seconds"].id.get_offset()
        seconds = file["seconds"][: done - 1].tobytes()
    assert before[first : first + len(seconds)] == seconds


def test_a_signal_ends_it_between_two_searches(whole, temper, examples, tmp_path):
    command = [program(), "compare", examples / "compare.toml", *SMALL, "--out", tmp_path]
    job = subprocess.Popen(
        [*map(str, command)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    while n_done(tmp_path) < 3:
        assert job.poll() is None
        time.sleep(0.002)
    job.send_signal(signal.SIGTERM)
    assert "goes on" in job.communicate()[1]
    assert job.returncode == 75
    temper("compare", examples / "compare.toml", *SMALL, "--out", tmp_path)
    assert contents(tmp_path / "compare.h5") == contents(whole / "compare.h5")


def test_a_finished_comparison_prints_its_table_at_once(whole, temper, examples):
    changed = os.stat(whole / "compare.h5").st_mtime_ns
    said = temper("compare", examples / "compare.toml", *SMALL, "--out", whole).stdout
    assert set(rows_of(said)) == {m.replace("-", " ") for m in [*METHODS, "restarts"]}
    assert os.stat(whole / "compare.h5").st_mtime_ns == changed


# Momentum and a tournament end a nat apart, seeds 5; L-BFGS is 34 below restarts, seeds 6. So the
# bound of 12 leaves one pair undecided, and the other is clear with the first 6.
def unclear(folder: Path) -> list:
    methods = ["--methods", "momentum,tournament", "--budget", 60_000]
    return ["--seeds", "auto", "--set", "compare.seeds_max=12", *methods, "--out", folder]


def seeds_done(folder: Path) -> tuple[list[int], set[int]]:
    """How many seeds each problem is given, and which are done of all methods."""
    with h5py.File(folder / "compare.h5") as file:
        done, seed = file["done"][()] == 1, file["seed"][()]
        every = {s for s in seed if done[seed == s].all()}
        assert every == set(seed[done])
        return list(file["n_seeds"]), every


def test_seeds_are_added_until_the_sentence_can_be_said(temper, examples, tmp_path):
    config = examples / "compare.toml"
    said = temper("compare", config, *unclear(tmp_path / "unclear")).stdout
    assert seeds_done(tmp_path / "unclear") == ([12], set(range(12)))
    assert "12 seeds (auto: the most allowed" in " ".join(said.split())
    clear = ["--seeds", "auto", "--methods", "l-bfgs", "--budget", 60_000]
    said = temper("compare", config, *clear, "--out", tmp_path / "clear").stdout
    assert seeds_done(tmp_path / "clear") == ([6], set(range(6)))
    assert "6 seeds (auto: enough" in " ".join(said.split())
    rows = list(csv.DictReader((tmp_path / "clear" / "compare.csv").open()))
    assert len(rows) == 2 * 6


def test_added_seeds_are_the_same_on_any_ranks_and_through_a_kill(temper, examples, tmp_path):
    config = examples / "compare.toml"
    temper("compare", config, *unclear(tmp_path / "one"))
    temper("compare", config, *unclear(tmp_path / "three"), ranks=3)
    command = [program(), "compare", config, *unclear(tmp_path / "killed")]
    job = subprocess.Popen([*map(str, command)], stdin=subprocess.DEVNULL)
    while n_done(tmp_path / "killed") < 20:  # of 36, the first look is at 18
        assert job.poll() is None
        time.sleep(0.001)
    job.send_signal(signal.SIGKILL)
    job.wait()
    temper("compare", config, *unclear(tmp_path / "killed"))
    whole = contents(tmp_path / "one" / "compare.h5")
    assert contents(tmp_path / "three" / "compare.h5") == whole
    assert contents(tmp_path / "killed" / "compare.h5") == whole


@pytest.mark.parametrize(
    ("given", "expected"),
    [(["--seeds", "many"], 'or "auto", got "many"'), (["--set", "compare.seeds_max=5"], "from 6")],
)
def test_other_words_for_seeds_are_refused(given, expected, temper, tmp_path):
    said = temper("compare", "--data", "iris", *given, "--out", tmp_path / "none", check=64).stderr
    assert expected in said


def test_the_table_is_what_the_file_says(whole, temper, examples):
    said = temper("compare", examples / "compare.toml", *SMALL, "--out", whole).stdout
    rows = rows_of(said)
    with h5py.File(whole / "compare.h5") as file:
        names = list(file.attrs["method_names"])
        objective, method = file["objective"][()], file["method"][()]
        trace, spent = file["trace"][()], file["evaluations"][()]
        energy, prior = file["energy"][()], file["prior_energy"][()]
    medians = {name: np.median(objective[method == i]) for i, name in enumerate(names)}
    assert list(rows) == sorted(rows, key=lambda name: medians[name])
    for name, row in rows.items():
        assert float(row[0]) == pytest.approx(medians[name], rel=1e-3)
    assert (spent <= 60_000).all()
    assert (trace[:, -1] == objective).all()
    assert (np.diff(trace[:, 60:], axis=1) <= 0).all()
    assert np.allclose(energy + prior - objective, (energy + prior - objective)[0])
    first = next(iter(rows))
    assert f"use {first}" in said or f"can't be told apart: {first}," in said
    assert "95 % interval" in said
    with (whole / "compare.csv").open() as file:
        table = list(csv.DictReader(file))
    assert [float(row["objective"]) for row in table] == objective.tolist()
    with (whole / "table.csv").open() as file:
        scored = list(csv.DictReader(file))
    assert [row["method"] for row in scored] == list(rows)
    assert [float(row["median"]) for row in scored] == pytest.approx(
        [medians[row["method"]] for row in scored]
    )
    assert (whole / "answers.txt").read_text() in said


def test_tuning_gives_every_method_as_many_settings(temper, examples, tmp_path):
    config = examples / "compare.toml"
    temper("compare", config, "--budget", 5_000, "--seeds", 2, "--tune", 4, "--out", tmp_path)
    with h5py.File(tmp_path / "compare.h5") as file:
        names = list(file.attrs["method_names"])
        settings = np.reshape(file.attrs["setting_names"], (len(names), 4))
        counts = np.unique(np.stack([file["method"], file["setting"]]), axis=1, return_counts=True)
    assert (counts[1] == 2).all()
    assert (settings[:, 0] == "defaults").all()
    assert all(len(set(row)) == 4 for row in settings.tolist())
    assert [wanted for wanted in ASKED_FOR if not any(wanted in name for name in names)] == []


def test_own_data_need_no_config(temper, tmp_path):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(60, 2))
    lines = [f"{a},{b},{a * b:.3f}" for a, b in x.round(3)]
    (tmp_path / "mine.csv").write_text("a,b,y\n" + "\n".join(lines) + "\n")
    said = temper(
        *("compare", "--data", tmp_path / "mine.csv", "--target", "y", "--budget", 20_000),
        *("--seeds", 2, "--out", tmp_path / "cmp"),
    ).stdout
    assert "metric: test_rmse" in " ".join(said.split())
    assert "use " in said or "can't be told apart" in said


@pytest.fixture(scope="module")
def valley(temper, tmp_path_factory) -> tuple[Path, str]:
    """The ball in the valley: the folder, and what was said."""
    folder = tmp_path_factory.mktemp("compare") / "valley"
    return folder, temper("compare", "--data", "valley", *BALLS, "--out", folder).stdout


BALLS = ["--seeds", 4, "--methods", "gradient-descent,sgd,tournament"]


def test_one_parameter_has_its_curves_in_the_file(valley):
    with h5py.File(valley[0] / "compare.h5") as file:
        place, curve = file["place"][0], file["curve"][0]
        minibatches = file["minibatch_curve"][0]
    inner = curve[1:-1]
    minima = place[1:-1][(inner < curve[:-2]) & (inner < curve[2:])]
    assert minima == pytest.approx([-1.5, 2.0], abs=0.03)
    assert place[np.argmin(curve)] == pytest.approx(2.0, abs=0.03)
    assert (np.abs(minibatches - curve).max(axis=1) > 0.5).all()


def test_descent_stays_in_the_local_minimum_and_a_tournament_does_not(valley):
    folder, said = valley
    with h5py.File(folder / "compare.h5") as file:
        names = list(file.attrs["method_names"])
        method, path = file["method"][()], file["path"][()]
        lowest = file["lowest_place"][()]
    stuck, free = method == names.index("gradient descent"), method == names.index("tournament")
    assert (path[:, 0] < -1.65).all()
    assert path[stuck, -1] == pytest.approx(-1.5, abs=0.02)
    assert lowest[free] == pytest.approx(2.0, abs=0.02)
    assert "always with" in said
    assert "never with gradient descent" in said


def test_balls_roll_the_same_way_on_any_number_of_ranks(valley, temper, tmp_path):
    temper("compare", "--data", "valley", *BALLS, "--out", tmp_path, ranks=3)
    assert contents(tmp_path / "compare.h5") == contents(valley[0] / "compare.h5")


@pytest.mark.parametrize(
    "flags", [["--target", "y"], ["--layers", "1,2,1"], ["--set", "potential.nois=1"]]
)
def test_the_valley_takes_no_data_options(flags, temper, tmp_path):
    result = temper("compare", "--data", "valley", *flags, "--out", tmp_path / "cmp", check=64)
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "cmp").exists()


def test_every_method_has_an_example(temper, examples, tmp_path):
    listed = temper("list", "methods").stdout.splitlines()
    names = {line.split()[0] for line in listed[1:] if line[:2] == "  " and line[2] != " "}
    files = {path.stem: path for path in (examples / "methods").glob("*.toml")}
    assert files.keys() == names
    for name, path in files.items():
        said = temper("compare", path, "--budget", 3_000, "--seeds", 1, "--out", tmp_path / name)
        assert name.replace("-", " ") in rows_of(said.stdout)


ENERGY = ["--data", "yacht", "--layers", "6,4,1", "--set", "model.noise_sd=1"]
CURVED = ["--methods", "levenberg-marquardt,l-bfgs,momentum,sgd"]


@pytest.fixture(scope="module")
def yacht(temper, tmp_path_factory) -> tuple[Path, str]:
    """Methods that nobody has given a learning rate."""
    folder = tmp_path_factory.mktemp("compare") / "yacht"
    flags = [*ENERGY, *CURVED, "--budget", "300 epochs", "--seeds", 3]
    return folder, temper("compare", *flags, "--out", folder).stdout


def test_a_budget_in_epochs_is_so_many_passes_over_the_data(yacht):
    with h5py.File(yacht[0] / "compare.h5") as file:
        assert file.attrs["budget"][0] == 300 * 246  # four fifths of 308 rows
        assert (file["evaluations"][()] <= 300 * 246).all()


def test_methods_find_their_own_learning_rate_and_the_table_says_it(yacht):
    folder, said = yacht
    with h5py.File(folder / "compare.h5") as file:
        names = list(file.attrs["method_names"])
        rate = {name: file["lr"][()][file["method"][()] == i] for i, name in enumerate(names)}
    assert np.isnan(rate["levenberg marquardt"]).all()
    assert np.isnan(rate["l bfgs"]).all()
    assert (rate["momentum"] > 0).all()
    header = next(line for line in said.splitlines() if line.startswith("method"))
    assert header.split()[-1] == "lr"
    rows = rows_of(said)
    assert not any("diverged" in row for row in rows.values())
    assert float(rows["levenberg marquardt"][0]) < float(rows["restarts"][0])
    assert "At equal CPU time" in said


def test_a_learning_rate_that_is_too_large_is_a_word(temper, tmp_path):
    flags = [*ENERGY, "--budget", "50 epochs", "--seeds", 2, "--methods", "momentum,l-bfgs"]
    said = temper("compare", *flags, "--lr", 1e4, "--out", tmp_path / "cmp").stdout
    assert rows_of(said)["momentum"][0] in ("diverged", "too")
    assert "diverged" in said or "too short" in said
    assert not re.search(r"\d{12}", said)


def test_a_time_becomes_gradients_once(temper, tmp_path):
    flags = [*ENERGY, "--seeds", 2, "--methods", "l-bfgs", "--budget", "0.1s"]
    first = temper("compare", *flags, "--out", tmp_path / "cmp")
    assert "0.1 s of CPU time are" in first.stderr
    with h5py.File(tmp_path / "cmp" / "compare.h5") as file:
        budget, config = file.attrs["budget"][0], file.attrs["config"]
    assert f"budget = {budget:.0f}" in config
    again = temper("compare", *flags, "--out", tmp_path / "cmp")
    assert again.stdout == first.stdout


def test_a_budget_that_pays_for_no_step_is_too_short(temper, tmp_path):
    flags = [*ENERGY, "--seeds", 2, "--methods", "levenberg-marquardt", "--budget", "20 epochs"]
    said = temper("compare", *flags, "--out", tmp_path / "cmp").stdout
    assert "too short, gaining less than a fifth" in " ".join(said.split())


CONVOLUTION = """
[data]
source = "digits"
[model]
loss = "softmax"
layer = [
  {type = "conv2d", channels = 4, kernel = 3, activation = "relu"},
  {type = "max-pool", window = 2},
  {type = "dense", units = 16, activation = "tanh"},
]
[prior]
sd = 3
[kernel]
lr = 0.05
batch = 64
"""
SMOOTH = """
[data]
source = "energy"
[model]
noise_sd = 0.2
layer = [{type = "dense", units = 40, activation = "tanh"}]
[kernel]
batch = "full"
"""


# Medians of 10 seeds: 12.5 with quartiles of 12.2 and 13.4, 18 without a head start, 16 with
# momentum; and 334 (319 to 374) against 944 (906 to 974) with momentum. Seeds are fixed.
@pytest.mark.parametrize(
    ("model", "budget", "others", "share"),
    [
        (CONVOLUTION, "150 epochs", ["l-bfgs", "momentum"], 0.9),
        (SMOOTH, "1000 epochs", ["momentum"], 0.5),
    ],
)
def test_some_thousand_parameters_descend_by_curvature_after_a_head_start(
    model, budget, others, share, temper, tmp_path
):
    (tmp_path / "config.toml").write_text(model)

    def median(descent):
        options = ["--methods", "tournament-tempering", "--seeds", 4, "--budget", budget]
        options += ["--set", f"compare.tournament-tempering.descent={descent}"]
        said = temper("compare", tmp_path / "config.toml", *options, "--out", tmp_path / descent)
        return float(rows_of(said.stdout)["tournament tempering"][0])

    auto = median("auto")
    for other in others:
        assert auto < share * median(other), other


def test_a_level_that_is_asked_for_is_counted_to(temper, tmp_path):
    """L-BFGS gets to 314 nats, momentum to 392; nobody gets to -1000."""
    flags = [*ENERGY, "--budget", "300 epochs", "--seeds", 3, "--methods", "l-bfgs,momentum"]
    for level in (350, -1000):
        folder = tmp_path / str(level)
        said = temper("compare", *flags, "--set", f"compare.level={level}", "--out", folder).stdout
        with h5py.File(folder / "compare.h5") as file:
            names = list(file.attrs["method_names"])
            reached = file["trace"][:, -1] <= level
            share = {name: reached[file["method"][()] == i].mean() for i, name in enumerate(names)}
            assert file.attrs["level"][0] == level
        with open(folder / "table.csv", encoding="utf-8") as file:
            rows = {row["method"]: row for row in csv.DictReader(file)}
        for name, row in rows.items():
            assert float(row["reached"]) == share[name]
            assert float(row["level"]) == level
            assert np.isinf(float(row["seconds_to_level"])) == (share[name] < 0.5)
        assert "reached: by so many seeds" in " ".join(said.split())
        assert (share["l bfgs"], share["momentum"]) == ((1, 0) if level == 350 else (0, 0))


def test_a_net_too_large_for_a_method_is_said(temper, tmp_path):
    flags = ["--data", "yacht", "--layers", "6,40,1", "--seeds", 2]  # 321 parameters
    methods = ["--methods", "cma-es,levenberg-marquardt", "--budget", "500 epochs"]
    said = temper("compare", *flags, *methods, "--out", tmp_path / "cmp").stdout
    assert "too large, with more parameters than it takes: cma es." in " ".join(said.split())
    assert rows_of(said)["cma es"][:2] == ["too", "large"]


def test_a_time_too_short_for_a_clock_ranks_nothing(temper, tmp_path):
    flags = [*ENERGY, "--seeds", 2, "--methods", "l-bfgs,momentum", "--budget", "3 epochs"]
    said = temper("compare", *flags, "--out", tmp_path / "cmp").stdout
    assert "l bfgs" in said
    assert "equal CPU time" not in said
    assert "inf" not in said.split()


WRONG = {
    "no unit of a budget": (["--budget", "20 bananas"], "2000 epochs"),
    "a misspelt method": (["--methods", "tournamet"], "tournament"),
    "a budget below one evaluation": (["--budget", "100"], "at least 160"),
    "no budget": (["--budget", "0"], "compare.budget"),
    "no seeds": (["--seeds", "0"], "compare.seeds"),
    "an unknown option": (["--set", "compare.tempering.t_mx=1"], "t_max"),
    "an unknown key": (["--set", "compare.seed=1"], "seeds"),
    "more settings than there are": (["--tune", "9"], "compare.tune"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_refused(name, temper, tmp_path):
    flags, hint = WRONG[name]
    for ranks in (0, 2):
        result = temper(
            "compare", "--data", "iris", *flags, "--out", tmp_path / "cmp", ranks=ranks, check=64
        )
        messages = [m for m in result.stderr.splitlines() if m.startswith("temper: ")]
        assert len(messages) == 1, result.stderr
        assert hint in messages[0]
    assert not (tmp_path / "cmp").exists()


def test_another_config_is_refused(whole, temper, examples):
    result = temper(
        "compare", examples / "compare.toml", *SMALL, "--lr", 0.1, "--out", whole, check=64
    )
    assert "another config" in result.stderr
