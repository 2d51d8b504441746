"""Problems whose answers are known: log Z, the mean of U and of parameters at T = 1.

U is the negative log likelihood with its constants, V the negative log prior; Z the integral of
exp(-U) over the prior's density. Closed forms where there are any, else sums over a grid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.special import logsumexp

LOG_2PI = np.log(2 * np.pi)


@dataclass
class Problem:
    """A model and its answers; `table` is written as data.csv, the target in its last column."""

    name: str
    model: str  # TOML up to [kernel]
    answers: dict[str, float]  # "log_z", or the name of a quantity of the diagnosis
    rungs: int = 12
    table: np.ndarray | None = field(default=None, repr=False)
    truth: np.ndarray | None = None  # theta that made the data, drawn from the prior


def linear(name: str, x: np.ndarray, noise_sd: float, prior_sd: float, rng, rungs=12) -> Problem:
    """Bayesian linear regression with a bias: conjugate."""
    x = x.astype(np.float32).astype(float)
    y = x @ rng.normal(size=x.shape[1]) * min(1.0, prior_sd) + 0.3
    y = (y + noise_sd * rng.normal(size=len(x))).astype(np.float32).astype(float)
    design = np.column_stack([x, np.ones(len(x))])
    gram = design.T @ design / noise_sd**2
    precision = gram + np.eye(design.shape[1]) / prior_sd**2
    covariance = np.linalg.inv(precision)
    mean = covariance @ design.T @ y / noise_sd**2
    residual = y - design @ mean
    constant = len(y) * (0.5 * LOG_2PI + np.log(noise_sd))
    log_z = (
        -constant
        - 0.5 * (y @ y / noise_sd**2 - mean @ precision @ mean)
        - 0.5 * np.linalg.slogdet(precision)[1]
        - design.shape[1] * np.log(prior_sd)
    )
    energy = constant + 0.5 * residual @ residual / noise_sd**2 + 0.5 * np.trace(gram @ covariance)
    answers = {"log_z": log_z, "energy U": energy}
    if design.shape[1] <= 10:
        answers |= dict(zip(names_of_linear(x.shape[1]), mean, strict=True))
    model = REGRESSION.format(noise_sd=noise_sd, prior_sd=prior_sd)
    return Problem(name, model, answers, rungs, np.column_stack([x, y]))


def names_of_linear(n_inputs: int) -> list[str]:
    """What the diagnosis calls the parameters of a model without hidden layers."""
    return [*(f"layer0.weight[0,{i}]" for i in range(n_inputs)), "layer0.bias[0]"]


def calibration(seed: int) -> Problem:
    """Truth and data drawn from the model: the truth's rank among draws is uniform.

    Source: Talts et al., "Validating Bayesian inference algorithms with simulation-based
    calibration", 2018.
    """
    rng = np.random.default_rng([21, seed])
    truth = rng.normal(size=4)
    x = rng.normal(size=(15, 3)).astype(np.float32)
    y = np.column_stack([x, np.ones(len(x))]) @ truth + 0.7 * rng.normal(size=len(x))
    model = REGRESSION.format(noise_sd=0.7, prior_sd=1.0)
    return Problem("calibration", model, {}, 8, np.column_stack([x, y]), truth)


DATA = '[data]\nsource = "data.csv"\ntarget = "y"\ntask = "{task}"\nsplit = [1, 0, 0]\n' + (
    "standardise = false\n"
)
REGRESSION = (
    DATA.format(task="regression")
    + '[model]\nloss = "gaussian"\nnoise_sd = {noise_sd}\n[prior]\nsd = {prior_sd}\n'
)


def on_grid(log_likelihood: np.ndarray, log_prior: np.ndarray, points: dict[str, np.ndarray]):
    """Sum over a grid whose prior weights add up to one: log Z, mean U, mean of each name."""
    log_prior = log_prior - logsumexp(log_prior)
    log_z = logsumexp(log_likelihood + log_prior)
    weight = np.exp(log_likelihood + log_prior - log_z)
    means = {name: float(np.sum(weight * p)) for name, p in points.items()}
    return {"log_z": float(log_z), "energy U": float(-np.sum(weight * log_likelihood)), **means}


def logistic(name: str, n: int, prior_sd: float, rng) -> Problem:
    """One input and a bias, two classes: a grid over two parameters."""
    x = rng.normal(size=n).astype(np.float32).astype(float)
    y = (rng.uniform(size=n) < 1 / (1 + np.exp(-1.5 * x + 0.5))).astype(float)
    y[:2] = 0, 1  # both classes, the first one first
    axis = np.linspace(-8 * prior_sd, 8 * prior_sd, 801)
    w, b = np.meshgrid(axis, axis, indexing="ij")
    log_likelihood = np.zeros_like(w)
    for xi, yi in zip(x, y, strict=True):
        eta = w * xi + b
        log_likelihood += yi * eta - np.logaddexp(0, eta)
    names = names_of_linear(1)
    log_prior = -(w**2 + b**2) / (2 * prior_sd**2)
    answers = on_grid(log_likelihood, log_prior, dict(zip(names, [w, b], strict=True)))
    model = DATA.format(task="classification") + (
        f'[model]\nloss = "bernoulli"\n[prior]\nsd = {prior_sd}\n'
    )
    return Problem(name, model, answers, 8, np.column_stack([x, y]))


def one_unit(name: str, n: int, rng) -> Problem:
    """A net of one tanh unit: y = v tanh(w x + a) + c, a grid over four parameters.

    Its sign symmetry makes two equal modes, so the means of w, a and v are zero.
    """
    x = rng.uniform(-2, 2, size=n).astype(np.float32).astype(float)
    y = np.tanh(1.5 * x) + 0.3 * rng.normal(size=n)
    y = y.astype(np.float32).astype(float)
    axis = np.linspace(-5, 5, 61)
    w, a, v = np.meshgrid(axis, axis, axis, indexing="ij")
    # c is conjugate: integrate it out at every (w, a, v).
    noise, precision = 0.3, n / 0.3**2 + 1
    square, total = np.zeros_like(w), np.zeros_like(w)
    for xi, yi in zip(x, y, strict=True):
        residual = yi - v * np.tanh(w * xi + a)
        square += residual**2 / noise**2
        total += residual / noise**2
    log_likelihood = (
        -n * (0.5 * LOG_2PI + np.log(noise))
        - 0.5 * (square - total**2 / precision)
        - 0.5 * np.log(precision)
    )
    log_prior = -(w**2 + a**2 + v**2) / 2
    log_prior -= logsumexp(log_prior)
    log_z = float(logsumexp(log_likelihood + log_prior))
    model = REGRESSION.format(noise_sd=noise, prior_sd=1.0).replace(
        "[prior]", '[[model.layer]]\ntype = "dense"\nunits = 1\nactivation = "tanh"\n[prior]'
    )
    return Problem(name, model, {"log_z": log_z}, 10, np.column_stack([x, y]))


def scaled_gaussian(name: str, kind: str, dim: int, wider: float, rungs: int, more="") -> Problem:
    """A density and a prior that is `wider` times as wide in every direction: Z = wider^-P."""
    options = f"dim = {dim}\n" if kind != "banana" else ""
    model = f'[potential]\ntype = "{kind}"\n{options}prior_scale = {wider}\n{more}'
    return Problem(name, model, {"log_z": -dim * np.log(wider)}, rungs)


def along_a_line(name: str, text: str, along: Callable, prior_sd: float, rungs=10) -> Problem:
    """Structure along theta 0, and one more parameter, normal with sd 0.5."""
    x = np.linspace(-12 * prior_sd, 12 * prior_sd, 400_001)
    one = on_grid(along(x), -(x**2) / (2 * prior_sd**2), {"theta[0]": x})
    across = np.log(0.5 / np.hypot(0.5, prior_sd))
    model = f"[potential]\n{text}dim = 2\nacross_sd = 0.5\nprior_sd = {prior_sd}\n"
    return Problem(
        name, model, {"log_z": one["log_z"] + across, "theta[0]": one["theta[0]"]}, rungs
    )


def modes(places: list[float], weights: list[float], sd: float) -> Callable:
    """The log likelihood of a mixture of normals along x, up to its constants."""
    share = np.log(np.array(weights) / np.sum(weights))

    def along(x: np.ndarray) -> np.ndarray:
        parts = share[:, None] - 0.5 * ((x - np.array(places)[:, None]) / sd) ** 2
        return logsumexp(parts, axis=0)

    return along


def mixture(name: str, places: list[float], weights: list[float], sd: float, prior_sd=3.0):
    """Modes along a line."""
    text = f'type = "mixture"\npositions = {places}\nweights = {weights}\nsd = {sd}\n'
    return along_a_line(name, text, modes(places, weights, sd), prior_sd)


def wells(name: str, height: float, place: float, tilt: float) -> Problem:
    """Two wells along a line."""
    text = f'type = "double-well"\nheight = {height}\nplace = {place}\ntilt = {tilt}\n'

    def along(x: np.ndarray) -> np.ndarray:
        return -(height * ((x / place) ** 2 - 1) ** 2 - tilt * x / (2 * place))

    return along_a_line(name, text, along, 2.0)


def shells(name: str, radius: float, width: float) -> Problem:
    """Two thin rings in a box of 12 by 12, uniform before."""
    axis = np.linspace(-6, 6, 1202)  # 0.01, a tenth of a width
    x, y = np.meshgrid(axis, axis, indexing="ij")
    rings = [-0.5 * ((np.hypot(x - c, y) - radius) / width) ** 2 for c in (-3.5, 3.5)]
    log_likelihood = np.logaddexp(*rings) - np.log(width * np.sqrt(2 * np.pi))
    found = on_grid(log_likelihood, np.zeros_like(x), {})
    model = f'[potential]\ntype = "gaussian-shells"\nradius = {radius}\nwidth = {width}\n'
    return Problem(name, model, found, 8)


def problems(seed: int = 1) -> list[Problem]:
    """All of them, that of calibration with data of this seed.

    Each of the others has random numbers of its own, so that one more changes no other.
    """

    def random(seed: int):
        return np.random.default_rng(seed)

    def pairs(seed: int, n: int, dim: int) -> np.ndarray:
        x = random(seed).normal(size=(n, dim))
        x[:, 1::2] = x[:, ::2]
        return x

    outlier = random(7).normal(size=(200, 2))
    outlier[0] *= 20
    stiff = random(5).normal(size=(60, 3)) * [0.1, 1, 10]
    return [
        linear("regression", random(1).normal(size=(30, 3)), 0.5, 1.0, random(101)),
        linear("regression, sure", random(2).normal(size=(100, 4)), 0.1, 1.0, random(102), 14),
        linear("regression, vague", random(3).normal(size=(12, 2)), 2.0, 1.0, random(103), 6),
        linear("regression, pairs", pairs(4, 60, 4), 0.5, 1.0, random(104)),
        linear("regression, stiff", stiff, 0.5, 1.0, random(105), 16),
        linear("regression, P > N", random(6).normal(size=(8, 20)), 1.0, 0.3, random(106), 8),
        linear("regression, outlier", outlier, 1.0, 0.2, random(107), 8),
        linear("regression, bias only", np.zeros((20, 1)), 0.5, 1.0, random(108), 6),
        logistic("logistic, few", 10, 1.0, random(9)),
        logistic("logistic, many", 60, 2.0, random(10)),
        one_unit("one tanh unit, few", 6, random(11)),
        one_unit("one tanh unit", 20, random(12)),
        scaled_gaussian("gaussian", "gaussian", 6, 3.0, 6, "condition = 1\n"),
        scaled_gaussian("gaussian, stiff", "gaussian", 6, 3.0, 6, "condition = 100\n"),
        scaled_gaussian("gaussian, P = 40", "gaussian", 40, 3.0, 14, "condition = 10\n"),
        scaled_gaussian("gaussian, wide prior", "gaussian", 2, 100.0, 10, "condition = 1\n"),
        scaled_gaussian("banana", "banana", 2, 2.0, 6),
        scaled_gaussian("funnel", "funnel", 3, 1.5, 8),
        scaled_gaussian("funnel, P = 6", "funnel", 6, 1.5, 10),
        mixture("two modes", [-3.0, 3.0], [1.0, 1.0], 0.5),
        mixture("two modes, unequal", [-3.0, 3.0], [0.9, 0.1], 0.5),
        mixture("two modes, narrow", [-4.0, 4.0], [0.7, 0.3], 0.2),
        mixture("three modes", [-4.0, 0.0, 4.0], [0.2, 0.3, 0.5], 0.4),
        mixture("five modes", [-6.0, -3.0, 0.0, 3.0, 6.0], [1.0, 2.0, 3.0, 2.0, 1.0], 0.4),
        wells("double well", 6.0, 2.0, 1.0),
        wells("double well, high", 12.0, 2.0, 0.0),
        wells("double well, tilted", 8.0, 1.5, 3.0),
        shells("shells", 2.0, 0.1),
        calibration(seed),
    ]
