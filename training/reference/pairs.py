"""Hard instruction/text pairs: everything that a tokeniser, a strip or a count can get wrong.

A pair is `[instruction, text]`; a plain string is a text without an instruction.
"""

SENTENCE = "Represent the sentence for retrieval: "
SCIENCE = "Represent the Science title: "
LONG_WORD = "a" * 10_000


def spaces() -> list:
    text = "The river rises in the hills."
    pairs = [
        [SENTENCE, text],
        [SENTENCE, f"  {text}"],
        [SENTENCE, f"{text}   "],
        [SENTENCE, f"\t\n {text}\r\n"],
        [SENTENCE, text.replace(" ", "  ")],
        [SENTENCE, text.replace(" ", "\n")],
        [SENTENCE, text.replace(" ", "\t")],
        [SENTENCE.strip(), text],
        [f"  {SENTENCE}", text],
        [f"{SENTENCE}  ", text],
        [f"\n{SENTENCE}\n", text],
        [SENTENCE.replace(":", ""), text],
        [SENTENCE.replace(": ", ""), text],
        [SENTENCE.replace(": ", " : "), text],
        [SENTENCE.replace(": ", ":\n"), text],
        [SENTENCE.replace(": ", ";"), text],
        [SENTENCE.replace(" ", "  "), text],
        [SENTENCE.upper(), text.upper()],
        [SENTENCE.lower(), text.lower()],
        text,
        f"  {text}  ",
        text.upper(),
        text.replace(" ", "   "),
    ]
    # Python's strip() and JavaScript's trim() disagree on these: U+001C-U+001F and U+0085 only
    # Python strips, U+FEFF only JavaScript; U+200B and U+180E neither.
    for edge in ["\u00a0", "\u3000", "\u2028", "\u2003", "\x1c", "\x1f", "\x85", "\ufeff", "\u200b", "\u180e", "\x0b\x0c"]:
        pairs.append([SENTENCE, f"{edge}{text}{edge}"])
        pairs.append(f"{edge}{text}{edge}")
    pairs.append([f"{SENTENCE}\ufeff", f"\ufeff{text}"])
    pairs.append([f"\x1c{SENTENCE}\x85", f"\x85{text}"])
    return pairs


def empties() -> list:
    return [
        ["", ""],
        ["", "The weather is fine."],
        [SENTENCE, ""],
        [SENTENCE, " "],
        [SENTENCE, "\n\t "],
        [" ", "The weather is fine."],
        [" ", " "],
        ["\n", ""],
        ["\u3000", "\u00a0"],
        "",
        " ",
        "\n",
        "\t\t\n",
        "\u200b",
        ["\u200b", "The weather is fine."],
        [SENTENCE, "\u200b"],
    ]


def counts() -> list:
    """Around the rule that a count of one or less is none, and where a boundary token merges."""
    return [
        ["the", "river"],
        ["the ", "river"],
        [" the", " river"],
        ["a", "river"],
        [":", "river"],
        [": ", "river"],
        ["the the", "river"],
        ["the the ", "river"],
        ["the", ""],
        ["the ", " "],
        ["the the", ""],
        ["\u2603", "river"],
        ["\u2603 ", "river"],
        ["\u2603\u2603", "river"],
        # The instruction's last word and the text's first word become one word.
        ["Represent the sent", "ence about rivers"],
        ["Represent the sentence", "s about rivers"],
        ["t", "he"],
        ["represen", "t"],
        ["th", "e river"],
        ["The river ri", "ses"],
        ["sentence retriev", "al"],
        ["Represent the sentence: x", "."],
        # WordPiece gives one [UNK] for a word over 100 characters, so the whole has fewer tokens
        # than the instruction alone: the published package refuses such a pair.
        ["b" * 90, "b" * 90],
        ["Represent " + "c" * 90, "c" * 20],
        [SENTENCE + "d" * 60, "d" * 60 + " river"],
        [SENTENCE + "</s", "> river"],
        [SENTENCE + "[SE", "P] river"],
    ]


