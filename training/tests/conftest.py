"""Shared by the tests: the small random checkpoints of goldens/, and a few records."""

import json
import random
from pathlib import Path

import pytest
import torch

GOLDENS = Path(__file__).resolve().parents[1] / "goldens"
WORDS = "river stone market nurse engine violin harbour ticket winter bridge garden letter copper signal".split()


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """The models are tiny: threads would cost more than they give."""
    torch.set_num_threads(1)


@pytest.fixture
def golden():  # noqa: ANN201
    """The folder of a golden case's checkpoint by name."""
    return lambda name: GOLDENS / name / "model"


def make_record(draw: random.Random, task: str) -> dict:
    """A random triple in MEDI form."""

    def text() -> str:
        return " ".join(draw.choices(WORDS, k=draw.randint(2, 9)))

    instruction = f"Represent the {draw.choice(['note', 'line'])} for {task}: "
    return {side: [instruction, text()] for side in ("query", "pos", "neg")} | {"task_name": task}


@pytest.fixture
def records_file(tmp_path: Path) -> Path:
    """60 records of two tasks, JSONL."""
    draw = random.Random(7)
    path = tmp_path / "records.jsonl"
    rows = [make_record(draw, task) for task in ("sorting", "search") for _ in range(30)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path
