"""Other wordings of an instruction: the same thing asked for, in other words and of other kinds of text.

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
    was. Other instructions do not change. The three sides of a record get the same words.

    :ivar nouns: by view (of tasks.json), what may be asked for instead: "intent": ("intention", …).
    """

    share: float = 0.0
    types: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def apply(self, record: Record, random: np.random.Generator, view: str | None = None) -> Record:
        if random.random() >= self.share:
            return record
        verb = self.verbs[random.integers(len(self.verbs))]
        kind = self.types[random.integers(len(self.types))] if random.random() < 0.5 else None
        nouns = self.nouns.get(view or "", ())
        noun = nouns[random.integers(len(nouns))] if nouns and random.random() < 0.5 else None

        sides = [(_reworded(instruction, kind, verb, noun), text) for instruction, text in (record.query, record.pos, record.neg)]
        return Record(*sides, record.task)

    def possible(self, instruction: str, view: str | None = None) -> set[str]:
        """Every wording that `apply` can make of an instruction, for the check that a wording is unseen."""
        if self.share == 0:
            return {instruction}
        return {instruction} | {
            _reworded(instruction, kind, verb, noun)
            for kind in (None, *self.types)
            for verb in self.verbs
            for noun in (None, *self.nouns.get(view or "", ()))
        }


def _reworded(instruction: str, kind: str | None, verb: str, noun: str | None) -> str:
    """The instruction with another verb, and another text type and noun where these are given."""
    match = (_FORM if noun is None else _ANY_FORM).fullmatch(instruction)
    if match is None:
        return instruction
    what = match["what"] if noun is None else noun + ":" * instruction.endswith(":")
    return f"{match['start']} {kind or match['type']} for {verb} {what}"
