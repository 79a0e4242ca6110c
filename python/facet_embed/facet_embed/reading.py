"""Tokenises pairs as the page does (src/engine/tokenise.ts), which reads them as the model's own package.

As the published `InstructorEmbedding` 1.0.1: the text is stripped; instruction + text are joined with nothing between;
the whole is stripped, tokenised with special tokens and cut at the model's limit, end token kept. The instruction is
tokenised alone in the same way; its length less one end token is the number of leading tokens left out of pooling; a
number of 1 or less is 0. Folders with sentence-transformers' settings: nothing is stripped, and all tokens of the
instruction alone but the end token count. Where the model pools the instruction, nothing is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from .errors import FolderError
from .folder import ModelFolder

SURROGATE = re.compile("[\ud800-\udfff]")
#: Most cached instructions.
CACHED = 1024


@dataclass(frozen=True)
class TokenisedPair:
    #: Token ids with special tokens, cut at the limit.
    ids: list[int]
    #: Leading tokens that attend but are not pooled.
    masked: int
    truncated: bool
    #: Why nothing of the text is pooled: "cut", "empty", "fused"; None where something is.
    unread: str | None
    #: Why the text cannot be tokenised; None where it can. Then it has no tokens.
    refused: str | None = None


class PairTokeniser:
    def __init__(self, folder: ModelFolder):
        """:raises FolderError: if tokenizer.json cannot be used."""
        file: Path = folder.file(folder.manifest["tokenizer"])
        try:
            self._tokenizer = Tokenizer.from_file(str(file))
        except Exception as error:  # the library raises plain Exception
            raise FolderError(f"{file}: cannot be used ({error}); export the model again") from error
        # The file may carry its own; the page's rules are the model's.
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._limit = folder.max_seq_length
        self._vocab_size = folder.vocab_size
        self._rules = folder.rules
        self._before = folder.before
        self._after = list(folder.after)
        self._counts: dict[str, int] = {}

    def tokenise_all(self, pairs: Sequence[tuple[str, str]]) -> list[TokenisedPair]:
        """Tokenises pairs, on all cores. A text that cannot be tokenised does not stop the others."""
        effective = [(self._rules.effective(instruction), text) for instruction, text in pairs]
        joined = [self._joined(instruction, text) for instruction, text in effective]
        return [
            self._pair(instruction, text, encoding.ids)
            for (instruction, text), encoding in zip(effective, self._encode_all(joined))
        ]

    def tokenise(self, pair: tuple[str, str]) -> TokenisedPair:
        return self.tokenise_all([pair])[0]

    def _encode_all(self, texts: list[str]):
        return self._tokenizer.encode_batch(texts) if texts else []

    def _pair(self, instruction: str, text: str, ids: list[int]) -> TokenisedPair:
        cut = self._truncate(ids)
        beyond = next((each for each in cut if each >= self._vocab_size), None)
        if beyond is not None:
            why = (
                f"tokenizer.json gives the text token {beyond}, and the model has {self._vocab_size}: "
                "tokenizer and weights are of different models"
            )
            return TokenisedPair([], 0, False, None, why)
        count = self._count(instruction)
        # An instruction that merges with its text can be longer alone than the whole.
        leading = len(cut) - 1 if count > len(cut) else count
        masked = 0 if self._rules.instruction == "pooled" else leading
        truncated = len(cut) < len(ids)
        return TokenisedPair(cut, masked, truncated, self._unread(text, len(cut), leading, truncated))

    def _unread(self, text: str, read: int, leading: int, truncated: bool) -> str | None:
        if read - len(self._after) > max(leading, self._before):
            return None
        if truncated:
            return "cut"
        alone = self._tokenizer.encode(self._joined("", text), add_special_tokens=False)
        if len(alone.ids) == 0:
            return "empty"
        return None if self._rules.instruction == "pooled" else "fused"

    def _joined(self, instruction: str, text: str) -> str:
        if self._rules.package == "sentence-transformers":
            return well_formed(instruction + text)
        return self._prepared(instruction + self._prepared(text))

    def _prepared(self, text: str) -> str:
        whole = well_formed(text.strip())
        return whole.lower() if self._rules.lowercase else whole

    def _count(self, instruction: str) -> int:
        """Counts the leading tokens that are the instruction's."""
        if instruction == "":
            return 0
        known = self._counts.get(instruction)
        if known is None:
            known = self._count_alone(instruction)
            if len(self._counts) >= CACHED:
                self._counts.clear()
            self._counts[instruction] = known
        return known

    def _count_alone(self, instruction: str) -> int:
        if self._rules.package == "sentence-transformers":
            alone = self._tokenizer.encode(well_formed(instruction)).ids
            return len(self._truncate(alone)) - min(1, len(self._after))
        alone = self._tokenizer.encode(self._prepared(instruction)).ids
        count = len(self._truncate(alone)) - 1
        return 0 if count <= 1 else count

    def _truncate(self, ids: list[int]) -> list[int]:
        if len(ids) <= self._limit:
            return ids
        return ids[: self._limit - len(self._after)] + self._after


def well_formed(text: str) -> str:
    """Joins surrogates that are pairs, and makes lone ones U+FFFD, as JavaScript's `toWellFormed`."""
    if SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
