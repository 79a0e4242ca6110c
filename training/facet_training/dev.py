"""Measures the held-out `dev` split of the training tasks, by which models and mixtures are chosen.

The evaluation sets play no part here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from .model import InstructionEncoder
from .recipe import KINDS, Task
from .records import Record, read_records, separated

# Cuts long documents as in training, so that a measurement takes a minute or two on a CPU.
MAX_TOKENS = 96


@dataclass(frozen=True)
class DevTask:
    """Held-out records of one task, with separators put in."""

    task: Task
    records: list[Record]


def read_dev(
    path: Path, tasks: Mapping[str, Task], terms: Sequence[str], separator: str, limit: int, one_wording: bool = False
) -> list[DevTask]:
    """At most `limit` records of each allowed task, by task.

    :param one_wording: give all records of a task its first wording. A record has the same wording on all sides and
        another than its neighbours: a model whose vectors show the wording would find the positive by it.
    """
    found: dict[str, list[Record]] = defaultdict(list)
    for record in read_records(path):
        task = tasks[record.task]
        if task.terms in terms and len(found[record.task]) < limit:
            sides = (record.query, record.pos, record.neg)
            if one_wording:
                words = (task.wording[0], task.wording[1], task.wording[1])
                sides = [(word, text) for word, (_, text) in zip(words, sides, strict=True)]
            query, pos, neg = (separated(pair, separator) for pair in sides)
            found[record.task].append(Record(query, pos, neg, record.task))
    return [DevTask(tasks[task_id], records) for task_id, records in sorted(found.items(), key=lambda e: int(e[0]))]


def measure(
    model: InstructionEncoder, dev: Sequence[DevTask], instructed: bool = True, start: "Scores | None" = None
) -> "Scores":
    """Scores of a model.

    :param instructed: False embeds the texts alone.
    :param start: the start model's scores, to compare cosines of general pairs with.
    """
    pairs = [pair for each in dev for r in each.records for pair in (r.query, r.pos, r.neg)]
    if not instructed:
        pairs = [("", text) for _, text in pairs]
    known = {pair: row for row, pair in enumerate(dict.fromkeys(pairs))}
    rows = model.encode(list(known), max_length=MAX_TOKENS).numpy()
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    by_task: dict[str, TaskScores] = {}
    at = 0
    for each in dev:
        index = np.array([known[pair] for pair in pairs[at : at + 3 * len(each.records)]]).reshape(-1, 3)
        at += 3 * len(each.records)
        query, pos, neg = (rows[index[:, side]] for side in range(3))
        cosines = query @ np.concatenate([pos, neg]).T
        # From the same product, so that rounding ranks no positive below itself.
        positive, negative = cosines.diagonal(), cosines.diagonal(offset=len(query))
        ranks = (cosines > positive[:, None]).sum(1) + 1
        by_task[each.task.name] = TaskScores(
            each.task, float((positive > negative).mean()), float((1 / ranks).mean()), cosines, _crowding(query)
        )
    return Scores(by_task, start)


@dataclass(frozen=True)
class TaskScores:
    """Of one task: share of triples whose positive is nearer than its negative; mean reciprocal rank of the
    own positive among all positives and negatives of the task; cosines [n, 2n] behind the ranks; mean cosine
    between different queries, of which 0 is room and 1 a point."""

    task: Task
    triplet: float
    reciprocal_rank: float
    cosines: np.ndarray
    crowding: float


@dataclass(frozen=True)
class Scores:
    """Scores by task and, given the start model's, the agreement with it."""

    by_task: Mapping[str, TaskScores]
    start: "Scores | None"

    def summary(self) -> dict[str, float]:
        """Percentages: triplet accuracy and mean reciprocal rank by kind, agreement with the start model."""
        out = {}
        for kind in KINDS:
            tasks = [scores for scores in self.by_task.values() if scores.task.kind == kind]
            out[f"{kind}: triplets"] = _mean(scores.triplet for scores in tasks)
            out[f"{kind}: crowding"] = _mean(scores.crowding for scores in tasks)
            out[f"{kind}: ranks"] = _mean(scores.reciprocal_rank for scores in tasks)
            if self.start is not None:
                # Over all cosines between queries and candidates, by rank.
                out[f"{kind}: agreement"] = _mean(
                    spearmanr(t.cosines.ravel(), self.start.by_task[t.task.name].cosines.ravel()).statistic
                    for t in tasks
                )
        return out

    def detail(self) -> dict[str, float]:
        """Mean reciprocal rank of each task, in percent."""
        return {name: 100 * scores.reciprocal_rank for name, scores in self.by_task.items()}


def _crowding(rows: np.ndarray) -> float:
    """Mean cosine of different rows of length 1."""
    n = len(rows)
    return float(((rows @ rows.T).sum() - n) / (n * (n - 1))) if n > 1 else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return 100 * sum(found) / len(found) if found else float("nan")
