"""Your own model in Python as a target of `temper train`: `[potential] type = "python"`.

>>> from temper.potential import Normal, from_numpy
>>> @from_numpy(names=["x", "y"], prior=Normal(sd=3))
... def energy(theta):
...     return 0.5 * theta @ theta, theta      # U, and its gradient

`from_torch` and `from_jax` take U alone; `from_module` takes a PyTorch module, a loss and data.
What they return is what the config names, `function = "mine.py:energy"`.
"""

from temper.potential.function import from_jax, from_numpy, from_torch
from temper.potential.model import Model
from temper.potential.module import from_module
from temper.potential.prior import Normal, Prior, Uniform

__all__ = [
    "Model",
    "Normal",
    "Prior",
    "Uniform",
    "from_jax",
    "from_module",
    "from_numpy",
    "from_torch",
]
