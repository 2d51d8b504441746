"""A banana in JAX: U alone, differentiated and compiled, all replicas of a rank in one call."""

from temper.potential import Normal, from_jax


@from_jax(names=["x", "y"], prior=Normal(sd=[1.0, 3.0]))
def energy(theta):
    """U ties y to x squared."""
    x, y = theta
    return 0.5 * ((y - x**2) / 0.5) ** 2
