"""The target of distillation: the teachers' vectors of texts without instruction."""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from .model import InstructionEncoder
from .tokens import Grouped


class Teacher(nn.Module):
    """The start model, alone or joined with a second encoder of any family and width.

    Two encoders are joined by their cosines: `[√(1−share)·a, √share·b]` of unit rows a and b has the weighted mean of
    both cosines for its own. It has too many dimensions to be copied, so it is cut to the first's: to those directions
    that hold most of it, turned (orthogonal Procrustes) to where they lie nearest to the first's own vectors, so that a
    model on its way from there has the least to unlearn. `fit` finds both from texts; until then it can't be used.

    :ivar projection: float32 [dim of a + dim of b, dim of a].
    """

    projection: torch.Tensor | None

    def __init__(self, first: InstructionEncoder, second: InstructionEncoder | None = None, share: float = 0.5) -> None:
        super().__init__()
        self.first = first
        self.second = second
        self.share = share
        self.register_buffer("projection", None)

    @property
    def encoders(self) -> list[InstructionEncoder]:
        """The encoders, each with its own tokenizer."""
        return [self.first] if self.second is None else [self.first, self.second]

    @torch.no_grad()
    def fit(self, texts: Sequence[Sequence[Grouped]]) -> None:
        """Finds the projection. Does nothing for a single encoder.

        :param texts: batches as in `forward`; a few thousand texts in all, of those that are to be taught.
        """
        if self.second is not None:
            a, b = (torch.cat(rows) for rows in zip(*map(self._rows, texts), strict=True))
            self.projection = fit_projection(a, b, self.share)

    @torch.no_grad()
    def forward(self, texts: Sequence[Grouped]) -> torch.Tensor:
        """float32 [n, dim of the first]; rows of length 1 or, of two encoders, near it.

        :param texts: the same n texts without instruction, by each encoder's tokenizer; by the first's alone, they are
            taught by that one alone.
        """
        rows = self._rows(texts)
        if len(rows) == 1:
            return rows[0]
        assert self.projection is not None, "fit comes first"
        # One small product, on which every cosine rests: not in the encoders' half precision.
        with torch.autocast(rows[0].device.type, enabled=False):
            return joined(rows[0], rows[1], self.share) @ self.projection

    def _rows(self, texts: Sequence[Grouped]) -> list[torch.Tensor]:
        # Not strict, because only the first encoder may be asked.
        return [encoder.embed(part).float() for encoder, part in zip(self.encoders, texts, strict=False)]


def joined(a: torch.Tensor, b: torch.Tensor, share: float) -> torch.Tensor:
    """Float [n, dim of a + dim of b]: unit rows whose products are `(1−share)·cos a + share·cos b`.

    :param a: float [n, dim], and so `b` of any width: vectors of the same n texts, of any length each.
    """
    parts = (functional.normalize(rows, dim=-1) for rows in (a, b))
    return torch.cat([part * weight**0.5 for part, weight in zip(parts, (1 - share, share), strict=True)], dim=1)


def fit_projection(a: torch.Tensor, b: torch.Tensor, share: float) -> torch.Tensor:
    """Float32 [dim of a + dim of b, dim of a]; see `Teacher`.

    Not centred, because cosines, which start at the origin, must be kept.

    Sources: LSA's truncated SVD, by way of the second moment, as there are more texts than dimensions; and Schönemann's
    solution of the orthogonal Procrustes problem (1966).

    :param a: float [n, dim], and so `b` of any width: vectors of the same n texts.
    :param share: of b's cosines, from 0 to 1.
    """
    both = joined(a, b, share).double()
    # Eigenvectors of the second moment, ascending: the last ones hold most.
    directions = torch.linalg.eigh(both.T @ both).eigenvectors[:, -a.shape[1] :]
    own = functional.normalize(a, dim=-1).double()
    u, _, v = torch.linalg.svd((both @ directions).T @ own)
    return (directions @ u @ v).float()
