#!/usr/bin/env python3
"""Writes training/goldens/tokenizer-ids.json: hard strings and their ids from the tokenizers package.

    python3 training/reference/make_tokenizer_goldens.py [name=tokenizer.json …]

Without arguments: the small tokenizers of training/goldens. Further tokenizers, given as name=file,
go to tokenizer-ids-full.json; only strings and ids are written, nothing of their vocabulary.
"""

import json
import random
import sys
from pathlib import Path

import environment

environment.enter(Path(__file__).resolve().with_name("requirements.txt"))

from tokenizers import Tokenizer

CASES = ["t5-bin", "t5-gated", "bert-safetensors", "bert-short-bin"]
SEED = 20
COUNT = 700
FULL_COUNT = 300

WORDS = (
    "the river rises in hills Represent sentence for retrieval of Wikipedia document unbelievable "
    "internationalisation naïve café Straße ΟΔΥΣΣΕΥΣ Σίσυφος İstanbul ДОМ привет tiếng Việt từ đồi "
    "東京都 北京 𠀀𪛖 서울 한국어 สวัสดี हिन्दी क्षत्रिय বাংলা தமிழ் עִבְרִית العَرَبِيَّة "
    "ﬁancée ①②③ ㍿ ｆｕｌｌｗｉｄｔｈ ｶﾞｷﾞ ½ №5 x² don't e-mail U.S.A. 3.14159 1,000,000 $€£¥ 100%"
).split(" ")
EMOJI = ["👨‍👩‍👧‍👦", "👍🏽", "🏳️‍🌈", "🇫🇷", "🇫", "1️⃣", "❤️", "🧿", "🫠", "\u200d"]
SPECIAL = ["</s>", "<pad>", "<unk>", "<extra_id_0>", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "[UNK]"]
SPECIAL += ["＜unk＞", "＜/s＞", "<s>", "</S>", "[cls]", "▁", "▁▁the", "##s"]
SPACES = [chr(c) for c in (9, 10, 11, 12, 13, 28, 31, 32, 0x85, 0xA0, 0x1680, 0x180E, 0x2003, 0x200B)]
SPACES += [chr(c) for c in (0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)] + ["  ", "\r\n", " \t "]
CONTROLS = [chr(c) for c in (0, 1, 8, 0x1B, 0x7F, 0x80, 0x9F, 0xAD, 0x200C, 0x200E, 0x202A, 0xE000, 0xFFFD)]
CONTROLS += [chr(0x8E2)]
MARKS = [chr(c) for c in (0x300, 0x301, 0x302, 0x307, 0x323, 0x31B, 0x345, 0x483, 0x5B0, 0x64B, 0x93C)]
MARKS += [chr(c) for c in (0x94D, 0xE31, 0x20DD, 0x3099, 0xFE0F, 0x1AB0, 0x302A)]
# Of other categories in the tables of the reference (Unicode 8) than today.
MARKS += [chr(c) for c in (0x1734, 0x1885, 0x11A01)]
PUNCTUATION = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~«»“”‘’…—–·¿¡、。「」！？～\u2e3a\u066a\u2e4f\u166d")
BLOCKS = [
    (0x20, 0x7E), (0xA1, 0x17F), (0x180, 0x24F), (0x1E00, 0x1EFF), (0x370, 0x3FF), (0x1F00, 0x1FBC),
    (0x400, 0x4FF), (0x531, 0x556), (0x5D0, 0x5EA), (0x620, 0x64A), (0x904, 0x939), (0xE01, 0xE30),
    (0x10A0, 0x10C5), (0x1100, 0x11FF), (0x2070, 0x208E), (0x2100, 0x218B), (0x2190, 0x23FF),
    (0x2460, 0x24FF), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x3200, 0x32FE), (0x3300, 0x33FF),
    (0x3400, 0x3450), (0x4E00, 0x9FA5), (0xAC00, 0xD7A3), (0xF900, 0xFA6D), (0xFB00, 0xFB06),
    (0xFB1D, 0xFB36), (0xFB50, 0xFBB1), (0xFE30, 0xFE4F), (0xFF01, 0xFF9F), (0x10330, 0x1034A),
    (0x10400, 0x1044F), (0x1D400, 0x1D454), (0x1F300, 0x1F64F), (0x20000, 0x20050), (0x2F800, 0x2FA1D),
]  # fmt: skip


def word(rng: random.Random) -> str:
    """A word of the list, or of one block, or of any blocks, some with marks; at times very long."""
    kind = rng.random()
    if kind < 0.4:
        return rng.choice(WORDS)
    if kind < 0.5:
        return rng.choice(WORDS) + "".join(rng.choices(MARKS, k=rng.randint(1, 3)))
    length = rng.choice([1, 2, 3, 5, 8]) if rng.random() < 0.99 else rng.randint(95, 105)
    block = rng.choice(BLOCKS)
    chars = []
    for _ in range(length):
        if kind > 0.85:
            block = rng.choice(BLOCKS)
        chars.append(chr(rng.randint(*block)))
        if kind > 0.7 and rng.random() < 0.4:
            chars.append(rng.choice(MARKS))
    return "".join(chars)


def hard_string(rng: random.Random) -> str:
    parts = []
    for _ in range(rng.randint(1, 8)):
        kind = rng.random()
        if kind < 0.6:
            parts.append(word(rng))
        else:
            parts.append(rng.choice(rng.choice([EMOJI, SPECIAL, SPACES, CONTROLS, MARKS, PUNCTUATION])))
        if rng.random() < 0.5:
            parts.append(" " if rng.random() < 0.7 else rng.choice(SPACES))
    return "".join(parts)


def write(path: Path, tokenizers: dict[str, Path], strings: list[str]) -> None:
    ids = {}
    for name, file in tokenizers.items():
        tokenizer = Tokenizer.from_file(str(file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        ids[name] = [tokenizer.encode(string).ids for string in strings]
    rows = zip(strings, *(ids[name] for name in tokenizers))
    lines = [json.dumps(row, separators=(",", ":")) for row in rows]
    head = json.dumps(list(tokenizers))
    path.write_text('{"tokenizers":' + head + ',"rows":[\n' + ",\n".join(lines) + "\n]}\n")
    print(f"{path.name}: {len(strings)} strings, {path.stat().st_size / 1e3:.0f} kB")


def main() -> None:
    rng = random.Random(SEED)
    strings = list(dict.fromkeys(hard_string(rng) for _ in range(COUNT)))
    goldens = environment.GOLDENS
    if sys.argv[1:]:
        further = {name: Path(file) for name, _, file in (arg.partition("=") for arg in sys.argv[1:])}
        write(goldens / "tokenizer-ids-full.json", further, strings[:FULL_COUNT])
    else:
        write(goldens / "tokenizer-ids.json", {c: goldens / c / "model/tokenizer.json" for c in CASES}, strings)


if __name__ == "__main__":
    main()
