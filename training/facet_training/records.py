"""Training records: the published `medi-data.json` as it is, or JSONL(.gz) in the same record form.

A record is `{"query": [instruction, text], "pos": [instruction, text], "neg": [instruction, text]}` with
`task_name` (MEDI) or `task_id` (medi-mini).
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import RecordError, UserError

SIDES = ("query", "pos", "neg")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One triple; each side is (instruction, text). `task` groups records into batches."""

    query: Pair
    pos: Pair
    neg: Pair
    task: str


def read_records(path: Path) -> Iterator[Record]:
    """All records of a .json list, a .jsonl or a .jsonl.gz.

    :raises RecordError: at the first malformed record, with `file:line`.
    :raises UserError: if the file can't be read.
    """
    try:
        for line, value in _values(path):
            yield _to_record(value, f"{path}:{line}")
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}") from error
    except (EOFError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: {error}") from error


def separated(pair: Pair, separator: str) -> Pair:
    """The pair with `separator` after its instruction, unless that is empty or ends in white space.

    "" joins as the reference does, which fuses the last word of "…for retrieval" with the text's first.
    """
    instruction, text = pair
    if instruction == "" or instruction[-1].isspace():
        return pair
    return instruction + separator, text


def _values(path: Path) -> Iterator[tuple[int, object]]:
    """(line, parsed value) of each record."""
    if path.name.endswith(".json"):
        yield from _list_items(path)
        return
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    value = json.loads(line)
                except json.JSONDecodeError as error:
                    raise RecordError(f"{path}:{number}: is not JSON: {error.msg}") from error
                yield number, value


def _list_items(path: Path) -> Iterator[tuple[int, object]]:
    """The items of one big JSON list, decoded one by one, so that an error has a line."""
    text = path.read_text(encoding="utf-8")
    decoder = json.JSONDecoder()
    line, counted = 1, 0

    def skip(at: int) -> int:
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        return at

    def line_of(at: int) -> int:
        nonlocal line, counted
        line += text.count("\n", counted, at)
        counted = at
        return line

    at = skip(0)
    if text[at : at + 1] != "[":
        raise RecordError(f"{path}:{line_of(at)}: is not a JSON list of records")
    at = skip(at + 1)
    while text[at : at + 1] != "]":
        number = line_of(at)
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise RecordError(f"{path}:{line_of(error.pos)}: is not JSON: {error.msg}") from error
        yield number, value
        at = skip(at)
        if text[at : at + 1] == ",":
            at = skip(at + 1)
        elif text[at : at + 1] != "]":
            raise RecordError(f"{path}:{line_of(at)}: expected a comma or the end of the list")


def _to_record(value: object, where: str) -> Record:
    if not isinstance(value, dict):
        raise RecordError(f"{where}: a record is an object with query, pos and neg, not {_short(value)}")
    query, pos, neg = (_to_pair(value, side, where) for side in SIDES)
    task = value.get("task_name", value.get("task_id"))
    if not isinstance(task, str | int) or isinstance(task, bool):
        raise RecordError(f"{where}: task_name or task_id is missing or is no name: {_short(task)}")
    return Record(query, pos, neg, str(task))


def _to_pair(value: dict, side: str, where: str) -> Pair:
    pair = value.get(side)
    if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
        raise RecordError(f"{where}: {side} must be [instruction, text], not {_short(pair)}")
    # MEDI has some texts that are numbers; the reference script makes them strings too.
    if isinstance(pair[1], bool) or not isinstance(pair[1], str | int | float):
        raise RecordError(f"{where}: the text of {side} is no string: {_short(pair[1])}")
    return pair[0], str(pair[1])


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