def limits() -> list:
    """Lengths around the limits of the fixtures (32, 128, 512); "the" is one token in both vocabularies."""
    pairs: list = []
    for words in [28, 29, 30, 31, 32, 33, 125, 126, 127, 128, 129, 509, 510, 511, 512, 513]:
        pairs.append(" ".join(["the"] * (words - 1) + ["river"]))
    for words in [17, 18, 19, 20, 23, 24, 25, 28, 113, 114, 115, 119, 120, 121, 126, 497, 498, 499, 502, 503, 504, 510, 640]:
        pairs.append([SENTENCE, " ".join(["the"] * (words - 2) + ["sea", "river"])])
    for words in [27, 28, 29, 30, 31, 32, 126, 127, 128, 510, 511, 512, 600]:
        pairs.append([" ".join(["the"] * words) + " ", "river and hills"])
    pairs.append([" ".join(["the"] * 600), ""])
    pairs.append([" ".join(["Represent the sentence for"] * 40) + ": ", "river and hills"])
    return pairs


SCRIPTS = {
    "emoji": "I love this \U0001f600\U0001f680 so much \u2764\ufe0f!",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 went home with \U0001f44d\U0001f3fd",
    "flags": "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1ef\U0001f1f5",
    "arabic": "\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645 \u064a\u0627 \u0635\u062f\u064a\u0642\u064a",
    "hebrew": "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd, \u05d4\u05e0\u05d4\u05e8 \u05d6\u05d5\u05e8\u05dd",
    "bidi": "abc \u202e\u05d0\u05d1\u05d2\u202c def \u200f\u200e",
    "combining": "cafe\u0301 nai\u0308ve re\u0301sume\u0301 Z\u0351\u036b\u0343\u036aa\u0302\u0303l\u0301go\u0300",
    "composed": "caf\u00e9 na\u00efve r\u00e9sum\u00e9 \u00c5ngstr\u00f6m \u1e9b\u0323",
    "chinese": "\u6211\u4eec\u5728\u6cb3\u8fb9\u6563\u6b65\uff0c\u5929\u6c14\u5f88\u597d\u3002",
    "japanese": "\u79c1\u306f\u30ab\u30bf\u30ab\u30ca\u3068\uff8a\uff9d\uff76\uff78\u3092\u66f8\u304f",
    "korean": "\uac15\uac00\uc5d0\uc11c \u1112\u1161\u11ab\u1100\u1173\u11af",
    "cyrillic": "\u0420\u0435\u043a\u0430 \u0442\u0435\u0447\u0451\u0442 \u0438\u0437 \u0433\u043e\u0440, \u0419 \u0438\u0306",
    "greek": "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c2",
    "turkish": "\u0130stanbul I\u015f\u0131k \u0131I i\u0307",
    "german": "STRASSE Stra\u00dfe \u1e9e \u00c4\u00d6\u00dc \u00e4\u00f6\u00fc",
    "hindi": "\u0928\u0926\u0940 \u092a\u0939\u093e\u0921\u093c\u094b\u0902 \u0938\u0947 \u0928\u093f\u0915\u0932\u0924\u0940 \u0939\u0948",
    "thai": "\u0e41\u0e21\u0e48\u0e19\u0e49\u0e33\u0e44\u0e2b\u0e25\u0e08\u0e32\u0e01\u0e20\u0e39\u0e40\u0e02\u0e32",
    "vietnamese": "D\u00f2ng s\u00f4ng ch\u1ea3y t\u1eeb \u0111\u1ed3i, tie\u0302\u0301ng Vie\u0323\u0302t",
    "fullwidth": "\uff26\uff55\uff4c\uff4c\u3000\uff37\uff49\uff44\uff54\uff48 \uff11\uff12\uff13\uff01",
    "ligatures": "\ufb01nd the \ufb02ow, \u00bd \u00b2 \u2460 \u2122 \u2163 \u210c \u33a1",
    "mathematics": "\U0001d54f \u2208 \u211d\u207f, \u2211 x\u1d62\u00b2 \u2264 \u03b5, \u2200\u03b4>0 \u221a2\u22481.414",
    "astral": "\U00020000\U0002a6d6 \U00010348 \U0001f9ff",
    "private": "\ue000\uf8ff \ufffd \uffff",
    "quotes": "\u201cquotes\u201d \u2018and\u2019 \u00abguillemets\u00bb \u2014 dashes \u2013 and\u2026 \u2010",
    "soft hyphen": "soft\u00adhyphen zero\u200bwidth joined\u2060word non\u00a0break",
}

