"""`run.goal = "predict"`: copies from descents of their own, steps that adapt, stages one after
another; the same bits on any ranks and through a kill."""

import h5py
import numpy as np
import pytest

from conftest import stop_when_committed

CONFIG = """\
[data]
source = "yacht"
split = [0.8, 0.1, 0.1]
[model]
noise_sd = "predicted"
layer = [{type = "dense", units = 8}]
[run]
goal = "predict"
copies = 3
steps = 5
warmup = 60
sweeps = 40
[predict]
start_epochs = 20
[output]
thin = 10
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = tmp_path_factory.mktemp("predict") / "predict.toml"
    path.write_text(CONFIG)
    return path


@pytest.fixture(scope="module")
def run(temper, config):
    temper("train", config, "--out", config.parent / "run", "--quiet")
    return config.parent / "run"


def table(run, name):
    with h5py.File(run / "run.h5") as file:
        return file[name][()]


def draws(run, replica):
    with h5py.File(run / "draws" / f"replica-{replica:04d}.h5") as file:
        return file["theta"][:]


def test_the_step_adapts_and_stays(run):
    steps = table(run, "step_size")[:, 0]
    assert len(steps) == 2  # one round of warm-up, one of kept sweeps
    assert steps[1] != steps[0]
    assert np.isfinite(table(run, "energy")).all()


def test_the_starts_have_descended_and_differ(run, temper, config, tmp_path):
    cold = tmp_path / "cold"
    temper("train", config, "--out", cold, "--quiet", "--set", "predict.start_epochs=0")
    first, first_cold = table(run, "energy")[0], table(cold, "energy")[0]
    assert len(np.unique(first)) == 3
    assert (first < first_cold).all()


def test_ranks_change_no_bit(run, temper, config, tmp_path):
    on_two = tmp_path / "two"
    temper("train", config, "--out", on_two, "--quiet", ranks=2)
    for replica in range(3):
        np.testing.assert_array_equal(draws(run, replica), draws(on_two, replica))
    np.testing.assert_array_equal(table(run, "energy"), table(on_two, "energy"))
    np.testing.assert_array_equal(table(run, "step_size"), table(on_two, "step_size"))


def test_a_stop_in_warm_up_changes_no_bit(temper, temper_program, config, tmp_path):
    """The state of the adapting steps is in the checkpoint."""
    keys = ["--quiet", "--set", "run.steps=200", "--set", "output.thin=1"]
    temper("train", config, "--out", tmp_path / "whole", *keys)
    cut = tmp_path / "cut"
    command = [temper_program, "train", config, "--out", cut, *keys]
    assert stop_when_committed(command, cut, n_sweeps=4) == 75
    assert 3 < table(cut, "committed") < 60
    temper("resume", cut, "--quiet")
    for name in ("energy", "step_size"):
        np.testing.assert_array_equal(table(cut, name), table(tmp_path / "whole", name))


@pytest.mark.parametrize("state", ["last", "best"])
def test_copies_start_from_their_own_states_of_another_run(run, temper, config, tmp_path, state):
    second = tmp_path / state
    keys = [f"init.from='{run}'", f"init.state='{state}'", "run.warmup=0", "run.sweeps=1",
            "run.steps=1", "output.thin=1", "run.copies=4"]  # fmt: skip
    temper("train", config, "--out", second, "--quiet", *[a for k in keys for a in ("--set", k)])
    step = table(run, "step_size")[-1, 0]
    assert table(second, "step_size")[0, 0] == step
    for copy in range(3):
        start = draws(run, copy)[-1]
        if state == "best":
            with h5py.File(run / "draws" / f"replica-{copy:04d}.h5") as file:
                sweep = file["best_sweep"][:].astype(np.int64)
                start = file["best_theta"][np.argmax(sweep)]
        theta = draws(second, copy)[0]
        # |velocity|² = P, so one step moves theta by step sqrt(P) at most.
        assert np.linalg.norm(theta - start) < 1.01 * step * np.sqrt(len(theta))
    others = np.linalg.norm(draws(second, 3)[0] - draws(run, 0)[-1])
    assert others > 0


def test_a_run_of_another_network_is_refused(run, temper, config, tmp_path):
    keys = ["--set", f"init.from='{run}'", "--set", "model.layer[0].units=9"]
    said = temper("train", config, "--out", tmp_path / "no", *keys, check=65).stderr
    assert "parameters" in said
    assert str(run) in said


def test_a_predicted_noise_doesnt_collapse_on_whole_numbers(temper, tmp_path):
    """Targets that a net can hit exactly: the least sd is that of rounding to whole numbers."""
    random = np.random.default_rng(1)
    x = random.normal(size=60)
    table_of = "\n".join(f"{a},{b}" for a, b in zip(x, np.round(2 * x), strict=True))
    (tmp_path / "whole.csv").write_text(f"x,y\n{table_of}\n")
    (tmp_path / "c.toml").write_text(
        CONFIG.replace('"yacht"', f'"{tmp_path}/whole.csv"\ntask = "regression"')
    )
    temper("train", tmp_path / "c.toml", "--out", tmp_path / "run", "--quiet")
    temper("evaluate", tmp_path / "run")
    with h5py.File(tmp_path / "run" / "predictions.h5") as file:
        assert (file["sd"][:] > 0.99 / np.sqrt(12)).all()
