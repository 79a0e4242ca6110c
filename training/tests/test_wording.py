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


def test_a_views_nouns_replace_what_any_form_asks_for() -> None:
    vary = Variation(1.0, ("text",), ("sorting by",), {"intent": ("aim", "goal")})
    goals = "Represent the dialogue turn for finding turns that pursue the same goal"
    for instruction, own in ((ASK, ASK[:-1].replace("classifying the", "sorting by")), (goals, goals)):
        record = Record((instruction, "a"), (instruction, "b"), (ASK, "c"), "t")
        varied = [vary.apply(record, np.random.default_rng(seed), "intent") for seed in range(60)]
        seen = {each.query[0] for each in varied}
        ends = {words.partition(" sorting by ")[2].rstrip(":") for words in seen}
        assert {"aim", "goal"} <= ends
        assert any(words.rstrip(":") == own for words in seen)
        assert seen <= vary.possible(instruction, "intent")
        assert all(words.endswith(":") == instruction.endswith(":") for words in seen)
        assert not any("aim" in vary.apply(record, np.random.default_rng(seed), "domain").query[0] for seed in range(60))


def test_sides_apart_get_their_own_words_and_other_starts() -> None:
    vary = Variation(1.0, ("text",), ("classifying the", "sorting by"), {"intent": ("aim", "what is meant")}, ("Embed the",), True)
    record = Record((ASK, "a"), (ASK, "b"), (ASK, "c"), "t")
    varied = [vary.apply(record, np.random.default_rng(seed), "intent") for seed in range(200)]
    seen = {side[0] for each in varied for side in (each.query, each.pos, each.neg)}
    assert seen == vary.possible(ASK, "intent")
    assert "Embed the text for classifying what is meant:" in seen
    assert "Represent the text for classifying the aim:" in seen
    assert not any("the what" in words for words in seen)
    assert sum(each.query[0] != each.pos[0] for each in varied) > 100
    assert all((each.query[1], each.pos[1], each.neg[1]) == ("a", "b", "c") for each in varied)


def test_other_forms_and_a_share_of_zero_change_nothing() -> None:
    record = Record(("Represent the question for retrieval:", "a"), ("", "b"), ("Represent it", "c"), "t")
    assert VARY.apply(record, np.random.default_rng(0)) == record
    ask = Record((ASK, "a"), (ASK, "b"), (ASK, "c"), "t")
    assert Variation().apply(ask, np.random.default_rng(0)) == ask
