"""`[potential] type = "plugin"`: a user's library is sampled right, on any number of ranks, through
kills; what is wrong with one is said by name and ends every rank.
"""

import json
import math
import re
import shutil
import signal
import subprocess
import time

import numpy as np
import pytest
import temper as package

from conftest import HERE, is_right, kept

S, PRIOR_SD, P = 0.5, 2.0, 3
LOG_Z = P * (
    math.log(S * math.sqrt(2 * math.pi))
    - 0.5 * math.log(2 * math.pi * (PRIOR_SD**2 + S**2))
    - 0.5 / (PRIOR_SD**2 + S**2)
)
MEAN = PRIOR_SD**2 / (PRIOR_SD**2 + S**2)
VARIANCE = PRIOR_SD**2 * S**2 / (PRIOR_SD**2 + S**2)


def plugin(library, options=""):
    return f'type = "plugin"\nlibrary = "{library}"\noptions = "{options}"'


@pytest.mark.parametrize("defines", [(), ("MANY",), ("F32",), ("F32", "MANY"), ("ROWS",)])
def test_samples_what_is_known(defines, gauss, train, temper, tmp_path):
    train(plugin(gauss(*defines)))
    run = package.open_run(tmp_path / "run")
    theta = kept(run)
    for i, name in enumerate(["left", "right", "middle"]):
        is_right(theta[:, :, i], MEAN, name)
        is_right((theta[:, :, i] - MEAN) ** 2, VARIANCE, f"variance of {name}")
    said = temper("evidence", tmp_path / "run").stdout
    log_Z, error = map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())
    assert abs(log_Z - LOG_Z) < 4 * error + 1e-3


def test_the_potential_alone_is_config_enough(gauss, temper, tmp_path):
    """The default kernel finds its own step, so that a potential of any scale is sampled."""
    few = ["--set", "run.sweeps=400", "--set", "ladder.rungs=3", "--out", tmp_path / "run"]
    temper("train", "--set", "potential.type=plugin", "--set", f"potential.library={gauss()}", *few)
    theta = kept(package.open_run(tmp_path / "run"))
    is_right(theta[:, :, 0], MEAN, "mean")


def test_diagnosis_landscape_and_arviz_have_the_names(gauss, train, temper, tmp_path):
    train(plugin(gauss()), sweeps=200)
    names = ["left", "right", "middle"]
    judged = json.loads(temper("diagnose", tmp_path / "run", "--json").stdout)
    assert [one["name"] for one in judged["quantities"]][-3:] == names
    said = temper("landscape", tmp_path / "run", "--grid", "3", "--quiet").stdout
    assert re.search(r"minimum 0: left = 0.94\d+, right = 0.94\d+, middle = 0.94\d+", said)
    run = package.open_run(tmp_path / "run")
    assert run.landscape()["parameter"].values.tolist() == names
    assert run.to_arviz().posterior["parameter"].values.tolist() == names


def test_names_metrics_and_blocks_are_in_the_run(gauss, train, tmp_path):
    train(plugin(gauss()), sweeps=20)
    run = package.open_run(tmp_path / "run")
    assert list(run.blocks) == ["left", "right", "middle"]
    assert list(run.metrics) == ["sum"]
    draws = run.draws(rung=0)
    assert draws["parameter"].values.tolist() == ["left", "right", "middle"]
    right = draws.sel(parameter="right").values
    np.testing.assert_array_equal(right, draws.values[..., 1])


def test_the_best_state_is_exported_by_name(gauss, train, temper, tmp_path):
    train(plugin(gauss()), sweeps=100)
    assert f"potential   plugin, {gauss()}" in temper("inspect", tmp_path / "run").stdout
    temper("export", tmp_path / "run", "--out", tmp_path / "best.npz")
    best = np.load(tmp_path / "best.npz")
    assert list(best) == ["left", "right", "middle"]
    assert all(best[name] == pytest.approx(MEAN, abs=0.3) for name in best)
    said = temper("export", tmp_path / "run", "--to", "torch", check=64).stderr
    assert "has no network" in said


