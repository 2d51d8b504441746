"""The layers, one a file: each adds itself to `temper.network.layer.LAYERS`."""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__, f"{__name__}."):
    import_module(module.name)
