"""What is left open is planned by a pilot, once: the run's config says what was chosen."""

import json
import re

import h5py
import numpy as np

OPEN = ("--set", "ladder.rungs='auto'", "--set", "run.copies='auto'", "--set", "run.sweeps='auto'")


def config_of(run):
    with h5py.File(run / "run.h5") as file:
        return file.attrs["config"]


def trips_by_copy(run):
    """Round trips of each copy after warm-up."""
    with h5py.File(run / "run.h5") as file:
        warmup, rungs = int(file.attrs["n_warmup"]), int(file.attrs["n_rungs"])
        rung_of = file["rung_of"][warmup:]
    trips = np.zeros(rung_of.shape[1], int)
    went_up = np.zeros(rung_of.shape[1], bool)
    for row in rung_of:
        trips += went_up & (row == 0)
        went_up = (went_up & (row != 0)) | (row == rungs - 1)
    return trips.reshape(-1, rungs).sum(axis=1)


def test_without_a_config_every_copy_walks_the_ladder(temper, tmp_path):
    result = temper("train", "--data", "iris", "--layers", "4,3,3", "--out", "run", cwd=tmp_path)
    assert "a pilot measured a barrier of" in result.stderr
    trips = trips_by_copy(tmp_path / "run")
    assert len(trips) >= 2
    assert (trips >= 10).all()
    for key in ("rungs", "steps", "sweeps", "warmup", "copies"):
        assert f'{key} = "auto"' not in config_of(tmp_path / "run")


def test_a_plan_is_the_same_on_any_ranks(temper, tmp_path):
    size = ("--layers", "4,2,3", "--budget", "500000 epochs")
    temper("train", "--data", "iris", *size, "--out", "one", cwd=tmp_path)
    temper("train", "--data", "iris", *size, "--out", "three", ranks=3, cwd=tmp_path)
    assert config_of(tmp_path / "one") == config_of(tmp_path / "three")
    with h5py.File(tmp_path / "one/run.h5") as one, h5py.File(tmp_path / "three/run.h5") as three:
        assert (one["energy"][:] == three["energy"][:]).all()


def test_a_run_is_never_planned_again(temper, tmp_path):
    start = ("train", "--data", "iris", "--layers", "4,2,3", "--budget", "500000 epochs")
    temper(*start, "--out", "run", cwd=tmp_path)
    again = temper(*start, "--out", "run", "--resume-if-exists", cwd=tmp_path)
    assert "plan:" not in again.stderr
    assert "Time: none" in again.stdout
    assert "nan %" not in again.stdout
    refused = temper(*start, "--out", "run", cwd=tmp_path, check=64)
    assert "plan:" not in refused.stderr


def test_what_is_given_anew_must_be_what_the_run_has(temper, tmp_path):
    size = ("--data", "iris", "--layers", "4,2,3", "--budget", "3e7")
    temper("train", *size, "--seed", 3, "--out", "run", cwd=tmp_path)
    goes_on = ("train", *size, "--out", "run", "--resume-if-exists")

    agreed = ("--seed", 3, "--set", "prior.sd=3.0", "--time", "5m", "--set", "run.steps=auto")
    assert "plan:" not in temper(*goes_on, *agreed, cwd=tmp_path).stderr

    changed = ("--seed", 4, "--lr", "3", "--set", "output.thin=7000", "--set", "prior.sd=3")
    refused = temper(*goes_on, *changed, cwd=tmp_path, check=64).stderr
    assert "run.seed: 3 in the run, 4 now" in refused
    assert "; kernel.lr: " in refused and "in the run, 3.0 now" in refused
    assert " in the run, 7000 now" in refused
    assert "prior.sd" not in refused
    deeper = temper(*goes_on, "--layers", "4,2,2,3", cwd=tmp_path, check=64).stderr
    assert "model.layer: 1 table in the run, 2 tables now" in deeper


def test_a_pilot_that_overflows_gives_up_the_range_which_is_no_change(temper, tmp_path):
    start = ("train", "--data", "yacht", "--layers", "6,2,1", "--budget", "3e7", "--t-max", 1e6)
    assert "instead: " in temper(*start, "--out", "run", cwd=tmp_path).stderr
    temper(*start, "--out", "run", "--resume-if-exists", cwd=tmp_path)


def test_a_budget_is_kept(temper, tmp_path):
    for budget in (5e7, 1e8):
        run = tmp_path / f"{budget:.0f}"
        temper("train", "--data", "iris", "--layers", "4,2,3", "--budget", budget, "--out", run)
        with h5py.File(run / "run.h5") as file:
            sweeps, replicas = file["rung_of"].shape
            steps = int(file.attrs["steps"])
        pilot = 8 * 200 * 2 * 10 * 120
        assert 0.5 * budget < replicas * sweeps * steps * 10 * 120 <= budget - pilot


