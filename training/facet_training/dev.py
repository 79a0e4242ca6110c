"""Measures on the held-out `dev` split of the training tasks: what models and mixtures are chosen by.

The evaluation sets play no part here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from .model import InstructionEncoder
from .recipe import Task
from .records import Record, read_records, separated

# Long documents are cut here as in training, which keeps a measurement to a minute or two on a CPU.
MAX_TOKENS = 96


@dataclass(frozen=True)
class DevTask:
    """Held-out records of one task, with separators put in."""

    task: Task
    records: list[Record]


def read_dev(path: Path, tasks: Mapping[str, Task], terms: Sequence[str], separator: str, limit: int) -> list[DevTask]:
    """At most `limit` records of each allowed task, by task."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in read_records(path):
        if tasks[record.task].terms in terms and len(found[record.task]) < limit:
            query, pos, neg = (separated(pair, separator) for pair in (record.query, record.pos, record.neg))
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
        positive, negative = (query * pos).sum(1), (query * neg).sum(1)
        cosines = query @ np.concatenate([pos, neg]).T
        ranks = (cosines > positive[:, None]).sum(1) + 1
        by_task[each.task.name] = TaskScores(
            each.task, float((positive > negative).mean()), float((1 / ranks).mean()), cosines
        )
    return Scores(by_task, start)


@dataclass(frozen=True)
class TaskScores:
    """Of one task: share of triples whose positive is nearer than its negative; mean reciprocal rank of the
    own positive among all positives and negatives of the task; cosines [n, 2n] behind the ranks."""

    task: Task
    triplet: float
    reciprocal_rank: float
    cosines: np.ndarray


@dataclass(frozen=True)
class Scores:
    """Scores by task and, given the start model's, the agreement with it."""

    by_task: Mapping[str, TaskScores]
    start: "Scores | None"

    def summary(self) -> dict[str, float]:
        """Percentages: triplet accuracy by kind, of the best-known groups, search, agreement."""
        tasks = list(self.by_task.values())
        kinds = {kind: [t for t in tasks if t.task.kind == kind] for kind in ("views", "labels", "general")}
        out = {f"triplet {kind}": _mean(t.triplet for t in found) for kind, found in kinds.items()}
        for name in ("clinc-intent", "clinc-domain", "hwu64-intent", "hwu64-scenario", "sgd-domain", "sgd-act"):
            out[name] = _mean(t.triplet for t in tasks if t.task.name == name)
        for name in ("snli-entailment", "medquad-qa"):
            out[f"search {name}"] = _mean(t.reciprocal_rank for t in tasks if t.task.name == name)
        out["search general"] = _mean(t.reciprocal_rank for t in kinds["general"])
        if self.start is not None:
            agreements = [
                spearmanr(t.cosines.ravel(), self.start.by_task[t.task.name].cosines.ravel()).statistic
                for t in kinds["general"]
            ]
            out["agreement general"] = _mean(agreements)
        return out


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return 100 * sum(found) / len(found) if found else float("nan")
