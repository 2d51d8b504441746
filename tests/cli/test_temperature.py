"""The temperatures that a run prints, why they are off, and that following the advice mends them.

A linear regression, where minibatches of 20 heat every parameter by about 2 at lr = 0.02. A
reading within 2 % of nominal, or within three standard errors, is good: a correct program exceeds
three standard errors for one reading in 370, and some 40 are made; seeds are fixed.
"""

import json
import re

import pytest

from conftest import prose

REGRESSION = """\
[potential]
type = "linear-regression"
points = 400
dim = 4
[kernel]
type = "{kernel}"
{options}
[ladder]
rungs = 3
t_min = 1.0
t_max = 4.0
[run]
warmup = 100
sweeps = 2000
steps = 10
"""
HOT = "Hotter than nominal"


@pytest.fixture
def run_of(temper, tmp_path):
    """run_of(kernel, options, *settings) -> (folder of a run, what train said at its end)."""

    def train(kernel: str, options: str = "", *settings: str):
        file = tmp_path / "config.toml"
        steps = "" if "step = " in options else "lr = 0.02\nmomentum = 0.9\n"
        file.write_text(REGRESSION.format(kernel=kernel, options=steps + options))
        arguments = [a for setting in settings for a in ("--set", setting)]
        result = temper("train", file, "--out", tmp_path / "run", "--force", "--quiet", *arguments)
        return tmp_path / "run", prose(result.stdout)

    return train


def advised(run) -> dict[str, str]:
    """Every setting that the advice on temperature names, by its key."""
    findings = json.loads((run / "diagnosis.json").read_text())["findings"]
    (advice,) = [finding["advice"] for finding in findings if HOT in finding["what"]]
    found = dict(re.findall(r"(kernel\.\w+) = (\"?[\w.-]+\"?)", advice))
    return {key: value.rstrip(".") for key, value in found.items()}


def rows(page: str) -> list[tuple[str, ...]]:
    """(rung, T, kinetic, its error, configurational, its error, verdict) of each rung."""
    reading = r"([\d.e+-]+) ± ([\d.e+-]+) +"
    data = r"(?:–|[\d.e+-]+ ± [\d.e+-]+) +"
    return re.findall(rf"^ +(\d+) +([\d.]+) +{data}{reading}{reading}(\w+)", page, re.MULTILINE)


def test_rungs_that_are_as_hot_as_they_are_called(temper, run_of):
    run, end = run_of("sghmc", "batch = 100", "run.steps=100")
    assert "Temperature: within 2 % of nominal at every rung." in end
    page = temper("diagnose", run).stdout
    assert [row[-1] for row in rows(page)] == ["agrees"] * 3
    for _, nominal, kinetic, k_error, configurational, c_error, _ in rows(page):
        for value, error in ((kinetic, k_error), (configurational, c_error)):
            assert abs(float(value) / float(nominal) - 1) < 0.02
            assert 0 < float(error) < 0.01 * float(nominal)


def test_heating_by_minibatches_is_named_and_any_advice_cools(temper, run_of):
    run, end = run_of("sgd", "batch = 20")
    page = temper("diagnose", run).stdout
    assert [row[-1] for row in rows(page)] == ["hot"] * 3
    assert "rungs 0–2" in prose(page)
    assert HOT in end
    settings = advised(run)
    assert settings.keys() == {"kernel.batch", "kernel.lr"}
    for key, value in settings.items():
        longer = "run.steps=100" if key == "kernel.lr" else "run.steps=10"
        _, end = run_of("sgd", "batch = 20", f"{key}={value}", longer)
        assert HOT not in end, (key, value)


def test_compensation_is_advised_where_it_is_enough(temper, run_of):
    run, _ = run_of("sgd", "batch = 100")
    settings = advised(run)
    assert settings["kernel.compensate"] == "true"
    _, end = run_of("sgd", "batch = 100", "kernel.compensate=true")
    assert HOT not in end


CLIPPED = ("batch = 20", "ladder.t_min=0.3", "ladder.t_max=4.0")


def test_where_compensation_is_not_enough_it_says_so_and_what_is(temper, run_of):
    run, end = run_of("sghmc", *CLIPPED)
    assert "minibatches alone heat 100 % of its parameters beyond T" in end
    settings = advised(run)
    assert settings.keys() == {"kernel.batch", "kernel.lr"}
    for key, value in settings.items():
        longer = "run.steps=100" if key == "kernel.lr" else "run.steps=10"
        _, end = run_of("sghmc", *CLIPPED, f"{key}={value}", longer)
        assert HOT not in end, (key, value)


def test_a_step_that_is_too_long_is_told_from_minibatch_noise(temper, run_of):
    run, _ = run_of("sgd", 'batch = "full"', "kernel.lr=0.5")
    settings = advised(run)
    assert settings.keys() == {"kernel.lr"}
    _, end = run_of("sgd", 'batch = "full"', f"kernel.lr={settings['kernel.lr']}", "run.steps=100")
    assert HOT not in end


def test_the_bias_of_a_step_without_a_test_is_seen_and_the_advice_removes_it(temper, run_of):
    run, _ = run_of("mclmc", "step = 0.5", "run.steps=30")
    page = temper("diagnose", run).stdout
    assert "cold" in page
    step = min(re.findall(r"kernel\.step = ([\d.]+)", page), key=float)
    _, end = run_of("mclmc", f"step = {step}", "run.steps=100")
    assert HOT not in end
    assert "Colder" not in end


def test_epochs_are_said_to_deceive_the_thermometers(temper, run_of):
    run, _ = run_of("sgd", 'batch = 20\norder = "epoch"')
    assert 'kernel.order = "replacement"' in prose(temper("diagnose", run).stdout)


def test_theta_that_has_not_spread_is_told_from_a_wrong_temperature(temper, run_of):
    """Replicas that have hardly moved: momentum is right, theta is where it was."""
    run, end = run_of("sgd", 'batch = "full"', "kernel.lr=1e-6", "run.steps=100")
    assert HOT not in end
    assert "Theta on rungs 0–2 has spread" in prose(temper("diagnose", run).stdout)


def test_a_thermostat_holds_the_mean_and_is_said_to_hold_no_more(temper, run_of):
    """A friction that stayed as it was at swaps would leave rung 2 at 0.976 ± 0.003."""
    run, _ = run_of("sgnht", "batch = 30", "potential.dim=40", "run.steps=30", "run.sweeps=8000")
    page = temper("diagnose", run).stdout
    assert "The thermostat holds the mean" in prose(page)
    for _, nominal, kinetic, *_ in rows(page):
        assert abs(float(kinetic) / float(nominal) - 1) < 0.015
    assert [row[-1] for row in rows(page)] == ["hot"] * 3  # along the data, as it says
