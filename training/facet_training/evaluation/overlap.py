"""Counts and leaves out training records that share a text with an evaluation set.

Texts are compared as the training data's own clean-up does: letters and digits in lower case, first 300.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..records import Record, read_records
from .sets import all_texts

PREFIX = 300


@dataclass
class Overlaps:
    """Numbers of records read, of those with an evaluation text, and of the latter by (task, set)."""

    read: int = 0
    removed: int = 0
    by_task_and_set: Counter[tuple[str, str]] = field(default_factory=Counter)


def normalised(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())[:PREFIX]


def evaluation_texts(folder: Path) -> dict[str, str]:
    """Set by normalised text."""
    return {key: name for name, text in all_texts(folder) if (key := normalised(text))}


def shared_set(record: Record, known: dict[str, str]) -> str | None:
    """The evaluation set that holds one of the record's three texts, if any."""
    for _, text in (record.query, record.pos, record.neg):
        found = known.get(normalised(text))
        if found is not None:
            return found
    return None


def check(paths: Iterable[Path], known: dict[str, str], keep: frozenset[str] | None, output: Path | None) -> Overlaps:
    """Counts overlaps; with `output` writes the records without any to that .jsonl.gz.

    :param keep: task ids that count; None: all.
    """
    found = Overlaps()
    # mtime=0, so that the same records give the same bytes.
    sink = gzip.GzipFile(output, "wb", compresslevel=3, mtime=0) if output is not None else None
    try:
        for path in paths:
            for record in read_records(path):
                if keep is not None and record.task not in keep:
                    continue
                found.read += 1
                name = shared_set(record, known)
                if name is not None:
                    found.removed += 1
                    found.by_task_and_set[record.task, name] += 1
                elif sink is not None:
                    sink.write(_line(record))
    finally:
        if sink is not None:
            sink.close()
    return found


def _line(record: Record) -> bytes:
    sides = {"query": record.query, "pos": record.pos, "neg": record.neg}
    return (json.dumps({**sides, "task_id": record.task}, ensure_ascii=False) + "\n").encode()
