#!/usr/bin/env python3
"""Writes training/goldens/tokenizer-long.json: very long texts, and what the tokenizers package makes of them.

    python3 training/reference/make_long_goldens.py t5=…/tokenizer.json bert-uncased=…/tokenizer.json

The small tokenizers of training/goldens come first. A text is a list of [unit, count]; of its ids are kept the number,
the first 512, and the SHA-256 of all as decimal numbers with commas between.
"""

import hashlib
import json
import sys
from pathlib import Path

import environment

environment.enter(Path(__file__).resolve().with_name("requirements.txt"))

from tokenizers import Tokenizer

CASES = ["t5-bin", "t5-no-dense", "bert-safetensors"]
TEXTS = {
    "a word of 130,000 letters": [["pneumono", 16250]],
    "a word of few letters": [["ab", 65000]],
    "unknown characters": [["\U0001f9ff\u16a0", 40000]],
    "unknown and known": [["\U0001f9ffthe\u16a0", 20000]],
    "words": [["the river rises in 9 hills, naïve ", 6000]],
    "words of spaces": [[" the  river\t", 12000]],
    "special tokens": [["a</s> b [SEP]c <pad>", 4000]],
    "ideographs": [["東京都北京", 16000]],
    "one letter with marks": [["a", 1], ["\u0301", 50000], [" end", 1]],
    "marks and letters": [["é\u0323x\u0301", 15000]],
    "punctuation": [["!?…", 20000]],
    "white space, then a word": [[" \u2003", 50000], ["river", 1]],
    "controls": [["\u0001\u200b", 40000], ["river", 1]],
    "long words": [["unbelievable" * 30 + " ", 300]],
    "emoji": [["👨‍👩‍👧‍👦", 4000]],
    "emoji and flags across every place": [["é👍🏽🇫🇷🇫ﬁ\u0301", 3000]],
    # Their best paths have equal scores up to the last bit.
    "a rule of hyphens": [["-", 79]],
    "rules of hyphens of other lengths": [["a -------\n---------- b ", 60]],
    "blanks to fill in": [["_", 81], [" of ", 1], ["_", 18]],
}


def main() -> None:
    goldens = Path(__file__).resolve().parents[1] / "goldens"
    files = {name: goldens / name / "model" / "tokenizer.json" for name in CASES}
    files |= dict(argument.split("=", 1) for argument in sys.argv[1:])
    rows = []
    tokenizers = {}
    for name, file in files.items():
        # What Python writes over the file as it loads it does not matter here.
        tokenizers[name] = Tokenizer.from_file(str(file))
        tokenizers[name].no_truncation()
        tokenizers[name].no_padding()
    for what, parts in TEXTS.items():
        text = "".join(unit * count for unit, count in parts)
        by_name = {}
        for name, tokenizer in tokenizers.items():
            ids = tokenizer.encode(text).ids
            digest = hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()
            by_name[name] = {"count": len(ids), "first": ids[:512], "sha256": digest}
        rows.append({"what": what, "text": parts, "ids": by_name})
    out = goldens / "tokenizer-long.json"
    lines = ",\n".join(json.dumps(row, ensure_ascii=True, separators=(",", ":")) for row in rows)
    out.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