def test_a_net_too_large_to_look_at_descends_at_once(temper, tmp_path):
    """What a step of hmc takes would be a hundred times the budget."""
    result = temper(
        *("train", "--data", "digits", "--layers", "64,300,300,10", "--budget", "20000"),
        *("--out", "run"),
        cwd=tmp_path,
    )
    assert "instead: an ensemble of 2 descents by adam" in result.stderr
    assert "up to some" in result.stderr
    assert 'type = "adam"' in config_of(tmp_path / "run")
    assert "metric = " not in config_of(tmp_path / "run")


def test_what_cannot_be_walked_is_said_and_an_ensemble_trains(temper, tmp_path):
    result = temper(
        "train", "--data", "digits", "--budget", "200 epochs", "--out", "run", cwd=tmp_path
    )
    assert "the whole range can't be walked in this budget" in result.stderr
    assert "instead: an ensemble of 8 descents" in result.stderr
    assert "temperatures = [0" in config_of(tmp_path / "run")


def test_where_energies_remember_copies_predict_and_are_judged_as_that(temper, tmp_path):
    result = temper(
        *("train", "--data", "yacht", "--layers", "6,2,1", "--budget", "3e7", "--out", "run"),
        cwd=tmp_path,
    )
    assert "instead: an ensemble of" in result.stderr
    assert 'goal = "predict"' in config_of(tmp_path / "run")
    assert "Verdict: nothing to change: an ensemble of" in result.stdout


def test_a_config_that_cannot_be_walked_keeps_its_kernel(temper, tmp_path):
    config = temper(
        *("train", "--data", "yacht", "--layers", "6,2,1", "--print-config"),
        *("--budget", "2e6", "--kernel", "hmc"),
        cwd=tmp_path,
    ).stdout
    (tmp_path / "yacht.toml").write_text(config)
    result = temper("train", "yacht.toml", "--out", "run", cwd=tmp_path)
    assert 'without exchange (run.goal = "predict")' in result.stderr
    assert 'type = "hmc"' in config_of(tmp_path / "run")


def test_perturbed_sgd_on_minibatches_walks_and_hears_of_their_heat(temper, tmp_path):
    result = temper(
        *("train", "--data", "iris", "--layers", "4,2,3", "--kernel", "sgd", "--batch", 30),
        *("--lr", 0.05, "--budget", "4e7", "--out", "run"),
        cwd=tmp_path,
    )
    assert "minibatches of 30 heat cold rungs" in result.stderr
    assert (trips_by_copy(tmp_path / "run") >= 10).all()


def test_minibatches_that_heat_get_shorter_steps_the_same_on_any_ranks(temper, tmp_path):
    start = ("train", "--data", "iris", "--layers", "4,2,3", "--kernel", "sgd", "--batch", 30)
    size = ("--sweeps", 20, "--warmup", 10, "--budget", "2e7", "--out")
    for name, ranks in (("one", 1), ("two", 2)):
        result = temper(*start, *size, name, cwd=tmp_path, ranks=ranks)
        assert "longer steps heat the directions in which the data act" in result.stderr
    assert config_of(tmp_path / "one") == config_of(tmp_path / "two")
    with h5py.File(tmp_path / "one/run.h5") as one, h5py.File(tmp_path / "two/run.h5") as two:
        assert (one["energy"][:] == two["energy"][:]).all()
    lr = re.search(r"^lr = ([0-9.e-]+)", config_of(tmp_path / "one"), re.MULTILINE)
    assert float(lr.group(1)) < 0.02


def test_heat_that_a_pilot_cannot_tell_is_cut_all_the_same(temper, tmp_path):
    """2.7 T at lr 0.05 may be 1.05 T at a 32nd of it, which a pilot so short doesn't see."""
    rows = (f"{i / 6},{'ab'[i % 2]},{i / 6 + 4 * (i % 2) + (i * 7919 % 13) / 2}" for i in range(60))
    (tmp_path / "mine.csv").write_text("\n".join(["x,c,y", *rows]) + "\n")
    temper(
        *("train", "--data", "mine.csv", "--layers", "3,3,1", "--kernel", "sgd", "--batch", 32),
        *("--sweeps", 20, "--warmup", 10, "--budget", "2e7", "--out", "run"),
        cwd=tmp_path,
    )
    lr = re.search(r"^lr = ([0-9.e-]+)", config_of(tmp_path / "run"), re.MULTILINE)
    assert float(lr.group(1)) < 0.05 / 32 / 2


def test_a_kernel_that_descends_gets_an_ensemble(temper, tmp_path):
    temper(
        *("train", "--data", "iris", "--kernel", "adam", "--replicas", 3, "--sweeps", 2),
        *("--out", "run"),
        cwd=tmp_path,
    )
    with h5py.File(tmp_path / "run/run.h5") as file:
        assert file.attrs["n_rungs"] == 1
        assert file.attrs["n_copies"] == 3


