"""Other wordings of an instruction: the same thing asked for, in other verbs and of other kinds of text.

Training tasks have a handful of wordings each. Drawing the interchangeable words anew leaves the noun that
matters ("intent", "emotion", "disease") as what tells two views apart, so that a user's own wording works.
"""

import re
from dataclasses import dataclass

import numpy as np

from .records import Record

_FORM = re.compile(
    r"(?P<start>represent (?:the|this)) (?P<type>.+?) for "
    r"(?P<verb>classifying the|identifying the|(?:grouping|clustering) (?:\w+ )?by) (?P<what>.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Variation:
    """At the rate `share`, a record's instructions get another verb and, half the time, another text type.

    Only instructions of the form "Represent the … for classifying the/grouping by …" change; the three sides
    of a record get the same words.
    """

    share: float = 0.0
    types: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()

    def apply(self, record: Record, random: np.random.Generator) -> Record:
        if random.random() >= self.share:
            return record
        verb = self.verbs[random.integers(len(self.verbs))]
        kind = self.types[random.integers(len(self.types))] if random.random() < 0.5 else None

        def other(instruction: str) -> str:
            match = _FORM.fullmatch(instruction)
            if match is None:
                return instruction
            return f"{match['start']} {kind or match['type']} for {verb} {match['what']}"

        sides = [(other(instruction), text) for instruction, text in (record.query, record.pos, record.neg)]
        return Record(*sides, record.task)

    def possible(self, instruction: str) -> set[str]:
        """Every wording that `apply` can make of an instruction, for the check that a wording is unseen."""
        match = _FORM.fullmatch(instruction)
        if match is None or self.share == 0:
            return {instruction}
        return {instruction} | {
            f"{match['start']} {kind} for {verb} {match['what']}"
            for kind in (match["type"], *self.types)
            for verb in self.verbs
        }
