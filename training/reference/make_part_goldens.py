#!/usr/bin/env python3
"""Writes training/goldens/tokenizer-parts.json: single parts of a tokenizer.json, and what the tokenizers package does.

    python3 training/reference/make_part_goldens.py

Each case is a normalizer or a pre_tokenizer with the ids of every text. The model has a piece for each character at
a word's start and a second within a word, so the ids show the characters and where words begin. A case that the
package refuses has no ids.
"""

import json
from pathlib import Path

import environment

environment.enter(Path(__file__).resolve().with_name("requirements.txt"))

from tokenizers import Tokenizer

TEXTS = [
    "",
    "aab",
    "the cat SAT  on   a mat",
    "abcABC 0123 xyz 9f",
    "Café naïve Straße ſK K ΣΊΣΥΦΟΣ ς İı",
    "line one\nline two\r\nline three\n",
    "\nab\n\ncd",
    "e-mail, U.S.A.; 3.14 (x²) «½» №5 ٣٤ Ⅷ _under_score_",
    "don't I'll WE'RE they've it's",
    "  leading\u00a0and\u2003wide\u0085spaces\ufeff here\t",
    "東京都 привет हिन्दी สวัสดี 서울",
    "é 👍🏽 🇫🇷 👩‍👩‍👧 x",
    "aaa--bbb--ccc...!!!",
    "foo(bar(baz)) [a&&b] $1 $& \\d ^x$",
    "abab abba abcabc aaaa",
    "/* no comment */ a */ b",
    "12345 1234567 12 1",
    "①⅓ª ‿x_y \u200d٠ ꙰ $+<=>^`|~ ١٢ Ⓐ ʕ",
]

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
    r"\s+(?!\S)|\s+"
)
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
    r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
DEEPSEEK = r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+"
BLOOM = r" ?[^(\s|[.,!?…。，、।۔،])]+"

REGEXES = [GPT2, CL100K, O200K, DEEPSEEK, BLOOM]
REGEXES += [r" {2,}", r"\s+", r"\s{2,}", r"[\r\n]", r"\p{N}{3}", r"[^\p{L}\p{N}]", r"(?=(\d{3})+(?!\d))"]
# What Oniguruma reads in other ways than JavaScript, or alone.
REGEXES += [r"\h+", r"\H+", r"[\h]", r"[^\h]", r"\A\w", r"\Aa+", r"\w\z", r"\s?\Z", r"^.", r".$", r"^", r"$"]
REGEXES += [r"a++b", r"a*+", r"a?+a", r"a{2}+", r"a{2,3}+", r"a{,2}", r"a{2,}", r"(?>a|ab)c", r"(?>a+)b", r"a+?", r"a??b"]
REGEXES += [r"(?i)cat", r"(?i:cat)", r"c(?i)AT", r"(?-i)cat", r"(?i)straße", r"(?i)ſ", r"(?i)k", r"(?i)[a-c]+", r"(?i)ς"]
REGEXES += [r"(?x) a  b # ab", r"(?m).+", r".+", r"(?m:t.l)", r"(?im)LINE.", r"(?s).+", r"a(?#comment)b", r"(?y{g})\y", r"(?W)\w+", r"(?D:\d+)", r"(?S)\s", r"(?P)[[:alpha:]]+", r"(?i)Ⓐ"]
REGEXES += [r"\w+", r"\W+", r"\d+", r"\D+", r"\s", r"\S+", r"\bt", r"\b", r"\B", r"[\w]+", r"[^\w]+", r"[\W]", r"[\d]", r"[^\s]+"]
REGEXES += [r"[[:alpha:]]+", r"[[:^alpha:]]+", r"[[:punct:]]", r"[[:space:]]", r"[[:upper:]]", r"[[:xdigit:]]", r"[[:word:]]"]
REGEXES += [r"[a-z&&[^aeiou]]+", r"[\w&&[^\d_]]+", r"[a[bc]]+", r"[^a[bc]]+", r"[]a]", r"[a-\d]", r"[+--]", r"[a\-c]"]
REGEXES += [r"\R", r"\X", r"\N+", r"\O", r"a\Kb", r"\w\b", r"\b\w", r"\B\w", r"[[:punct:]\w]+", r"[^\W]+", r"[^[:^punct:]]", r"[\[^]]", r"\[^]", r"(?m)a.*b", r"\Ga", r"\Gaa|b", r"(?~\*/)", r"/\*(?~\*/)\*/"]
REGEXES += [r"(?<=a)b", r"(?<!a)b", r"(?<=a|bc)a", r"(?<=a+)b", r"(?=a)", r"(?!a)\w", r"(?<n>a)\k<n>", r"(a)(b)\1\2", r"(.)\1"]
REGEXES += [r"(?<n>a|b\g<n>c)", r"\((?:[^()]|\g<0>)*\)", r"(?<a>b)(c)", r"(a)?(?(1)b|c)", r"(?:a|b)*", r"|a", r"a|", r""]
REGEXES += [r"\x61", r"\x{61}", r"\u00e9", r"\141", r"\t", r"\e", r"\a", r"\cA", r"\n", r"\x{0061 0062}", r"\Q.\E", r"\p{Han}+"]
REGEXES += [r"\p{IsAlpha}", r"\p{Alnum}+", r"\p{Greek}+", r"\p{L}", r"\P{L}+", r"\p{^L}+", r"\p{Script=Han}", r"\p{InBasicLatin}"]
REGEXES += [r"\p{Emoji}", r"\p{emoji}", r"\p{white space}", r"\p{Lu}", r"\p{lu}", r"\pL", r"\p{Letter}", r"\p{Any}", r"[\p{L}--a]"]
REGEXES += [r"{", r"}", r"a{", r"a{x}", r"]", r"-", r"\-", r"\/", r"\ ", r"\_", r"\@", r"\é", r"é", r"👍", r"[👍x]", r"."]
REGEXES += [r"(?", r"a**", r"a+*", r"(a", r"a)", r"[a", r"*a", r"\p{NoSuch}", r"(?<=a*)b", r"(?<1>a)", r"[b-a]", r"\k<x>", r"\2"]

