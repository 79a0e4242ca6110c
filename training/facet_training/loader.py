"""Prepares batches for a step: reads, rewords, tokenises and pads them, in other processes if that helps.

A GPU runs a step in the time that one core needs to read its batch.
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
    """Input of one update.

    :ivar pairs: all queries, then all positives, then all negatives.
    :ivar plain: texts of queries and positives without instruction, for each encoder of the teacher or only its first;
        None if nothing is distilled, or `taught` is.
    :ivar taught: queries and positives worded for the model that the run began with; None if it does not teach.
    """

    task: str
    triples: Triples
    pairs: Grouped
    plain: list[Grouped] | None
    taught: Grouped | None = None


class PairGrouper:
    """Pairs by one model's tokenizer, as padded batches of similar length.

    :param limit: tokens that the model takes at most.
    :param groups: see `tokens.group`.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase, limit: int, groups: int) -> None:
        self.tokenizer = tokenizer
        self.limit = limit
        self.groups = groups
        # Kept, because they remember the token counts of instructions.
        self._tokenizers: dict[int, PairTokenizer] = {}

    def __call__(self, pairs: list[Pair], max_length: int) -> Grouped:
        """Cuts texts at `max_length` tokens or at the model's limit."""
        limit = min(max_length, self.limit)
        if limit not in self._tokenizers:
            self._tokenizers[limit] = PairTokenizer(self.tokenizer, limit)
        return group(self._tokenizers[limit].encode(pairs), self.groups, self.tokenizer.pad_token_id)


class Steps(Dataset):
    """Batch → Step. Deterministic in every process: all chance comes from the seed and the step.

    :param student: of the model under training.
    :param teachers: of its teacher's encoders; none where nothing teaches.
    """

    def __init__(self, reader: BatchReader, student: PairGrouper, teachers: Sequence[PairGrouper]) -> None:
        self.reader = reader
        self.student = student
        self.teachers = teachers

    def __getitem__(self, batch: Batch) -> Step:
        triples = self.reader.read(batch)
        plain = taught = None
        if triples.taught is not None and triples.distil_weight > 0:
            taught = self.student(triples.taught, triples.max_length)
        elif self.teachers and triples.distil_weight > 0:
            texts = [("", text) for _, text in (*triples.query, *triples.pos)]
            teachers = self.teachers[:1] if triples.first_teacher else self.teachers
            plain = [group_texts(texts, triples.max_length) for group_texts in teachers]
        pairs = self.student([*triples.query, *triples.pos, *triples.neg], triples.max_length)
        return Step(batch.task, triples, pairs, plain, taught)


def load_steps(steps: Steps, batches: Iterable[Batch], workers: int) -> Iterator[Step]:
    """Steps in the order of the batches, prepared by this many processes; 0 prepares on demand, in this process."""
    ahead = {"prefetch_factor": 8} if workers > 0 else {}
    # Its own generator: a loader draws a seed, and the model's random state must equal an uninterrupted run's.
    own = torch.Generator()
    return iter(DataLoader(steps, batch_size=None, sampler=batches, num_workers=workers, generator=own, **ahead))
