"""Keeps records in memory and turns batches of them into pairs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .batches import Batch
from .errors import UserError
from .recipe import Recipe, Task
from .records import Pair, Record, read_records, separated


@dataclass(frozen=True)
class TrainingData:
    """All records, with the indices of each task's own."""

    records: Sequence[Record]
    rows: Mapping[str, list[int]]

    @property
    def lengths(self) -> list[int]:
        """Number of characters in each record's three sides, in place of tokens."""
        return [sum(len(i) + len(t) for i, t in (r.query, r.pos, r.neg)) for r in self.records]


def read_data(paths: Sequence[Path], keep: Iterable[str] | None = None, limit: int | None = None) -> TrainingData:
    """Reads and checks every record before training.

    :param keep: task ids to keep; None keeps all.
    :param limit: number of kept records after which to stop, for trials.
    :raises RecordError: at the first malformed record.
    """
    wanted = None if keep is None else set(keep)
    records: list[Record] = []
    rows: dict[str, list[int]] = {}
    for path in paths:
        for record in read_records(path):
            if (wanted is None or record.task in wanted) and (limit is None or len(records) < limit):
                rows.setdefault(record.task, []).append(len(records))
                records.append(record)
    if not any(len(found) > 1 for found in rows.values()):
        raise UserError(f"{', '.join(map(str, paths))}: no task has two records to train on")
    return TrainingData(records, rows)


@dataclass(frozen=True)
class Triples:
    """A batch as pairs, with the recipe's instructions for it.

    :ivar first_teacher: whether only the first of two teachers holds it near.
    :ivar taught: queries, then positives, worded for the model that the run began with; None if others teach.
    """

    query: list[Pair]
    pos: list[Pair]
    neg: list[Pair]
    max_length: int
    own_negatives: bool
    contrast_weight: float
    distil_weight: float
    spread_weight: float
    first_teacher: bool = False
    taught: list[Pair] | None = None


class BatchReader:
    """Turns batches into triples: instructions get their separator, or are replaced as the recipe says.

    :param separator: see `records.separated`.
    """

    def __init__(
        self,
        data: TrainingData,
        max_length: int,
        separator: str,
        seed: int,
        recipe: Recipe | None,
        tasks: Mapping[str, Task],
    ) -> None:
        self.data = data
        self.max_length = max_length
        self.separator = separator
        self.seed = seed
        self.recipe = recipe
        self.tasks = tasks

    def read(self, batch: Batch) -> Triples:
        """Deterministic: all chance comes from the seed and the step."""
        records = [self.data.records[row] for row in batch.rows]
        recipe = self.recipe
        random = np.random.default_rng([self.seed, 4, batch.step])
        if recipe is not None:
            view = self.tasks[batch.task].view
            records = [recipe.variation.apply(record, random, view) for record in records]
        sides = [[r.query for r in records], [r.pos for r in records], [r.neg for r in records]]
        if recipe is None:
            query, pos, neg = ([separated(pair, self.separator) for pair in side] for side in sides)
            return Triples(query, pos, neg, self.max_length, False, 1.0, 0.0, 0.0)
        task = self.tasks[batch.task]
        distil_weight, contrast_weight = recipe.distil_weight(task), 1.0
        first_teacher = task.name in recipe.first_teacher
        own_teacher = recipe.taught_by_itself(task)
        # Wordings of queries and of documents for the model that the run began with; None: the batch's own.
        wording: tuple[str | None, str | None] = task.wording
        if task.kind == "general" and distil_weight > 0 and random.random() < recipe.plain_share:
            sides = [[("", text) for _, text in side] for side in sides]
            wording = ("", "")
        elif (other := recipe.rewording(task, random.random())) is not None:
            contrast_weight = other.contrast
            first_teacher = first_teacher or other.first_teacher
            own_teacher = own_teacher or other.own_teacher
            words = (other.instructions, *2 * [other.documents or other.instructions])
            wording = (other.told, other.told)
            sides = [
                [(choice[random.integers(len(choice))], text) for _, text in side]
                for choice, side in zip(words, sides, strict=True)
            ]
        query, pos, neg = ([separated(pair, self.separator) for pair in side] for side in sides)
        limit = min(self.max_length, recipe.max_length[task.kind])
        own_negatives = task.name in recipe.own_negatives
        spread_weight = recipe.spread_weight(task)
        taught = None
        if own_teacher:
            taught = [
                separated((drawn if told is None else told, text), self.separator)
                for told, side in zip(wording, sides[:2], strict=True)
                for drawn, text in side
            ]
        return Triples(
            query,
            pos,
            neg,
            limit,
            own_negatives,
            contrast_weight,
            distil_weight,
            spread_weight,
            first_teacher,
            taught,
        )
