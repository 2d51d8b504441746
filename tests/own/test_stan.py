"""`[potential] type = "stan"` speaks BridgeStan's interface: moments, log Z, constrained names."""

import math
import re
import shutil

import numpy as np
import pytest
import temper as package

from conftest import EXAMPLES, HERE, is_right, kept

Y = np.array([28, 8, -3, 7, -1, 1, 18, 12.0])
SIGMA = np.array([15, 10, 16, 11, 9, 11, 10, 18.0])


def eight_schools():
    """ln Z, E[mu] and E[ln tau], by quadrature: the schools' effects integrate out."""
    mu = np.linspace(-30, 40, 701)[:, np.newaxis]
    log_tau = np.linspace(-14, 9, 2301)[np.newaxis, :]
    tau = np.exp(log_tau)
    log_p = -(mu**2) / 50 - math.log(5 * math.sqrt(2 * math.pi)) + math.log(2 / (5 * math.pi))
    log_p = log_p - np.log1p(tau**2 / 25) + log_tau
    for y, sigma in zip(Y, SIGMA, strict=True):
        variance = tau**2 + sigma**2
        log_p = log_p - (y - mu) ** 2 / (2 * variance) - 0.5 * np.log(2 * np.pi * variance)
    density = np.exp(log_p)
    total = density.sum()
    cell = (mu[1, 0] - mu[0, 0]) * (log_tau[0, 1] - log_tau[0, 0])
    return math.log(total * cell), (density * mu).sum() / total, (density * log_tau).sum() / total


@pytest.fixture
def stan(compile_c):
    return lambda *defines: compile_c(HERE / "stan_like.c", *defines)


def test_eight_schools_from_a_reference(stan, temper, tmp_path):
    """The example's config, its model compiled by hand."""
    shutil.copy(stan("SCHOOLS"), tmp_path / "eight_schools_model.so")
    shutil.copy(EXAMPLES / "eight_schools.json", tmp_path)
    temper("train", EXAMPLES / "eight_schools.toml", "--out", "run", cwd=tmp_path, ranks=2)
    log_Z, mu, log_tau = eight_schools()
    run = package.open_run(tmp_path / "run")
    draws = kept(run)
    is_right(draws[:, :, 0], mu, "mu")
    is_right(draws[:, :, 1], log_tau, "ln tau")
    assert list(run.blocks) == ["mu", "tau", "theta_trans"]
    assert run.blocks["theta_trans"].shape == (8,)
    tau = run.metrics_by_rung["tau"].isel(rung=0).values.T
    np.testing.assert_allclose(tau[:, -len(draws[0]) :], np.exp(draws[:, :, 1]), rtol=1e-6)
    said = temper("evidence", tmp_path / "run").stdout
    found, error = map(float, re.search(r"log Z = (\S+) ± (\S+)", said).groups())
    assert abs(found - log_Z) < 4 * error + 1e-3


def test_a_mixture_is_tempered_whole(stan, train, tmp_path):
    """Between modes six apart, a barrier of 18 nats: without exchange no replica crosses."""
    (tmp_path / "mixture.json").write_text('{"w": 0.3}')
    train(
        f'type = "stan"\nlibrary = "{stan()}"\ndata = "{tmp_path / "mixture.json"}"',
        tempering="posterior",
        t_max="30.0",
        sweeps=4000,
    )
    z = kept(package.open_run(tmp_path / "run"))[:, :, 0]
    is_right(z < 0, 0.3, "weight of the left mode")
    is_right(np.abs(z), 3, "distance")


def test_transformed_parameters_are_stored_too(stan, train, tmp_path):
    train(
        f'type = "stan"\nlibrary = "{stan("SCHOOLS")}"\ntransformed = true\nreference = "normal"',
        sweeps=4,
    )
    assert {"mu", "tau", "theta.8"} < set(package.open_run(tmp_path / "run").metrics)


def test_what_is_wrong_is_said(stan, gauss, train):
    library = f'type = "stan"\nlibrary = "{stan()}"'
    result = train(f'{library}\ndata = "nowhere.json"', ranks=2, check=64)
    assert "refuses nowhere.json: cannot open the data file" in result.stderr
    assert "variable does not exist; name=w" in train(library, check=64).stderr
    result = train(f'type = "stan"\nlibrary = "{gauss()}"', check=64)
    assert "has no function bs_model_construct; compile the Stan model with" in result.stderr
    result = train(f"{library}\ndata = '{{\"w\": 0.3}}'", check=64)
    assert 'potential.reference = "normal"' in result.stderr  # nothing to draw at beta = 0
