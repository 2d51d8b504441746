"""A training step as a PyTorch user writes it, eager: torch_step.py NET BATCH 1

Minibatch, forward, cross-entropy, backward, momentum, Gaussian noise on every weight. One
replica after the other: eager PyTorch has nothing to gain from several.
"""

import torch
from answer import LEARNING_RATE, MOMENTUM, N_POINTS, NOISE, answer, arguments
from nets import Net, parse
from torch import nn


def build(net: Net) -> nn.Sequential:
    layers: list[nn.Module] = []
    sizes = [net.shape[0], *net.hidden]
    for before, after in zip(sizes, sizes[1:], strict=False):
        new = nn.Conv2d(before, after, 3, padding=1) if net.is_conv else nn.Linear(before, after)
        layers += [new, nn.Tanh()]
    n_features = net.n_features if net.is_conv else sizes[-1]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(n_features, net.classes))


def main() -> None:
    name, batch, _ = arguments()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    net = parse(name)
    model = build(net)
    x, y = torch.randn((N_POINTS, *net.shape)), torch.randint(net.classes, (N_POINTS,))
    parameters = list(model.parameters())
    velocities = [torch.zeros_like(p) for p in parameters]

    def step() -> None:
        rows = torch.randint(N_POINTS, (batch,))
        loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p, v in zip(parameters, velocities, strict=True):
                v.mul_(MOMENTUM).sub_(p.grad, alpha=LEARNING_RATE)
                v.add_(torch.randn_like(v), alpha=NOISE)
                p.add_(v)

    def run(steps: int) -> None:
        for _ in range(steps):
            step()

    answer("torch " + torch.__version__, run, replicas=1)


if __name__ == "__main__":
    main()