SPLITS = [r"\d", r" ", r"\s+", r"--|\.", r"a", r"$", r"(?=b)", r"[aeiou]+", r"(a)|(b)"]
BEHAVIOURS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]


def normalizers() -> list[dict]:
    cases = [{"type": "Replace", "pattern": {"Regex": regex}, "content": "_"} for regex in REGEXES]
    for content in ["", "$1", "$&", "$$", "\\1", "xy"]:
        cases += [{"type": "Replace", "pattern": {"Regex": r"(a)(b)?"}, "content": content}]
        cases += [{"type": "Replace", "pattern": {"String": "a"}, "content": content}]
    cases += [{"type": "Replace", "pattern": {"String": text}, "content": "_"} for text in ["$", ".", "", "--", "🇫🇷", "^x$"]]
    cases += [{"type": kind} for kind in ["NFC", "NFD", "NFKC", "NFKD", "StripAccents", "Lowercase"]]
    cases += [{"type": "Strip", "strip_left": left, "strip_right": right} for left in (True, False) for right in (True, False)]
    cases += [{"type": "Prepend", "prepend": "ab"}]
    cases += [{"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}]}]
    cases += [{"type": "Sequence", "normalizers": [{"type": "Strip", "strip_left": True, "strip_right": True}, {"type": "Prepend", "prepend": "x"}]}]
    return cases


def splitters() -> list[dict]:
    cases = []
    for regex in SPLITS:
        for behaviour in BEHAVIOURS:
            for invert in (False, True):
                cases.append({"type": "Split", "pattern": {"Regex": regex}, "behavior": behaviour, "invert": invert})
    for regex in REGEXES:
        cases.append({"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False})
    for regex in (GPT2, CL100K, O200K, DEEPSEEK, BLOOM):
        cases.append({"type": "Split", "pattern": {"Regex": regex}, "behavior": "Removed", "invert": True})
    for text in (" ", ".", "--", "$", ""):
        for behaviour in BEHAVIOURS:
            cases.append({"type": "Split", "pattern": {"String": text}, "behavior": behaviour, "invert": False})
        cases.append({"type": "Split", "pattern": {"String": text}, "behavior": "Removed", "invert": True})
    cases += [{"type": "Punctuation"}, *({"type": "Punctuation", "behavior": behaviour} for behaviour in BEHAVIOURS)]
    cases += [{"type": "Digits", "individual_digits": each} for each in (True, False)]
    cases += [{"type": kind} for kind in ("Whitespace", "WhitespaceSplit", "BertPreTokenizer")]
    cases += [{"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "Digits", "individual_digits": True}]}]
    cases += [
        {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": r"\s+"}, "behavior": "Removed", "invert": False},
                {"type": "Punctuation", "behavior": "Isolated"},
            ],
        }
    ]
    return cases


def tokenizer(vocab: dict[str, int], normalizer: dict | None, pre_tokenizer: dict | None) -> dict:
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": normalizer,
        "pre_tokenizer": pre_tokenizer,
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 1000,
            "vocab": vocab,
        },
    }


def encode(json_text: str) -> list[list[int]] | None:
    try:
        made = Tokenizer.from_str(json_text)
    except Exception:
        return None
    return [made.encode(text).ids for text in TEXTS]


def main() -> None:
    forms = "".join(TEXTS) + "_$&1\\xyab" + "".join(TEXTS).lower()
    import unicodedata

    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        forms += unicodedata.normalize(form, "".join(TEXTS))
    characters = sorted(set(forms))
    vocab = {"[UNK]": 0}
    for i, character in enumerate(characters):
        vocab[character] = 2 * i + 1
        vocab["##" + character] = 2 * i + 2
    cases = [("normalizer", part) for part in normalizers()] + [("pre_tokenizer", part) for part in splitters()]
    lines = []
    refused = 0
    for place, part in cases:
        one = tokenizer(vocab, part if place == "normalizer" else None, part if place == "pre_tokenizer" else None)
        ids = encode(json.dumps(one))
        refused += ids is None
        lines.append(json.dumps({"place": place, "part": part, "ids": ids}, separators=(",", ":")))
    head = f'"characters":{json.dumps("".join(characters))},"texts":{json.dumps(TEXTS)}'
    path = environment.GOLDENS / "tokenizer-parts.json"
    path.write_text("{" + head + ',"cases":[\n' + ",\n".join(lines) + "\n]}\n")
    print(f"{path.name}: {len(cases)} parts, {refused} refused, {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
