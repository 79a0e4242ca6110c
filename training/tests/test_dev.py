"""Measures on held-out records."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from facet_training.dev import measure, read_dev
from facet_training.model import InstructionEncoder
from facet_training.recipe import Task

TASKS = {"1": Task("same", "views", "g", "open", 9), "2": Task("closed", "general", "closed", "research", 9)}


def test_a_positive_that_is_the_query_ranks_first(golden, tmp_path: Path) -> None:  # noqa: ANN001
    rows = [
        {"query": ["About:", text], "pos": ["About:", text], "neg": ["About:", f"other {text} text"], "task_id": task}
        for task in (1, 2)
        for text in ("a river", "the winter", "one ticket", "signal")
    ]
    path = tmp_path / "dev.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    dev = read_dev(path, TASKS, ["open"], " ", limit=3)
    assert [(each.task.name, len(each.records)) for each in dev] == [("same", 3)]
    assert dev[0].records[0].query[0] == "About: "
    model = InstructionEncoder.load(str(golden("bert-safetensors")))
    plain = measure(model, dev, instructed=False)
    scores = measure(model, dev, start=plain)
    assert scores.detail() == {"same": pytest.approx(100)}
    assert scores.summary()["views: triplets"] == 100
    assert scores.summary()["views: agreement"] > 0
    assert "views: agreement" not in plain.summary()
    asked = {"1": replace(TASKS["1"], wording=("Ask:", "Hold:"))}
    one = read_dev(path, TASKS | asked, ["open"], " ", limit=3, one_wording=True)[0].records
    assert [(r.query[0], r.pos[0], r.neg[0]) for r in one] == [("Ask: ", "Hold: ", "Hold: ")] * 3
    assert [r.query[1] for r in one] == ["a river", "the winter", "one ticket"]
    rows = model.encode([r.query for r in dev[0].records])
    apart = [float(rows[i] @ rows[j]) for i in range(3) for j in range(3) if i != j]
    assert scores.summary()["views: crowding"] == pytest.approx(100 * sum(apart) / 6, abs=1e-3)
