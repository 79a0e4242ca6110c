"""Rewords an instruction: the same request, in other words and for other kinds of text.

Training tasks have a handful of wordings each. Drawing the interchangeable words anew leaves what is asked for
("intent", "emotion", "disease") as what tells two views apart, so that a user's own wording works.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from .records import Record

_FORM = re.compile(
    r"(?P<start>represent (?:the|this)) (?P<type>.+?) for "
    r"(?P<verb>classifying the|identifying the|(?:grouping|clustering) (?:\w+ )?by) (?P<what>.+)",
    re.IGNORECASE,
)
_ANY_FORM = re.compile(r"(?P<start>represent (?:the|this)) (?P<type>.+?) for (?P<objective>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Variation:
    """At the rate `share`, a record's instructions get another verb and, half the time, another text type.

    Instructions of the form "Represent the … for classifying the/grouping by …" keep what they ask for, except
    in views that `nouns` names: there, half the time, one of its nouns stands instead, whatever the form
    was. Other instructions do not change. The three sides of a record get the same words, unless `apart`: then each
    gets its own, and a text must be near its positive although the same was asked for in other words.

    :ivar nouns: by view (of tasks.json), what may be asked for instead: "intent": ("intention", "what is wanted", …).
    :ivar starts: what may stand for "Represent the", a quarter of the time.
    """

    share: float = 0.0
    types: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    starts: tuple[str, ...] = ()
    apart: bool = False

    def apply(self, record: Record, random: np.random.Generator, view: str | None = None) -> Record:
        if random.random() >= self.share:
            return record
        sides = (record.query, record.pos, record.neg)
        words = self._draw(random, view)
        drawn = [words] + [self._draw(random, view) if self.apart else words for _ in sides[1:]]
        return Record(*((_reworded(pair[0], each), pair[1]) for pair, each in zip(sides, drawn, strict=True)), record.task)

    def _draw(self, random: np.random.Generator, view: str | None) -> "_Words":
        verb = self.verbs[random.integers(len(self.verbs))]
        kind = self.types[random.integers(len(self.types))] if random.random() < 0.5 else None
        nouns = self.nouns.get(view or "", ())
        noun = nouns[random.integers(len(nouns))] if nouns and random.random() < 0.5 else None
        start = self.starts[random.integers(len(self.starts))] if self.starts and random.random() < 0.25 else None
        return _Words(verb, kind, noun, start)

    def possible(self, instruction: str, view: str | None = None) -> set[str]:
        """Every wording that `apply` can make from an instruction, for checking that a wording is unseen."""
        if self.share == 0:
            return {instruction}
        return {instruction} | {
            _reworded(instruction, _Words(verb, kind, noun, start))
            for kind in (None, *self.types)
            for verb in self.verbs
            for noun in (None, *self.nouns.get(view or "", ()))
            for start in (None, *self.starts)
        }


@dataclass(frozen=True)
class _Words:
    """The rewording of an instruction; None keeps its own."""

    verb: str
    kind: str | None
    noun: str | None
    start: str | None


def _reworded(instruction: str, words: _Words) -> str:
    match = (_FORM if words.noun is None else _ANY_FORM).fullmatch(instruction)
    if match is None:
        return instruction
    what = match["what"] if words.noun is None else words.noun + ":" * instruction.endswith(":")
    # "classifying the intent", but "classifying what is wanted".
    verb = words.verb.removesuffix(" the") if what.startswith(("what ", "how ", "why ", "which ", "its ", "the ")) else words.verb
    return f"{words.start or match['start']} {words.kind or match['type']} for {verb} {what}"
