"""`temper evidence` prints the known log Z within the standard error that it prints beside it, and
refuses runs that have none; `temper diagnose` finds what is wrong with a run.

A correct program fails |z| < 4 for 1 comparison in 16,000 and the chi-square test of 20 seeds for
1 choice of seeds in 10,000; seeds are fixed.
"""

import math
import re

import numpy as np
import pytest

from conftest import HMC_TO_THE_PRIOR, prose

SAMPLING = (
    HMC_TO_THE_PRIOR
    + """\
[run]
seed = {seed}
warmup = 200
sweeps = {sweeps}
steps = 2
copies = {copies}
"""
)

LINE = "dim = 3\nacross_sd = 0.5\nprior_sd = 2.0\n"
LOG_ACROSS = 2 * math.log(0.5 / math.hypot(0.5, 2.0))  # of the two parameters across the line


def log_integral(along):
    """ln of the integral of exp(-along(x)) N(x; 0, 2²)."""
    x = np.linspace(-30, 30, 600_001)
    log_density = -along(x) - x**2 / 8 - math.log(2 * math.sqrt(2 * math.pi))
    return math.log(np.sum(np.exp(log_density)) * (x[1] - x[0]))


def modes(x):
    return -np.logaddexp(-0.5 * ((x + 3) / 0.3) ** 2, -0.5 * ((x - 3) / 0.3) ** 2) + math.log(2)


def wells(x):
    return 6 * ((x / 2) ** 2 - 1) ** 2 - x / 4


# name: ([potential], rungs, log Z). With a prior k times as wide as the target, Z = k^-P.
PROBLEMS = {
    "gaussian": ('type = "gaussian"\ndim = 6\ncondition = 10\n', 6, -6 * math.log(3)),
    "banana": ('type = "banana"\nprior_scale = 2\n', 5, -2 * math.log(2)),
    "funnel": ('type = "funnel"\ndim = 3\nprior_scale = 1.5\n', 6, -3 * math.log(1.5)),
    "mixture": (
        f'type = "mixture"\npositions = [-3, 3]\nsd = 0.3\n{LINE}',
        8,
        log_integral(modes) + LOG_ACROSS,
    ),
    "double well": (
        f'type = "double-well"\nheight = 6\nplace = 2\ntilt = 1\n{LINE}',
        8,
        log_integral(wells) + LOG_ACROSS,
    ),
}


@pytest.fixture
def trained(temper, tmp_path):
    """trained(config, *arguments) -> folder of a run of it."""

    def train(config: str, *arguments: object):
        file = tmp_path / "config.toml"
        file.write_text(config)
        temper("train", file, "--out", tmp_path / "run", "--force", "--quiet", *arguments)
        return tmp_path / "run"

    return train


def evidence_of(text: str) -> tuple[float, float]:
    """Return log Z and its standard error, as they are printed."""
    found = re.match(r"log Z = (-?[\d.]+) ± ([\d.]+)\n", text)
    assert found, text
    return float(found[1]), float(found[2])


def sampled(potential: str, rungs: int, seed=1, sweeps=600, copies=4) -> str:
    sampling = SAMPLING.format(rungs=rungs, seed=seed, sweeps=sweeps, copies=copies)
    return f"[potential]\n{potential}{sampling}"


@pytest.mark.parametrize("name", PROBLEMS)
def test_log_z_is_the_known_one(name, temper, trained):
    potential, rungs, truth = PROBLEMS[name]
    text = temper("evidence", trained(sampled(potential, rungs))).stdout
    log_z, error = evidence_of(text)
    assert abs(log_z - truth) < 4 * error, text
    assert error < 0.2, text
    assert "warning" not in text


def test_standard_errors_are_of_the_right_size(temper, trained):
    potential, rungs, truth = PROBLEMS["gaussian"]
    z = []
    for seed in range(20):
        run = trained(sampled(potential, rungs, seed, sweeps=300, copies=1 + seed % 2))
        log_z, error = evidence_of(temper("evidence", run).stdout)
        z.append((log_z - truth) / error)
    assert 4.0 < np.sum(np.square(z)) < 54.4, z
    assert abs(np.sum(z)) / math.sqrt(len(z)) < 4, z


