"""Chooses each batch's records: all of one task, of similar length, determined by seed and step.

There are two plans. Without weights an epoch holds every batch of every task once, in a shuffled order, as the
reference does. With weights each batch draws its task and takes the next batch of that task's own stream.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

# Records of one task are sorted by length within windows of this many batches: long enough that a batch
# holds similar lengths, short enough that every epoch makes other batches.
WINDOW = 32


@dataclass(frozen=True)
class Batch:
    """Rows of one task. `step` counts from 0."""

    step: int
    task: str
    rows: tuple[int, ...]


class BatchPlan:
    """An endless, repeatable sequence of batches.

    :param rows: by task, the indices of its records.
    :param lengths: by record, a value that grows with its number of tokens.
    :param weights: by task, its relative chance of being drawn; None for whole epochs.
    """

    def __init__(
        self,
        rows: Mapping[str, Sequence[int]],
        lengths: Sequence[int],
        batch_size: int,
        seed: int,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        # Leaves out tasks and remainders of one record: a batch of one has no negatives but its own.
        self.rows = {task: rows[task] for task in sorted(rows) if len(rows[task]) > 1}
        self.lengths = lengths
        self.batch_size = batch_size
        self.seed = seed
        self.weights = weights

    @property
    def batches_per_epoch(self) -> int:
        """Batches that hold every record once."""
        sizes = (len(rows) for rows in self.rows.values())
        return sum(size // self.batch_size + (size % self.batch_size > 1) for size in sizes)

    def starting_at(self, step: int) -> Iterator[Batch]:
        """Batches from `step` on: the same as those of an uninterrupted plan."""
        drawn = self._weighted() if self.weights is not None else self._epochs()
        batches = (Batch(at, task, rows) for at, (task, rows) in enumerate(drawn))
        return islice(batches, step, None)

    def _epochs(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        for epoch in _count():
            batches = [
                (task, rows)
                for number, task in enumerate(self.rows)
                for rows in self._task_epoch(task, number, epoch)
            ]
            order = np.random.default_rng([self.seed, 0, epoch]).permutation(len(batches))
            yield from (batches[at] for at in order)

    def _weighted(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        assert self.weights is not None
        tasks = [task for task in self.rows if self.weights.get(task, 0) > 0]
        chances = np.array([self.weights[task] for task in tasks])
        chances /= chances.sum()
        numbers = {task: number for number, task in enumerate(self.rows)}
        streams = {task: self._task_stream(task, numbers[task]) for task in tasks}
        draw = np.random.default_rng([self.seed, 1])
        while True:
            task = tasks[draw.choice(len(tasks), p=chances)]
            yield task, next(streams[task])

    def _task_stream(self, task: str, number: int) -> Iterator[tuple[int, ...]]:
        for epoch in _count():
            batches = self._task_epoch(task, number, epoch)
            order = np.random.default_rng([self.seed, 2, number, epoch]).permutation(len(batches))
            yield from (batches[at] for at in order)

    def _task_epoch(self, task: str, number: int, epoch: int) -> list[tuple[int, ...]]:
        """One pass over a task, cut into batches of similar length."""
        rows = np.asarray(self.rows[task])
        rows = rows[np.random.default_rng([self.seed, 3, number, epoch]).permutation(len(rows))]
        batches = []
        span = WINDOW * self.batch_size
        for start in range(0, len(rows), span):
            window = sorted(rows[start : start + span].tolist(), key=lambda row: self.lengths[row])
            batches += [
                tuple(window[at : at + self.batch_size]) for at in range(0, len(window), self.batch_size)
            ]
        return [batch for batch in batches if len(batch) > 1]


def _count() -> Iterator[int]:
    epoch = 0
    while True:
        yield epoch
        epoch += 1
