"""Reading MEDI's JSON and JSONL, and naming the place of what is wrong."""

import gzip
import json
from pathlib import Path

import pytest

from facet_training.errors import RecordError, UserError
from facet_training.records import Record, read_records, separated

GOOD = {"query": ["Represent a: ", "x"], "pos": ["Represent b: ", "y"], "neg": ["Represent b: ", 3], "task_name": "t"}


def test_forms_agree(tmp_path: Path) -> None:
    rows = [GOOD, {**GOOD, "task_name": "u"}]
    medi, lines, packed = (tmp_path / name for name in ("medi-data.json", "a.jsonl", "a.jsonl.gz"))
    medi.write_text(json.dumps(rows))
    lines.write_text("\n".join(map(json.dumps, rows)))
    packed.write_bytes(gzip.compress(lines.read_bytes()))
    wanted = [Record(("Represent a: ", "x"), ("Represent b: ", "y"), ("Represent b: ", "3"), t) for t in "tu"]
    for path in (medi, lines, packed):
        assert list(read_records(path)) == wanted


def test_task_id_serves_as_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({k: v for k, v in GOOD.items() if k != "task_name"} | {"task_id": 12}))
    assert next(read_records(path)).task == "12"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pos": ["only one"]}, "pos must be"),
        ({"neg": None}, "neg must be"),
        ({"query": [1, "x"]}, "query must be"),
        ({"query": ["i", None]}, "text of query"),
        ({"task_name": None}, "task_name or task_id"),
    ],
)
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_malformed_record_names_its_line(tmp_path: Path, form: str, change: dict, says: str) -> None:
    rows = [GOOD, GOOD, {**GOOD, **change}]
    path = tmp_path / f"bad.{form}"
    separator = "\n" if form == "jsonl" else ",\n"
    body = separator.join(map(json.dumps, rows))
    path.write_text(body if form == "jsonl" else f"[{body}]")
    with pytest.raises(RecordError, match=rf"bad\.{form}:3: .*{says}"):
        list(read_records(path))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", '{"query": \n', "a.jsonl:1: is not JSON"),
        ("a.json", "{}", "a.json:1: is not a JSON list"),
        ("a.json", "[\n{} {}]", "a.json:2: "),
        ("a.json", '[\n{"a": }]', "a.json:2: is not JSON"),
        ("a.json", "[", "a.json:1: "),
    ],
)
def test_broken_files(tmp_path: Path, name: str, content: str, says: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(RecordError, match=says):
        list(read_records(tmp_path / name))


def test_missing_and_cut_files(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        list(read_records(tmp_path / "none.jsonl"))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"x" * 999)[:-12])
    with pytest.raises(UserError, match="cut"):
        list(read_records(tmp_path / "cut.jsonl.gz"))


def test_separator() -> None:
    assert separated(("Represent a:", "x"), " ") == ("Represent a: ", "x")
    assert separated(("Represent a: ", "x"), " ") == ("Represent a: ", "x")
    assert separated(("", "x"), " ") == ("", "x")
    assert separated(("Represent a", "x"), "") == ("Represent a", "x")