def regression(tmp_path, seed: int) -> tuple[str, float]:
    """A table in a CSV file, its config, and log Z of a linear model by numpy."""
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(10, 50), rng.integers(1, 5)
    noise_sd, prior_sd = np.round(rng.uniform([0.4, 0.8], [1.0, 2.0]), 3)
    x = rng.normal(size=(rows, columns))
    y = x @ rng.normal(size=columns) + 0.3 + noise_sd * rng.normal(size=rows)
    names = ",".join([*"abcd"[:columns], "y"])
    np.savetxt(tmp_path / "t.csv", np.column_stack([x, y]), "%.9g", ",", header=names, comments="")
    config = (
        f'[data]\nsource = "{tmp_path}/t.csv"\ntarget = "y"\ntask = "regression"\n'
        'split = [1, 0, 0]\nstandardise = false\n[model]\nloss = "gaussian"\n'
        f'noise_sd = {noise_sd}\n[prior]\ntype = "normal"\nsd = {prior_sd}\n'
        + SAMPLING.format(rungs=12, seed=seed, sweeps=400, copies=2)
    )
    design = np.column_stack([x, np.ones(rows)])
    covariance = noise_sd**2 * np.eye(rows) + prior_sd**2 * design @ design.T
    _, log_determinant = np.linalg.slogdet(2 * np.pi * covariance)
    return config, -0.5 * (log_determinant + y @ np.linalg.solve(covariance, y))


def mixture(_, seed: int) -> tuple[str, float]:
    """Modes of random places and weights, and log Z by quadrature."""
    rng = np.random.default_rng(seed)
    n = rng.integers(2, 5)
    places = np.round(np.linspace(-3, 3, n) + rng.uniform(-0.3, 0.3, n), 3)
    weights = np.round(rng.uniform(0.2, 1, n), 3)
    share = np.log(weights / weights.sum())

    def along(x):
        return -np.logaddexp.reduce(share[:, None] - 0.5 * ((x - places[:, None]) / 0.3) ** 2)

    potential = (
        f'type = "mixture"\npositions = {places.tolist()}\nweights = {weights.tolist()}\n'
        f"sd = 0.3\n{LINE}"
    )
    config = sampled(potential, 8, seed, sweeps=400, copies=2)
    return config, log_integral(along) + LOG_ACROSS


@pytest.mark.parametrize("problem", [regression, mixture])
def test_log_z_of_own_problems_is_the_known_one(problem, temper, trained, tmp_path):
    z = []
    for seed in range(8):
        config, truth = problem(tmp_path, seed)
        text = temper("evidence", trained(config)).stdout
        log_z, error = evidence_of(text)
        assert error < 0.3, text
        z.append((log_z - truth) / error)
    assert np.max(np.abs(z)) < 4, z
    assert 0.5 < np.sum(np.square(z)) < 32, z  # chi-square of 8: 1 in 10,000 on either side


REFUSED = {
    "posterior tempering": (["ladder.tempering=posterior", "ladder.t_max=10"], "likelihood"),
    "no prior": (["ladder.t_max=10"], "ladder.t_max = inf"),
    "no rung at T = 1": (["ladder.t_min=0.5", "ladder.adapt=false"], "ladder.t_min = 1"),
    "too few sweeps": (["run.sweeps=20"], "20 sweeps"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_run_without_evidence_is_refused(name, temper, trained):
    settings, hint = REFUSED[name]
    config = sampled(PROBLEMS["gaussian"][0], 4, sweeps=60)
    run = trained(config, *(argument for s in settings for argument in ("--set", s)))
    for ranks in (0, 2):
        result = temper("evidence", run, ranks=ranks, check=64)
        assert hint in result.stderr
        assert result.stdout == ""


WIDE = 'type = "gaussian"\ndim = 60\nprior_scale = 10\n'
WIDE_BARRIER = math.sqrt(60 / (2 * math.pi)) * math.log(10**2)


def test_a_ladder_that_is_too_coarse_is_warned_about_and_the_advice_is_right(temper, trained):
    run = trained(sampled(WIDE, 3, sweeps=200))
    text = temper("evidence", run, check=64).stderr  # no log Z where rungs don't overlap
    assert "don't overlap" in text
    page = prose(temper("diagnose", run).stdout)
    wanted = int(re.search(r"too coarse.*ladder\.rungs = (\d+)", page)[1])
    assert f"ladder.rungs = {wanted} or more" in text
    assert abs(wanted / (2 * WIDE_BARRIER + 1) - 1) < 0.3
    better = trained(sampled(WIDE, wanted, sweeps=400))
    assert "too coarse" not in prose(temper("diagnose", better).stdout)
    text = temper("evidence", better).stdout
    assert "warning" not in text
    log_z, error = evidence_of(text)
    assert abs(log_z + 60 * math.log(10)) < 4 * error


def test_a_kernel_without_a_metropolis_test_is_warned_about(temper, trained):
    config = sampled(PROBLEMS["gaussian"][0], 6, sweeps=100)
    hmc = 'type = "hmc"\nstep = 0.2\nleapfrog = 8\n'
    assert hmc in config
    run = trained(config.replace(hmc, 'type = "sgd"\nlr = 0.02\n'))
    assert "Metropolis" in temper("evidence", run).stdout


def test_nothing_is_found_wrong_with_a_good_run(temper, trained):
    page = temper("diagnose", trained(sampled(*PROBLEMS["gaussian"][:2]))).stdout
    assert "Verdict: nothing to change: 4 copies agree" in prose(page)
    assert re.search(r"energy U .* 1\.0\d\d ", page)
