"""Priors of networks end to end: `temper evidence` finds the log Z that quadrature gives, for a
straight line through five points, with every prior; hierarchical ones included.

A right program fails |z| < 4 for 1 comparison in 16,000; seeds are fixed.
"""

import json
import math
import re

import numpy as np
import pytest

X = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
Y = np.array([-1.3, -0.2, 0.1, 0.9, 1.6])
NOISE = 0.3

AS_IT_IS = """\
target = "y"
task = "regression"
split = [1, 0, 0]
standardise = false
[model]
loss = "gaussian"
"""

CONFIG = (
    '[data]\nsource = "line.csv"\n'
    + AS_IT_IS
    + """\
noise_sd = 0.3
[prior]
{prior}
[kernel]
type = "hmc"
step = 0.1
leapfrog = 8
[ladder]
rungs = 7
t_min = 1.0
t_max = inf
tempering = "likelihood"
[run]
seed = 2
warmup = 200
sweeps = 2000
steps = 2
copies = 2
"""
)

SIDE = np.linspace(-30, 30, 3001)
W, B = np.meshgrid(SIDE, SIDE, indexing="ij")


def log_evidence(density_of_weight, density_of_bias):
    """ln of the likelihood averaged over the prior, on a grid of weight and bias."""
    log_likelihood = sum(
        -0.5 * ((y - W * x - B) / NOISE) ** 2 - math.log(NOISE * math.sqrt(2 * math.pi))
        for x, y in zip(X, Y, strict=True)
    )
    cell = (SIDE[1] - SIDE[0]) ** 2
    return math.log(
        np.sum(np.exp(log_likelihood) * density_of_weight(W) * density_of_bias(B)) * cell
    )


def normal(sd):
    return lambda theta: np.exp(-0.5 * (theta / sd) ** 2) / (sd * math.sqrt(2 * math.pi))


def laplace(width):
    return lambda theta: np.exp(-np.abs(theta) / width) / (2 * width)


def student(theta):
    constant = math.gamma(2.5) / (math.gamma(2) * math.sqrt(4 * math.pi))
    return constant * (1 + theta**2 / 4) ** -2.5


def uniform(theta):
    return np.where(np.abs(theta) < 3, 1 / 6, 0)


def hierarchical(theta):
    """A normal whose ln sd is N(ln 0.5, 0.8²)."""
    z = np.linspace(-6, 6, 241)
    weight = np.exp(-0.5 * z**2) / np.sum(np.exp(-0.5 * z**2))
    line = theta[:, 0]  # of a grid whose columns are the same
    sds = 0.5 * np.exp(0.8 * z)
    density = sum(w * normal(sd)(line) for w, sd in zip(weight, sds, strict=True))
    return density[:, np.newaxis]


PRIORS = {
    "type = 'normal'\nsd = '2/sqrt(fan_in)'\n[[prior.group]]\nblocks = '*.bias'\nsd = 0.5": (
        normal(2),
        normal(0.5),
    ),
    "type = 'laplace'\nwidth = 0.7": (laplace(0.7), laplace(0.7)),
    "type = 'student-t'\ndf = 4": (student, student),
    "type = 'uniform'\nwidth = 3": (uniform, uniform),
    "type = 'hierarchical'\nmedian = 0.5\nspread = 0.8": (hierarchical, normal(1)),
    "type = 'hierarchical'\nover = 'input'\nmedian = 0.5\nspread = 0.8": (
        hierarchical,
        normal(1),
    ),
}


def write_line(folder):
    rows = "".join(f"{x},{y}\n" for x, y in zip(X, Y, strict=True))
    (folder / "line.csv").write_text("x,y\n" + rows)


@pytest.mark.parametrize("prior", PRIORS)
def test_log_z_is_that_of_quadrature(prior, temper, tmp_path):
    write_line(tmp_path)
    (tmp_path / "line.toml").write_text(CONFIG.format(prior=prior))
    temper("train", "line.toml", "--out", "run", cwd=tmp_path)
    said = temper("evidence", "run", cwd=tmp_path).stdout
    log_Z, error = map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())
    assert abs(log_Z - log_evidence(*PRIORS[prior])) < 4 * error + 2e-3


TWO_INPUTS = (
    '[data]\nsource = "plane.csv"\n'
    + AS_IT_IS
    + """\
noise_sd = 0.5
[prior]
type = "hierarchical"
over = "{over}"
median = 0.7
spread = 0.9
"""
)


@pytest.mark.parametrize("over", ["input", "layer"])
def test_two_inputs_have_an_sd_each_or_share_one(over, temper, tmp_path):
    """The weights integrate out; their ln sds are summed over a grid. The bias has sd 1."""
    rng = np.random.default_rng(9)
    x = rng.normal(size=(25, 2))
    y = x @ [1.2, 0.05] + 0.4 + 0.5 * rng.normal(size=25)
    rows = np.column_stack([x, y])
    np.savetxt(tmp_path / "plane.csv", rows, "%.9g", ",", header="a,b,y", comments="")
    z = np.linspace(-5, 5, 61)
    share = np.exp(-0.5 * z**2) / np.sum(np.exp(-0.5 * z**2))
    variance = np.exp(2 * (math.log(0.7) + 0.9 * z))
    Z = 0.0
    for i, j in (
        np.ndindex(len(z), len(z)) if over == "input" else zip(*2 * [range(len(z))], strict=True)
    ):
        covariance = 1 + 0.25 * np.eye(25) + (x * [variance[i], variance[j]]) @ x.T
        log_determinant = np.linalg.slogdet(2 * np.pi * covariance)[1]
        density = np.exp(-0.5 * (log_determinant + y @ np.linalg.solve(covariance, y)))
        Z += density * (share[i] * share[j] if over == "input" else share[i])
    (tmp_path / "plane.toml").write_text(TWO_INPUTS.format(over=over))
    said = temper("evidence", "plane.toml", "--budget", "2e7", "--json", "--quiet", cwd=tmp_path)
    (model,) = json.loads(said.stdout)["models"]
    assert model["doubt"] is None
    assert abs(model["log_Z"] - math.log(Z)) < 4 * model["standard_error"] + 1e-3
    assert model["standard_error"] < 0.15


@pytest.mark.parametrize(
    ("prior", "words"),
    [
        ("sd = 'fast'", "'fast' is no width; expected a number above 0, or a rule such as"),
        ("sd = 0", "expected a number above 0"),
        ("[[prior.group]]\nblocks = 'layer7.*'\nsd = 1", "fits no block; the network has"),
        ("type = 'cauchy'", "student-t"),
    ],
)
def test_what_is_wrong_is_said(prior, words, temper, tmp_path):
    write_line(tmp_path)
    (tmp_path / "line.toml").write_text(CONFIG.format(prior=prior))
    assert words in temper("train", "line.toml", cwd=tmp_path, check=64).stderr


def test_the_prior_has_names_in_the_run(temper, tmp_path):
    import temper as package

    temper(
        *("train", "--data", "iris", "--layers", "4,3", "--out", tmp_path / "run"),
        *("--set", "prior.type=hierarchical", "--set", "prior.over=input"),
        *("--set", "run.sweeps=10", "--set", "run.warmup=2"),
    )
    blocks = package.open_run(tmp_path / "run").blocks
    assert blocks["prior.log_sd.layer0.weight"].shape == (4,)
    temper("evaluate", tmp_path / "run")
    temper("export", tmp_path / "run", "--out", tmp_path / "best.npz")
