"""The same step in JAX: jax_step.py NET BATCH REPLICAS

The whole step is jitted, `lax.scan` goes over steps and `vmap` over replicas. Random numbers are
JAX's default (Threefry), which measured four times faster on a CPU than XLA's Philox ("rbg").
"""

from functools import partial

import jax
import jax.numpy as jnp
from answer import LEARNING_RATE, MOMENTUM, N_POINTS, NOISE, answer, arguments
from jax import lax, random
from nets import Net, parse

Parameters = list[tuple[jax.Array, jax.Array]]


def initialise(net: Net, key: jax.Array) -> Parameters:
    """Weights and biases of each layer; the last is dense."""
    keys = iter(random.split(key, len(net.hidden) + 1))
    sizes = [net.shape[0], *net.hidden]
    window = (3, 3) if net.is_conv else ()
    hidden = [
        (0.1 * random.normal(next(keys), (*window, *pair)), jnp.zeros(pair[1]))
        for pair in zip(sizes, sizes[1:], strict=False)
    ]
    last = (net.n_features if net.is_conv else sizes[-1], net.classes)
    return [*hidden, (0.1 * random.normal(next(keys), last), jnp.zeros(net.classes))]


def convolve(x: jax.Array, weight: jax.Array) -> jax.Array:
    """3 by 3, the size stays. x [batch, height, width, channels]."""
    shapes = ("NHWC", "HWIO", "NHWC")
    return lax.conv_general_dilated(x, weight, (1, 1), "SAME", dimension_numbers=shapes)


def logits(net: Net, parameters: Parameters, x: jax.Array) -> jax.Array:
    *hidden, (weight, bias) = parameters
    for w, b in hidden:
        x = jnp.tanh((convolve(x, w) if net.is_conv else x @ w) + b)
    return x.reshape(x.shape[0], -1) @ weight + bias


def main() -> None:
    name, batch, replicas = arguments()
    net = parse(name)
    channels_last = (*net.shape[1:], net.shape[0])
    x = random.normal(random.key(1), (N_POINTS, *channels_last))
    y = random.randint(random.key(2), (N_POINTS,), 0, net.classes)

    def loss(parameters: Parameters, rows: jax.Array) -> jax.Array:
        log_p = jax.nn.log_softmax(logits(net, parameters, x[rows]))
        return -jnp.mean(jnp.take_along_axis(log_p, y[rows][:, None], axis=1))

    def step(state, _):
        theta, velocity, key = state
        key, for_rows, for_noise = random.split(key, 3)
        rows = random.randint(for_rows, (batch,), 0, N_POINTS)
        gradient = jax.grad(loss)(theta, rows)
        leaves, tree = jax.tree.flatten(theta)
        keys = jax.tree.unflatten(tree, list(random.split(for_noise, len(leaves))))
        velocity = jax.tree.map(
            lambda v, g, k: MOMENTUM * v - LEARNING_RATE * g + NOISE * random.normal(k, v.shape),
            velocity,
            gradient,
            keys,
        )
        return (jax.tree.map(jnp.add, theta, velocity), velocity, key), None

    @partial(jax.jit, static_argnums=1)
    def sweep(state, steps):
        return jax.vmap(lambda one: lax.scan(step, one, None, length=steps)[0])(state)

    theta = jax.vmap(lambda key: initialise(net, key))(random.split(random.key(3), replicas))
    state = (theta, jax.tree.map(jnp.zeros_like, theta), random.split(random.key(4), replicas))

    def run(steps: int) -> None:
        nonlocal state
        state = sweep(state, steps)
        jax.block_until_ready(state)

    answer(f"jax {jax.__version__}", run, replicas)


if __name__ == "__main__":
    main()