def evaluations_of(run):
    """Gradient evaluations of descents by minibatches on iris; an energy is a third of one."""
    batch = int(re.search(r"^batch = (\d+)", config_of(run), re.MULTILINE).group(1))
    with h5py.File(run / "run.h5") as file:
        sweeps, replicas = file["rung_of"].shape
        return sweeps * replicas * (int(file.attrs["steps"]) * batch + 120 / 3)


def test_descents_keep_to_a_budget_and_say_it_before(temper, tmp_path):
    for budget, most in (("1000", 1000), ("20000", 20_000), ("300 epochs", 300 * 120)):
        result = temper(
            *("train", "--data", "iris", "--kernel", "adam", "--budget", budget),
            *("--force", "--out", "run"),
            cwd=tmp_path,
        )
        assert "descents by adam, at T = 0" in result.stderr
        assert "gradient evaluations, about" in result.stderr
        assert most / 2 < evaluations_of(tmp_path / "run") <= most
        assert most < 1e4 or "Verdict: nothing to change" in result.stdout


def test_a_budget_of_time_is_kept_by_descents(temper, tmp_path):
    """However fast the machine: it doesn't make a billion evaluations a second."""
    start = ("train", "--data", "iris", "--kernel", "adam", "--force", "--out", "run")
    temper(*start, "--budget", "0.001 cpu-s", cwd=tmp_path)
    few = evaluations_of(tmp_path / "run")
    temper(*start, "--budget", "1e6", cwd=tmp_path)
    assert few < evaluations_of(tmp_path / "run") / 2


def test_descents_by_full_gradients_keep_to_a_budget(temper, tmp_path):
    result = temper(
        *("train", "--data", "iris", "--kernel", "l-bfgs", "--budget", "1e5", "--out", "run"),
        cwd=tmp_path,
    )
    assert "8 descents by l-bfgs" in result.stderr
    with h5py.File(tmp_path / "run/run.h5") as file:
        assert file["rung_of"].shape == (104, 8)


def test_a_list_of_noise_levels_needs_no_config(temper, tmp_path):
    temper(
        *("train", "--data", "iris", "--kernel", "sgd", "--sweeps", 20, "--warmup", 4),
        *("--set", "ladder.noise_levels=[0.001, 0.002]", "--set", "ladder.tempering='posterior'"),
        *("--steps", 2, "--set", "run.copies=1", "--out", "run"),
        cwd=tmp_path,
    )
    with h5py.File(tmp_path / "run/run.h5") as file:
        assert file.attrs["n_rungs"] == 2


def test_a_bad_budget_is_refused(temper, tmp_path):
    result = temper("train", "--data", "iris", "--budget", "soon", cwd=tmp_path, check=64)
    assert "run.budget" in result.stderr
    assert "10m" in result.stderr


def test_inspect_plans_a_config_without_running_it(temper, tmp_path):
    temper("train", "--data", "iris", "--layers", "4,2,3", *OPEN, "--print-config", cwd=tmp_path)
    config = temper(
        "train", "--data", "iris", "--layers", "4,2,3", "--print-config", cwd=tmp_path
    ).stdout
    (tmp_path / "open.toml").write_text(config)
    page = temper("inspect", "open.toml", cwd=tmp_path).stdout
    assert "a pilot measured a barrier of" in page
    assert not (tmp_path / "runs").exists()


SHORT = (
    *("--set", "potential.type='double-well'", "--set", "kernel.type='hmc'"),
    *("--set", "ladder.temperatures=[1, 2, 4]", "--set", "run.copies=4", "--set", "run.sweeps=50"),
    *("--set", "run.steps=1", "--set", "run.until='verdict'"),
)


def verdict_of(run):
    return json.loads((run / "diagnosis.json").read_text())["verdict"]["light"]


def test_until_the_verdict_is_good_a_run_goes_on(temper, tmp_path):
    """Fifty sweeps of four copies are never worth the 400 values that the verdict asks for."""
    result = temper("train", *SHORT, "--out", "run", cwd=tmp_path)
    assert "Until the verdict is good: " in result.stdout
    assert "; on to 100 sweeps" in result.stdout
    assert result.stdout.count("Verdict: ") == 1  # not one a round
    assert verdict_of(tmp_path / "run") == "green"
    temper("train", *SHORT, "--out", "two", ranks=2, cwd=tmp_path)
    with h5py.File(tmp_path / "run/run.h5") as one, h5py.File(tmp_path / "two/run.h5") as two:
        assert len(one["energy"]) > 300
        assert np.array_equal(one["energy"][:], two["energy"][:])


def test_it_goes_on_no_further_than_most_sweeps(temper, tmp_path):
    bound = ("--set", "run.most_sweeps=80")
    temper("train", *SHORT, *bound, "--out", "run", cwd=tmp_path)
    with h5py.File(tmp_path / "run/run.h5") as file:
        assert len(file["energy"]) == 200 + 80
    assert verdict_of(tmp_path / "run") == "amber"