@pytest.mark.parametrize("ranks", [2, 3])
def test_any_number_of_ranks_gives_the_same_bits(ranks, gauss, train, tmp_path):
    library = gauss("MANY")
    train(plugin(library), sweeps=50)
    train(plugin(library), sweeps=50, ranks=ranks, out="other")
    for file in sorted((tmp_path / "run").rglob("*.h5")):
        other = tmp_path / "other" / file.relative_to(tmp_path / "run")
        subprocess.run(["h5diff", file, other], check=True)


def test_a_killed_run_goes_on_to_the_same_bits(gauss, train, temper, tmp_path, temper_program):
    library = gauss()
    train(plugin(library), sweeps=3000)
    config = tmp_path / "run.toml"
    out = tmp_path / "killed"
    with subprocess.Popen(
        [temper_program, "train", config, "--out", out, "--set", "output.checkpoint_seconds=0"],
        stderr=subprocess.DEVNULL,
    ) as job:
        while job.poll() is None and not (
            (out / "run.h5").exists() and package.open_run(out).committed > 100
        ):
            time.sleep(0.01)
        job.send_signal(signal.SIGKILL)
    assert package.open_run(out).committed < 3100
    temper("resume", out)
    draws = [f"draws/replica-{i:04d}.h5" for i in range(12)]
    for name in draws:
        subprocess.run(["h5diff", tmp_path / "run" / name, out / name, "/theta"], check=True)


def test_a_mended_library_goes_on_to_the_same_bits(gauss, train, temper, tmp_path):
    library = tmp_path / "mine.so"
    shutil.copy(gauss(), library)
    train(plugin(library), sweeps=600)
    shutil.copy(gauss("FAILS=30000"), tmp_path / "new.so")
    (tmp_path / "new.so").replace(library)
    assert "the furnace is out" in train(plugin(library), check=70, sweeps=600, out="mended").stderr
    assert 0 < package.open_run(tmp_path / "mended").committed < 700
    shutil.copy(gauss(), tmp_path / "new.so")
    (tmp_path / "new.so").replace(library)
    temper("resume", tmp_path / "mended", ranks=2)
    for name in [f"draws/replica-{i:04d}.h5" for i in range(12)]:
        pair = [tmp_path / "run" / name, tmp_path / "mended" / name]
        subprocess.run(["h5diff", *pair, "/theta"], check=True)


# What is wrong: what the program says, besides the name of the library, and its exit code.
WRONG = {
    "gradient": (r"grad_U of right is .*differences of U give", 64),
    "prior": (r"grad_V of \w+ is .*differences of V give", 64),
    "start": (r"no start found: U = -?nan", 70),
    "random": (r"U evaluated twice differs", 64),
    "long": (r"writes beyond the end of a gradient", 64),
    "length": (r"temper_dim of .* returns -2", 64),
    "names": (r"two parameters are called 'same'", 64),
    "create": (r"temper_create failed: no such furnace", 70),
    "fail": (r"temper_evaluate failed: the furnace is out", 70),
    "crash": (r"crashed \(segmentation fault\)", None),
    "abort": (r"crashed \(abort\)", None),
    "exit": (r"crashed \(it called exit or stop\)", None),
}


@pytest.mark.parametrize("ranks", [0, 2])
@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_by_name(wrong, ranks, gauss, train, tmp_path):
    words, code = WRONG[wrong]
    result = train(plugin(gauss(), wrong), ranks=ranks, check=None)
    assert re.search(words, result.stderr), result.stderr
    assert "gauss.so" in result.stderr or wrong == "names"
    if code is not None:
        assert result.returncode == code
    elif wrong != "exit" or ranks:
        assert result.returncode != 0


def test_a_crash_leaves_what_was_committed(gauss, train, temper, tmp_path):
    train(plugin(gauss(), "crash@60000"), check=None)
    assert 0 < package.open_run(tmp_path / "run").committed < 2100
    assert "whole" in temper("inspect", tmp_path / "run", "--verify").stdout


@pytest.mark.parametrize(
    ("defines", "words"),
    [
        (("NO_ABI",), "has no function temper_abi"),
        (("NO_EVALUATE",), "has no function temper_evaluate"),
        (("ABI=2",), "compiled for version 2 of temper_potential.h; this Temper speaks version 1"),
        (("NO_PRIOR",), 'potential.reference = "normal"'),
    ],
)
def test_a_library_that_lacks_something(defines, words, gauss, train):
    result = train(plugin(gauss(*defines)), ranks=2, check=64)
    assert words in result.stderr
    assert result.stderr.count("temper: ") == 1


