"""Batches made ready for a step: read, reworded, tokenised and padded, in other processes where that helps.

A GPU takes a step in the time that one core needs to read it.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    :ivar plain: the texts of queries and positives alone, for each encoder of the teacher; None where nothing is
        distilled.
    """

    task: str
    triples: Triples
    pairs: Grouped
    plain: list[Grouped] | None


@dataclass(frozen=True)
class Limited:
    """A tokenizer, and how many tokens its model takes at most."""

    tokenizer: PreTrainedTokenizerBase
    limit: int


class Steps(Dataset):
    """Batch → Step. The same for a batch in every process: all chance comes from the seed and the step.

    :param student: the model's tokenizer.
    :param teachers: those of its teacher's encoders; none where nothing teaches.
    :param groups: see `tokens.group`.
    """

    def __init__(self, reader: BatchReader, student: Limited, teachers: Sequence[Limited], groups: int) -> None:
        self.reader = reader
        self.student = student
        self.teachers = teachers
        self.groups = groups
        self._known: dict[tuple[int, int], PairTokenizer] = {}

    def __getitem__(self, batch: Batch) -> Step:
        triples = self.reader.read(batch)
        plain = None
        if self.teachers and triples.distil_weight > 0:
            texts = [("", text) for _, text in (*triples.query, *triples.pos)]
            plain = [self._group(each, texts, triples.max_length) for each in self.teachers]
        pairs = self._group(self.student, [*triples.query, *triples.pos, *triples.neg], triples.max_length)
        return Step(batch.task, triples, pairs, plain)

    def _group(self, by: Limited, pairs: list[Pair], max_length: int) -> Grouped:
        limit = min(max_length, by.limit)
        key = (id(by.tokenizer), limit)
        if key not in self._known:
            self._known[key] = PairTokenizer(by.tokenizer, limit)
        return group(self._known[key].encode(pairs), self.groups, by.tokenizer.pad_token_id)


def load_steps(steps: Steps, batches: Iterable[Batch], workers: int) -> Iterator[Step]:
    """Steps in the order of the batches, made ahead by so many processes; 0: when asked for, in this one."""
    ahead = {"prefetch_factor": 8} if workers > 0 else {}
    # Its own generator: a loader draws a seed, and the model's random state must stay that of an uninterrupted run.
    own = torch.Generator()
    return iter(DataLoader(steps, batch_size=None, sampler=batches, num_workers=workers, generator=own, **ahead))
