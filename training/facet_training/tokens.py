"""Tokenising (instruction, text) pairs exactly as the published package does at inference.

Source: InstructorEmbedding 1.0.1, `INSTRUCTOR_Transformer.tokenize`: the text is stripped and joined to the
instruction with nothing between; the whole is stripped, tokenised and truncated. The instruction's count is
that of its own tokens (special tokens included) minus one, and 0 where that is 1 or less.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import PreTrainedTokenizerBase

from .records import Pair


@dataclass(frozen=True)
class Encoded:
    """Token ids of n pairs, not padded, and how many leading tokens of each are not pooled."""

    ids: list[list[int]]
    masked: list[int]


@dataclass(frozen=True)
class Padded:
    """One padded batch: int64 [n, length] ids, [n, length] attention (1 = token), [n] masked counts."""

    ids: torch.Tensor
    attention: torch.Tensor
    masked: torch.Tensor


class PairTokenizer:
    """A tokenizer with a length limit; counts of instructions are remembered, since few recur often."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, max_length: int) -> None:
        self.tokenizer = tokenizer
        self.max_length = max_length
        self._counts: dict[str, int] = {"": 0}

    def encode(self, pairs: Sequence[Pair]) -> Encoded:
        """Ids and masked counts of (instruction, text) pairs."""
        joined = [(instruction + text.strip()).strip() for instruction, text in pairs]
        ids = self.tokenizer(joined, truncation=True, max_length=self.max_length)["input_ids"]
        return Encoded(ids, [self.count(instruction) for instruction, _ in pairs])

    def count(self, instruction: str) -> int:
        """Number of leading tokens left out of the mean because of the instruction."""
        if instruction not in self._counts:
            ids = self.tokenizer(instruction.strip(), truncation=True, max_length=self.max_length)["input_ids"]
            self._counts[instruction] = len(ids) - 1 if len(ids) > 2 else 0
        return self._counts[instruction]


@dataclass(frozen=True)
class Grouped:
    """Pairs as padded batches of similar length.

    :ivar places: int64 [n], where each pair's row lies among the rows of all parts.
    :ivar tokens: number of tokens without padding.
    """

    parts: list[Padded]
    places: torch.Tensor
    tokens: int


def group(encoded: Encoded, groups: int, pad_id: int) -> Grouped:
    """Pairs in `groups` batches, each padded to its own longest: a short query is not padded to a long document."""
    order = sorted(range(len(encoded.ids)), key=lambda row: len(encoded.ids[row]))
    size = math.ceil(len(order) / groups)
    parts = [pad(encoded, order[at : at + size], pad_id) for at in range(0, len(order), size)]
    return Grouped(parts, torch.tensor(order).argsort(), sum(map(len, encoded.ids)))


def pad(encoded: Encoded, rows: Sequence[int], pad_id: int) -> Padded:
    """The chosen rows, padded to the longest of them, on the CPU."""
    lengths = torch.tensor([len(encoded.ids[row]) for row in rows])
    ids = pad_sequence([torch.tensor(encoded.ids[row]) for row in rows], batch_first=True, padding_value=pad_id)
    attention = (torch.arange(ids.shape[1]) < lengths[:, None]).long()
    return Padded(ids, attention, torch.tensor([encoded.masked[row] for row in rows]))
