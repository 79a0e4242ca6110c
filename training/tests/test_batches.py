"""Batches: one task each, every record once an epoch, repeatable from any step."""

from collections import Counter
from itertools import islice

import pytest

from facet_training.batches import BatchPlan

ROWS = {"a": list(range(0, 100)), "b": list(range(100, 137)), "c": [137]}
LENGTHS = [(row * 37) % 101 for row in range(138)]


def plan(weights: dict[str, float] | None = None, seed: int = 1) -> BatchPlan:
    return BatchPlan(ROWS, LENGTHS, 8, seed, weights)


def test_an_epoch_holds_every_record_once() -> None:
    batches = list(islice(plan().starting_at(0), plan().batches_per_epoch))
    rows = Counter(row for batch in batches for row in batch.rows)
    assert rows == Counter(range(137))
    for batch in batches:
        assert set(batch.rows) <= set(ROWS[batch.task])


def test_lengths_are_alike_inside_a_batch() -> None:
    batches = [b for b in islice(plan().starting_at(0), plan().batches_per_epoch) if b.task == "a"]
    spans = [max(LENGTHS[r] for r in b.rows) - min(LENGTHS[r] for r in b.rows) for b in batches]
    assert sum(spans) / len(spans) < 20


@pytest.mark.parametrize("weights", [None, {"a": 0.2, "b": 0.8}])
def test_starts_anywhere(weights: dict[str, float] | None) -> None:
    whole = list(islice(plan(weights).starting_at(0), 60))
    assert list(islice(plan(weights).starting_at(23), 37)) == whole[23:]
    assert [batch.step for batch in whole] == list(range(60))


def test_seeds_differ() -> None:
    assert list(islice(plan(seed=1).starting_at(0), 9)) != list(islice(plan(seed=2).starting_at(0), 9))


def test_weights_are_chances() -> None:
    drawn = Counter(b.task for b in islice(plan({"a": 1.0, "b": 3.0}).starting_at(0), 2000))
    assert drawn["b"] / drawn["a"] == pytest.approx(3, rel=0.15)
    assert "c" not in drawn