def test_rows_and_several_at_once_must_say_the_same(gauss, train):
    assert (
        "U alone and among several differs"
        in train(plugin(gauss("MANY"), "several"), check=64).stderr
    )
    assert "U of the examples sums to" in train(plugin(gauss("ROWS"), "rows"), check=64).stderr


def test_no_library_and_no_library_of_that_kind(train, tmp_path):
    assert "there is no nowhere.so" in train(plugin("nowhere.so"), check=64).stderr
    (tmp_path / "text.so").write_text("not a library")
    assert "can't be loaded" in train(plugin(tmp_path / "text.so"), check=64).stderr


def test_the_check_can_be_left_out(gauss, train):
    train(plugin(gauss(), "gradient") + "\ncheck = false", sweeps=10)


def doctored(temper, library, options, *more, check=0):
    """What the doctor says of a potential, by the words of its lines."""
    keys = ["type=plugin", f"library={library}", f'options="{options}"', *more]
    sets = [word for key in keys for word in ("--set", f"potential.{key}")]
    said = temper("doctor", *sets, "--json", ranks=2, check=check).stdout
    found = json.loads(said)["findings"]
    return {f["topic"]: f["level"] + ": " + f["text"] for f in found}


def test_the_doctor_looks_at_a_potential(gauss, temper):
    sound = doctored(temper, gauss(), "")["potential"]
    assert re.match(r"ok: \S*gauss.so: 3 parameters; .* gradients agree", sound)
    wrong = doctored(temper, gauss(), "gradient", check=64)
    assert "grad_U of right is" in wrong["config"]
    assert "last bits" in doctored(temper, gauss(), "bits")["potential"]
    assert "warning: " in doctored(temper, gauss(), "gradient", "check=false")["potential"]


def test_last_bits_that_differ_are_said(gauss, train):
    assert "differs in the last bits" in train(plugin(gauss(), "bits"), sweeps=10).stderr


def test_a_corner_that_is_not_defined_is_not_entered(gauss, train, temper, tmp_path):
    train(plugin(gauss(), "corner"))
    run = package.open_run(tmp_path / "run")
    assert float(np.max(kept(run)[..., 0])) <= 1.2
    said = temper("evidence", tmp_path / "run").stdout
    log_Z, error = map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())
    share = 0.5 * (1 + math.erf((1.2 - MEAN) / math.sqrt(2 * VARIANCE)))
    assert abs(log_Z - LOG_Z - math.log(share)) < 4 * error + 1e-3
    assert "warning" not in said
    judged = json.loads(temper("diagnose", tmp_path / "run", "--json").stdout)
    assert judged["verdict"]["light"] == "green", judged["findings"]
    assert all(t["configurational"] is None for t in judged["temperatures"])


def test_a_potential_that_fades_away_is_not_relied_on(gauss, train, temper, tmp_path):
    train(plugin(gauss(), "fades@9000"), sweeps=600)
    judged = json.loads(temper("diagnose", tmp_path / "run", "--json").stdout)
    assert judged["verdict"]["light"] == "red"
    assert judged["findings"][0]["id"] == "values.out-of-bounds"
    said = temper("evidence", tmp_path / "run").stdout
    assert "warning: U on rungs 0–4 is not finite" in said


def test_a_reference_gives_log_Z_without_a_prior(gauss, train, temper, tmp_path):
    train(
        plugin(gauss("NO_PRIOR")) + '\nreference = "normal"\nreference_sd = 1.5',
    )
    said = temper("evidence", tmp_path / "run").stdout
    log_Z, error = map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())
    assert abs(log_Z - LOG_Z) < 4 * error + 1e-3


def test_is_in_the_list(temper):
    page = temper("list", "potentials").stdout
    assert all(key in page for key in ("plugin", "library", "temper_potential.h", "reference_sd"))
    assert (HERE.parents[1] / "src/potential/temper_potential.h").read_text().count("\n") < 100