CONTROLS = [
    "null\x00in the middle",
    "bell\x07 and escape \x1b[31mred\x1b[0m",
    "\x01\x02\x03",
    "delete\x7f and \x80\x9f c1",
    "carriage\rreturn\r\nand newline\n\nthe end",
    "form\x0cfeed vertical\x0btab \x1c\x1d\x1e\x1f separators",
    "line\u2028separator paragraph\u2029separator next\x85line",
]

SPECIALS = [
    "</s>",
    "the end</s>",
    "the</s> river </s>the sea",
    "[SEP]",
    "the [SEP] river[SEP]",
    "[CLS] the river",
    "<pad>",
    "<pad><pad> the river <pad>",
    "[PAD] the river [PAD]",
    "<unk> [UNK] [MASK] <extra_id_0> the <extra_id_1>",
    "<s> the </S> [sep] [Cls] < pad >",
    "\u2581the\u2581river",
    "##river the ##s",
]

WRITTEN = [
    '<p class="note">The <b>river</b> &amp; the sea<br/>\n<!-- a comment --></p>',
    "for (let i = 0; i < n; ++i) { total += x[i] ** 2; } // sum of squares",
    "def encode(texts):\n\treturn [model(t) for t in texts]\n",
    'SELECT name, COUNT(*) FROM rivers WHERE length > 1000 GROUP BY name;',
    '{"name": "Facet", "values": [1, 2.5, -3e-7, null, true]}',
    "https://example.org/path/to?q=river&lang=en#top",
    "someone@example.org wrote on 2024-02-29 at 23:59:60",
    "C:\\Users\\someone\\Documents\\notes.txt",
    "3.14159 26535 1,234,567.89 -0 +1 1e10 0x1F 50% $9.99 #1",
    "1234567890" * 6,
    "ALL CAPITAL LETTERS SHOUT",
    "mIxEd CaSe WoRdS",
    "don't can't won't it's o'clock rock'n'roll",
    "!!!???...,,,;;;:::---___***",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "$\\alpha^2 + \\beta_{i,j} = \\frac{1}{2}$",
    "- one\n- two\n- three\n\n1. first\n2. second",
    "| river | length |\n|---|---|\n| Rhine | 1,230 |",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "e" * 99 + " " + "e" * 100 + " " + "e" * 101,
]


def unusual() -> list:
    pairs: list = []
    for index, text in enumerate([*SCRIPTS.values(), *CONTROLS, *SPECIALS, *WRITTEN]):
        pairs.append([SCIENCE if index % 2 else SENTENCE, text])
    for name in ["emoji", "arabic", "combining", "chinese", "greek", "fullwidth", "astral"]:
        pairs.append([f"{SCRIPTS[name]}: ", "The river rises in the hills."])
        pairs.append(SCRIPTS[name])
    pairs += [
        ["</s>", "the river"],
        ["Represent</s> the sentence: ", "the river"],
        ["[CLS] Represent [SEP]: ", "the river"],
        ["<pad>", "the river"],
        "</s>",
        "[SEP]",
        "<pad>",
        "[PAD]",
        LONG_WORD,
        [SENTENCE, LONG_WORD],
        [LONG_WORD, "the river"],
        [SENTENCE, "\U0001f600" * 2_000],
        [SENTENCE, "\u6cb3" * 700],
        [SENTENCE, "river, " * 700],
        [SENTENCE, "\n".join(f"{n}. item number {n}" for n in range(150))],
        # Half of a surrogate pair, as a string cut in its middle has it: the tokenisers see U+FFFD.
        [SENTENCE, "cut emoji \ud83d"],
    ]
    return pairs


def ordinary() -> list:
    return [
        ["Represent the Medicine sentence for clustering: ", "Dynamical scalar degree of freedom in gravity"],
        ["Represent the Wikipedia question for retrieving supporting documents: ", "where does the river rise"],
        ["Represent the Wikipedia document for retrieval: ", "The river rises in the hills north of the town and flows to the sea."],
        ["Represent the Financial statement: ", "The bank raised its rates by half a point."],
        ["Represent the Financial statement:", "The bank raised its rates by half a point."],
        ["Represent the customer review for classification: ", "Broke after two days. Would not buy again."],
        ["Represent the customer review for classification: ", "Works well, and the colour is lovely!"],
        "Broke after two days. Would not buy again.",
        "Works well, and the colour is lovely!",
        ["Represent the question: ", "What is the time?"],
    ]


def hard_pairs() -> list:
    return [*ordinary(), *spaces(), *empties(), *counts(), *limits(), *unusual()]
