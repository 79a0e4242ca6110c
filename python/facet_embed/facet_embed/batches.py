"""Plans batches: texts of like length together, bounded by tokens (src/engine/batch.ts)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .reading import TokenisedPair


@dataclass(frozen=True)
class Limits:
    #: Tokens of a batch, padding included.
    tokens: int
    texts: int
    #: Length of a batch's shortest text as a fraction of its longest's.
    shortest: float


#: On a CPU only texts of equal length share a batch: nothing is padded, and a text's vector does not depend on its
#: batch-mates. On a GPU the cost of a dispatch asks for larger ones.
LIMITS = {"cpu": Limits(2048, 64, 1.0), "cuda": Limits(16384, 256, 0.75)}


def plan_batches(lengths: Sequence[int], limits: Limits) -> list[list[int]]:
    """Groups indices into `lengths`, longest first. A text longer than the budget is a batch of its own."""
    order = sorted(range(len(lengths)), key=lambda index: (-lengths[index], index))
    batches: list[list[int]] = []
    longest = 0
    for index in order:
        current = batches[-1] if batches else []
        full = (
            not current
            or len(current) >= limits.texts
            or (len(current) + 1) * longest > limits.tokens
            or lengths[index] < limits.shortest * longest
        )
        if full:
            batches.append([index])
            longest = lengths[index]
        else:
            current.append(index)
    return batches


def pad(texts: Sequence[TokenisedPair]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Makes ids, attention mask and pooling mask, int64 [texts, longest], zeros at the end of each row."""
    length = max((len(text.ids) for text in texts), default=1)
    ids, attention, pooling = (np.zeros((len(texts), length), np.int64) for _ in range(3))
    for row, text in enumerate(texts):
        end = len(text.ids)
        ids[row, :end] = text.ids
        attention[row, :end] = 1
        pooling[row, text.masked : end] = 1
    return ids, attention, pooling
