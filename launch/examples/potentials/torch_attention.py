"""A net that Temper has no layers for: attention over the measurements of a flower, in PyTorch.

Data: iris, which comes with Temper. Five lines make a potential of module, loss and data.
"""

import csv
from pathlib import Path

import torch
from temper.potential import Normal, from_module


class Attention(torch.nn.Module):
    """Each measurement is a token; one head of attention, then their mean decides the species."""

    def __init__(self, width: int = 4) -> None:
        super().__init__()
        self.token = torch.nn.Linear(1, width)
        self.place = torch.nn.Parameter(0.1 * torch.randn(4, width))
        self.attention = torch.nn.Linear(width, 3 * width)
        self.out = torch.nn.Linear(width, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits [n, species] of measurements [n, 4]."""
        tokens = self.token(x.unsqueeze(2)) + self.place
        query, key, value = self.attention(tokens).chunk(3, dim=2)
        weight = torch.softmax(query @ key.transpose(1, 2) / query.shape[2] ** 0.5, dim=2)
        return self.out(torch.tanh(tokens + weight @ value).mean(dim=1))


def iris() -> tuple[torch.Tensor, torch.Tensor]:
    """Standardised measurements and species of the file beside the program, shuffled."""
    file = Path(__file__).parents[3] / "src" / "data" / "sets" / "iris.csv"
    if not file.exists():
        file = Path(__file__).parents[2] / "data" / "iris.csv"  # installed: share/temper
    rows = list(csv.reader(file.open()))[1:]
    species = sorted({row[-1] for row in rows})
    x = torch.tensor([[float(value) for value in row[:-1]] for row in rows])
    y = torch.tensor([species.index(row[-1]) for row in rows])
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(1))
    return ((x - x.mean(0)) / x.std(0))[order], y[order]


def accuracy(logits: torch.Tensor, species: torch.Tensor) -> float:
    """Share of flowers that are recognised."""
    return float((logits.argmax(dim=1) == species).float().mean())


torch.manual_seed(1)
x, y = iris()
net = from_module(
    Attention(),
    torch.nn.CrossEntropyLoss(reduction="none"),
    torch.utils.data.TensorDataset(x[:120], y[:120]),
    prior=Normal(sd=1.0),
    test=torch.utils.data.TensorDataset(x[120:], y[120:]),
    metrics={"test_accuracy": accuracy},
)
