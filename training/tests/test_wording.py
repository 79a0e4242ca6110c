"""Variation of instructions."""

import numpy as np

from facet_training.records import Record
from facet_training.wording import Variation

VARY = Variation(1.0, ("text", "line"), ("sorting by", "naming the"))
ASK = "Represent the assistant query for classifying the user intent:"


def test_all_sides_get_the_same_words() -> None:
    record = Record((ASK, "a"), (ASK, "b"), ("represent the query for grouping by intent", "c"), "t")
    seen = set()
    for seed in range(40):
        varied = VARY.apply(record, np.random.default_rng(seed))
        assert varied.query[0] == varied.pos[0]
        assert varied.query[0].endswith("user intent:")
        assert (" sorting by " in varied.query[0]) == (" sorting by " in varied.neg[0])
        assert (varied.query[1], varied.pos[1], varied.neg[1]) == ("a", "b", "c")
        seen.add(varied.query[0])
    assert seen <= VARY.possible(ASK)
    assert len(seen) == 6


def test_other_forms_and_a_share_of_zero_change_nothing() -> None:
    record = Record(("Represent the question for retrieval:", "a"), ("", "b"), ("Represent it", "c"), "t")
    assert VARY.apply(record, np.random.default_rng(0)) == record
    ask = Record((ASK, "a"), (ASK, "b"), (ASK, "c"), "t")
    assert Variation().apply(ask, np.random.default_rng(0)) == ask
