"""Tokenising (instruction, text) pairs exactly as the published package does at inference.

Source: InstructorEmbedding 1.0.1, `INSTRUCTOR_Transformer.tokenize`: the text is stripped and joined to the
instruction with nothing between; the whole is stripped, tokenised and truncated. The instruction's count is
that of its own tokens (special tokens included) minus one, and 0 where that is 1 or less.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
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
        """Leading tokens that the instruction takes out of the mean."""
        if instruction not in self._counts:
            ids = self.tokenizer(instruction.strip(), truncation=True, max_length=self.max_length)["input_ids"]
            self._counts[instruction] = len(ids) - 1 if len(ids) > 2 else 0
        return self._counts[instruction]


def pad(encoded: Encoded, rows: Sequence[int], pad_id: int, device: torch.device) -> Padded:
    """The chosen rows, padded to the longest of them."""
    length = max(len(encoded.ids[row]) for row in rows)
    ids = torch.full((len(rows), length), pad_id, dtype=torch.long)
    attention = torch.zeros((len(rows), length), dtype=torch.long)
    for at, row in enumerate(rows):
        tokens = encoded.ids[row]
        ids[at, : len(tokens)] = torch.tensor(tokens)
        attention[at, : len(tokens)] = 1
    masked = torch.tensor([encoded.masked[row] for row in rows])
    return Padded(ids.to(device), attention.to(device), masked.to(device))
