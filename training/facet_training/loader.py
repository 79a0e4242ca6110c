"""Batches made ready for a step: read, reworded, tokenised and padded, in other processes where that helps.

A GPU takes a step in the time that one core needs to read it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
from torch.utils.data import DataLoader, Dataset
from transformers import PreTrainedTokenizerBase

from .batches import Batch
from .data import BatchReader, Triples
from .records import Pair
from .tokens import Grouped, PairTokenizer, group


@dataclass(frozen=True)
class Step:
    """What one update is computed from.

    :ivar pairs: all queries, then all positives, then all negatives.
    :ivar plain: the texts of queries and positives alone, for the teacher; None where nothing is distilled.
    """

    task: str
    triples: Triples
    pairs: Grouped
    plain: Grouped | None


class Steps(Dataset):
    """Batch → Step. The same for a batch in every process: all chance comes from the seed and the step.

    :param limit: tokens that the model takes at most.
    :param groups: see `tokens.group`.
    """

    def __init__(
        self, reader: BatchReader, tokenizer: PreTrainedTokenizerBase, limit: int, groups: int, teaches: bool
    ) -> None:
        self.reader = reader
        self.tokenizer = tokenizer
        self.limit = limit
        self.groups = groups
        self.teaches = teaches
        self._tokenizers: dict[int, PairTokenizer] = {}

    def __getitem__(self, batch: Batch) -> Step:
        triples = self.reader.read(batch)
        plain = None
        if self.teaches and triples.distil_weight > 0:
            plain = self._group([("", text) for _, text in (*triples.query, *triples.pos)], triples.max_length)
        pairs = self._group([*triples.query, *triples.pos, *triples.neg], triples.max_length)
        return Step(batch.task, triples, pairs, plain)

    def _group(self, pairs: list[Pair], max_length: int) -> Grouped:
        limit = min(max_length, self.limit)
        if limit not in self._tokenizers:
            self._tokenizers[limit] = PairTokenizer(self.tokenizer, limit)
        return group(self._tokenizers[limit].encode(pairs), self.groups, self.tokenizer.pad_token_id)


def load_steps(steps: Steps, batches: Iterable[Batch], workers: int) -> Iterator[Step]:
    """Steps in the order of the batches, made ahead by so many processes; 0: when asked for, in this one."""
    ahead = {"prefetch_factor": 8} if workers > 0 else {}
    # Its own generator: a loader draws a seed, and the model's random state must stay that of an uninterrupted run.
    own = torch.Generator()
    return iter(DataLoader(steps, batch_size=None, sampler=batches, num_workers=workers, generator=own, **ahead))
