"""The network of a run in numpy: what its parameters predict, without Temper."""

from temper.network.loss import Scale
from temper.network.network import Network, read_network, stored_scale

__all__ = ["Network", "Scale", "read_network", "stored_scale"]
