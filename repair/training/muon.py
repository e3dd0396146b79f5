"""Muon (K. Jordan et al. 2024) in single precision, with all matrices of one shape updated together.

The implementation of torch rounds to bfloat16, which is emulated on processors without it: an update of this network
took 5.7 s, beside 1.5 s for the rest of the step (one AVX2 core). Needs torch.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import torch

_QUINTIC = (3.4445, -4.7750, 2.0315)  # K. Jordan's coefficients, which maximise the slope at zero
_ITERATIONS = 5
_RMS_OF_ADAM = 0.2  # Liu et al. 2025 (Muon is scalable): updates as large as AdamW's
_EPSILON = 1e-7


def orthogonal(matrices: torch.Tensor) -> torch.Tensor:
    """Return the matrices with singular values near 1, by Newton-Schulz iterations. *Shape:* ``(n, rows, columns)``."""
    a, b, c = _QUINTIC
    tall = matrices.shape[1] > matrices.shape[2]
    x: torch.Tensor = matrices.mT if tall else matrices
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp(min=_EPSILON)
    for _ in range(_ITERATIONS):
        gram = x @ x.mT
        x = a * x + torch.baddbmm(gram, gram, gram, beta=b, alpha=c) @ x
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """Orthogonalised momentum for weight matrices; ``lr`` is on the scale of AdamW, ``momentum`` is Nesterov's."""

    def __init__(self, params: Iterable[torch.Tensor], lr: float, momentum: float = 0.95) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> None:  # type: ignore[override]
        """Take one step; ``closure`` is ignored."""
        for group in self.param_groups:
            shapes: dict[torch.Size, list[tuple[torch.Tensor, torch.Tensor]]] = defaultdict(list)
            for p in group["params"]:
                if p.grad is not None:
                    shapes[p.shape].append((p, self._momentum(p, p.grad, group["momentum"])))
            for shape, updates in shapes.items():
                rate = group["lr"] * _RMS_OF_ADAM * math.sqrt(max(shape))
                for (p, _), update in zip(
                    updates, orthogonal(torch.stack([update for _, update in updates])), strict=True
                ):
                    p.sub_(update, alpha=rate)

    def _momentum(self, p: torch.Tensor, grad: torch.Tensor, momentum: float) -> torch.Tensor:
        state = self.state[p]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(p)
        average: torch.Tensor = state["momentum_buffer"]
        average.lerp_(grad, 1 - momentum)
        return grad.lerp(average, momentum)
