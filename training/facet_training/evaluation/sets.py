"""Reads the evaluation sets; formats in their README."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from ..errors import UserError

ROOT = Path(__file__).resolve().parents[3]


def shared_data() -> Path:
    """The shared data folder: $FACET_SHARED, or ../shared/data beside the repository. May not exist."""
    return Path(os.environ["FACET_SHARED"]) if "FACET_SHARED" in os.environ else ROOT.parent / "shared" / "data"


def check_folder(folder: Path, holds: str) -> Path:
    """:raises UserError: if the folder is missing, saying how to name it."""
    if not (folder / holds).exists():
        raise UserError(f"{folder / holds} is missing: name the data's folder as an argument, or set FACET_SHARED")
    return folder


def read_jsonl(path: Path) -> list[dict]:
    """:raises UserError: if the file can't be read."""
    try:
        # Split at \n only: some texts hold U+2028.
        lines = path.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, json.JSONDecodeError) as error:
        raise UserError(f"{path}: {error}") from error


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Relevance by query and document."""
    relevance: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        relevance.setdefault(query, {})[document] = int(grade)
    return relevance


def all_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """(set, text) of every text of every set, for the overlap check."""
    for part in sorted(path for path in folder.iterdir() if path.is_dir()):
        for path in sorted(part.glob("*.jsonl")):
            for row in read_jsonl(path):
                yield from ((part.name, text) for text in _texts(row))
        for path in sorted(part.glob("*.json")):
            if path.name != "meta.json":
                content = json.loads(path.read_text(encoding="utf-8"))
                yield from ((part.name, text) for text in _prompt_texts(content))


def _texts(row: dict) -> Iterator[str]:
    for key in ("a", "b", "text", "query", "generated"):
        if key in row:
            yield row[key]
    for key in ("positive", "negative", "references"):
        yield from row.get(key, [])


def _prompt_texts(value: object) -> Iterator[str]:
    """The questions of the prompt-retrieval files, whose other fields are SQL, labels and definitions."""
    if isinstance(value, list):
        for item in value:
            yield from _prompt_texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("question", "input") and isinstance(item, str):
                yield item
            else:
                yield from _prompt_texts(item)
