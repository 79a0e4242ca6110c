"""Shared by the tests: the small random checkpoints of goldens/, and a few records."""

import json
import random
from pathlib import Path

import pytest
import torch

from facet_training.settings import Settings

GOLDENS = Path(__file__).resolve().parents[1] / "goldens"
WORDS = "river stone market nurse engine violin harbour ticket winter bridge garden letter copper signal".split()
RECIPE = """
terms = ["open"]
own_negatives = ["sorting"]
[shares]
views = 0.5
labels = 0.0
general = 0.5
[max_length]
views = 24
labels = 24
general = 32
[distil]
general = 2.0
sorting = 0.5
plain_share = 0.3
[spread]
views = 1.0
[[reword]]
share = 0.5
contrast = 0.5
tasks = ["search"]
instructions = ["Represent the text: ", "Represent the line: "]
"""
TASKS = [
    {
        "id": "sorting", "name": "sorting", "type": "classification", "multi_view_group": "g", "view": "kind", "terms": "open",
        "train_records": 30, "query_instructions": ["Represent the note for sorting:"], "doc_instructions": ["Represent the note for sorting:"],
    },
    {
        "id": "search", "name": "search", "type": "retrieval", "multi_view_group": None, "view": None, "terms": "open",
        "train_records": 30, "query_instructions": ["Represent the note for search:"], "doc_instructions": ["Represent the line:"],
    },
]  # fmt: skip


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


@pytest.fixture
def settings(golden, records_file: Path, tmp_path: Path):  # noqa: ANN001, ANN201
    """Settings of a short run over a tiny model, with dropout, so that resuming has to keep the random state."""

    def make(**more: object) -> Settings:
        base = dict(
            model_name_or_path=str(golden("bert-safetensors")), data=[records_file], output_dir=tmp_path / "out",
            max_steps=8, save_steps=4, per_device_train_batch_size=6, learning_rate=1e-3, logging_steps=1,
            device="cpu", dropout=0.1,
        )  # fmt: skip
        return Settings(**(base | more))

    return make


@pytest.fixture
def recipe(tmp_path: Path) -> dict:
    """Arguments of a run with a recipe that uses every option."""
    (tmp_path / "recipe.toml").write_text(RECIPE)
    (tmp_path / "tasks.json").write_text(json.dumps(TASKS))
    return {"recipe": tmp_path / "recipe.toml", "tasks": tmp_path / "tasks.json"}
