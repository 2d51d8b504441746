"""Potentials in Python for test_python.py: right ones with known answers, and wrong ones."""

import os

import numpy as np
from temper.potential import Model, Normal, from_jax, from_numpy, from_torch

CENTRE, S, PRIOR_SD = 1.0, 0.5, 2.0
PRIOR = Normal(sd=PRIOR_SD)


def gauss(theta):
    distance = (theta - CENTRE) / S
    return 0.5 * np.sum(distance**2, axis=-1), distance / S


one = from_numpy(names=["left", "right", "middle"], prior=PRIOR)(gauss)
batched = from_numpy(dim=3, prior=PRIOR, batched=True)(gauss)


@from_torch(dim=3, prior=PRIOR)
def torch_energy(theta):
    return 0.5 * (((theta - CENTRE) / S) ** 2).sum()


@from_torch(dim=3, prior=PRIOR, batched=True)
def torch_batched(theta):
    return 0.5 * (((theta - CENTRE) / S) ** 2).sum(dim=1)


@from_jax(dim=3, prior=PRIOR)
def jax_energy(theta):
    return 0.5 * (((theta - CENTRE) / S) ** 2).sum()


class Rows(Model):
    """One example for each parameter, and a metric."""

    dim, n_points, prior = 3, 3, PRIOR
    metric_names = ("sum",)

    def evaluate(self, theta, gradient):
        return gauss(theta)

    def evaluate_rows(self, theta, rows, gradient):
        distance = (theta - CENTRE) / S
        slopes = np.zeros(3)
        np.add.at(slopes, rows, distance[rows] / S)
        return 0.5 * distance[rows] ** 2, slopes

    def measure(self, theta):
        return [theta.sum()]


rows = Rows()
calls = 0


@from_numpy(dim=3, prior=PRIOR)
def fails_at_step_1000(theta):
    global calls
    calls += 1
    if calls > 3000:
        raise RuntimeError("the furnace is out")
    return gauss(theta)


@from_numpy(dim=3, prior=PRIOR)
def wrong_gradient(theta):
    U, slope = gauss(theta)
    return U, slope * np.array([1, 1, -1])


@from_numpy(dim=3, prior=PRIOR)
def wrong_length(theta):
    return gauss(theta)[0], np.zeros(2)


@from_numpy(dim=3, prior=PRIOR)
def no_gradient(theta):
    return gauss(theta)[0]


@from_numpy(dim=3, prior=PRIOR)
def random(theta):
    U, slope = gauss(theta)
    return U + 0.1 * np.random.default_rng().random(), slope


@from_numpy(dim=3, prior=PRIOR)
def crashes(theta):
    os.abort()


not_a_function = 3


class Restless:
    """Not a Model and not a function."""
