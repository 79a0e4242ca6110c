"""Golden checkpoints with other settings, and pairs that tell the settings apart.

A case: its name, the golden that it is made of, and what is merged into the folder's JSON files. `{"$replace": x}` puts x
in place of what is there; a name under "$drop" takes a field out.
"""

import copy
import json
import shutil
import tempfile
from pathlib import Path

GOLDENS = Path(__file__).resolve().parents[1] / "goldens"

PAIRS = [
    ["", "The Train leaves at NOON"],
    ["Represent the Science title for clustering: ", "HELLO World"],
    ["query: ", "how old is the River"],
    ["Query:", " Café RÉSUMÉ naïve Ångström"],
    ["passage: ", "我们在河边散步 in Berlin 東京"],
    ["", "ΟΔΥΣΣΕΥΣ οδυσσευς Straße İstanbul"],
    ["REPRESENT the sentence: ", "  two  spaces\tand a tab  "],
    ["the", "river"],
    ["the ", ""],
    [" ", "The river"],
    ["", ""],
    ["Σ", "ΣΑΣ ΑΣ"],
    ["a: ", "the [MASK] river [SEP] the </s> sea <extra_id_1> <extra_id_50> [sep]"],
    ["", "river, Hills; 3.14 = 50% (x_y) don’t re-do"],
    ["query: ", " ".join(["The river"] * 4)],
    [" ".join(["Represent the River"] * 3) + ": ", "the sea"],
    ["the river ri", "ses"],
    ["", "\u00a0\u3000river\ufeff\x1c \x85"],
    ["title: \n", "\n The\r\nriver"],
    ["", "e\u0301 E\u0301 \u1e9b\u0323 \u0130"],
]

BERT, T5 = "bert-safetensors", "t5-bin"


def tokenizer_config(**fields):
    return {"tokenizer_config.json": fields}


def normalizer(**fields):
    return {"tokenizer.json": {"normalizer": fields}}


SETTINGS = [
    ("as it is", BERT, {}),
    ("lower off", BERT, tokenizer_config(do_lower_case=False)),
    ("lower missing", BERT, normalizer(lowercase=False) | tokenizer_config(**{"$drop": ["do_lower_case"]})),
    ("lower null", BERT, tokenizer_config(do_lower_case=None)),
    ("lower on over off", BERT, normalizer(lowercase=False)),
    ("no tokenizer_config", BERT, normalizer(lowercase=False) | {"tokenizer_config.json": None}),
    ("accents stripped, case kept", BERT, tokenizer_config(do_lower_case=False, strip_accents=True)),
    ("accents kept, lower case", BERT, tokenizer_config(strip_accents=False)),
    ("accents null over true", BERT, normalizer(strip_accents=True) | tokenizer_config(do_lower_case=False, strip_accents=None)),
    ("accents silent over true", BERT, normalizer(strip_accents=True, lowercase=False) | tokenizer_config(do_lower_case=False)),
    ("ideographs together", BERT, tokenizer_config(tokenize_chinese_chars=False)),
    ("ideographs null", BERT, tokenizer_config(tokenize_chinese_chars=None)),
    ("ideographs apart over together", BERT, normalizer(handle_chinese_chars=False)),
    ("all three", BERT, tokenizer_config(do_lower_case=False, strip_accents=True, tokenize_chinese_chars=False)),
    ("clean_text of the file stays", BERT, normalizer(clean_text=False) | tokenizer_config(clean_text=True, do_lower_case=False)),
    ("PreTrainedTokenizerFast", BERT, tokenizer_config(tokenizer_class="PreTrainedTokenizerFast", do_lower_case=False)),
    ("MPNetTokenizer", BERT, tokenizer_config(tokenizer_class="MPNetTokenizer", do_lower_case=False, tokenize_chinese_chars=False)),
    ("DistilBertTokenizerFast", BERT, tokenizer_config(tokenizer_class="DistilBertTokenizerFast", do_lower_case=False)),
    ("ElectraTokenizer", BERT, tokenizer_config(tokenizer_class="ElectraTokenizer", tokenize_chinese_chars=False)),
    ("class of config.json", BERT, tokenizer_config(do_lower_case=False, **{"$drop": ["tokenizer_class"]}) | {"config.json": {"tokenizer_class": "PreTrainedTokenizerFast"}}),
    ("class of the family", BERT, tokenizer_config(do_lower_case=False, **{"$drop": ["tokenizer_class"]})),
    ("slow class", BERT, tokenizer_config(tokenizer_class="BertJapaneseTokenizer")),
    ("normaliser in a Sequence", BERT, {"tokenizer.json": {"normalizer": {"$replace": {"type": "Sequence", "normalizers": [{"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}]}}}} | tokenizer_config(do_lower_case=False)),
    ("another normaliser", BERT, {"tokenizer.json": {"normalizer": {"$replace": {"type": "Lowercase"}}}} | tokenizer_config(do_lower_case=False)),
    ("XLM's settings", BERT, tokenizer_config(do_lowercase_and_remove_accent=True, remove_space=True, do_lower_case=False)),
    ("another unknown token", BERT, tokenizer_config(unk_token="river")),
    ("more special tokens", BERT, tokenizer_config(additional_special_tokens=["river", "[sep]"])),
    ("more added tokens", BERT, tokenizer_config(added_tokens_decoder={"206": {"content": "river", "lstrip": False, "rstrip": False, "normalized": True, "single_word": False, "special": False}})),
    ("added tokens that are words", BERT, tokenizer_config(added_tokens_decoder={"206": {"content": "river", "lstrip": False, "rstrip": False, "normalized": False, "single_word": True, "special": False}})),
    ("special tokens of the map", BERT, {"special_tokens_map.json": {"cls_token": "the", "additional_special_tokens": ["river"]}}),
    ("cut at the left", BERT, tokenizer_config(truncation_side="left")),
    ("do_lower_case of sentence-transformers", BERT, tokenizer_config(do_lower_case=False) | {"sentence_bert_config.json": {"do_lower_case": True}}),
    ("both lower-case", BERT, {"sentence_bert_config.json": {"do_lower_case": True}}),
    ("T5", T5, {}),
    ("T5, BERT's settings", T5, tokenizer_config(do_lower_case=True, strip_accents=True, legacy=False, add_prefix_space=False)),
    ("T5, do_lower_case of sentence-transformers", T5, {"sentence_bert_config.json": {"do_lower_case": True}}),
    ("T5, a Lowercase of its own", T5, {"tokenizer.json": {"normalizer": {"$replace": {"type": "Sequence", "normalizers": [{"type": "Lowercase"}, {"type": "NFKC"}]}}}}),
    ("T5, more special tokens", T5, tokenizer_config(additional_special_tokens=["<extra_id_0>", "<extra_id_1>", "<extra_id_2>", "▁the"])),
]  # fmt: skip


def prompts(include, default=None, **more):
    files = {"config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "Passage: "}, "default_prompt_name": default}}
    return files | ({} if include is None else {"1_Pooling/config.json": {"include_prompt": include}}) | more


PROMPTS = [
    (f"{family}: {name}", base, edits)
    for family, base in [("BERT", BERT), ("T5", T5)]
    for name, edits in [
        ("pooled", prompts(True)),
        ("masked", prompts(False)),
        ("pooled, by default", prompts(True, "passage")),
        ("masked, by default", prompts(False, "query")),
        ("prompts and no word of pooling", prompts(None, "passage")),
        ("no prompts", {"1_Pooling/config.json": {"include_prompt": False}}),
        ("an empty default", prompts(True, "document")),
        ("a default that is not there", prompts(True, "none")),
        ("cut at 8", prompts(False, "passage", **{"sentence_bert_config.json": {"max_seq_length": 8}})),
        ("lower case first", prompts(False, "passage", **{"sentence_bert_config.json": {"do_lower_case": True}})),
    ]
] + [
    ("BERT: case kept, lower case first", BERT, prompts(True, None, **{"sentence_bert_config.json": {"do_lower_case": True}, "tokenizer_config.json": {"do_lower_case": False}})),
    ("BERT: case kept", BERT, prompts(True, "passage", **{"tokenizer_config.json": {"do_lower_case": False}})),
]  # fmt: skip


def merged(value, edit):
    if not isinstance(edit, dict):
        return edit
    if "$replace" in edit:
        return edit["$replace"]
    result = copy.deepcopy(value) if isinstance(value, dict) else {}
    for name in edit.get("$drop", []):
        result.pop(name, None)
    for name, part in edit.items():
        if name != "$drop":
            result[name] = merged(result.get(name), part)
    return result


def make(base: str, edits: dict, folder: Path) -> None:
    """Writes the case's folder and replaces an existing one. An edit of None removes a file."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(GOLDENS / base / "model", folder)
    for name, edit in edits.items():
        path = folder / name
        if edit is None:
            path.unlink()
            continue
        old = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps(merged(old, edit)))


def answers(cases: list, load, read, encode) -> list:
    """Each case with what Python makes of it: `read(model, pair)` of all pairs and the vectors that `encode(model)` gives of
    the first ones; or the error with which `load(folder)` refuses it."""
    answered = []
    for name, base, edits in cases:
        case = {"name": name, "base": base, "edits": edits}
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "model"
            make(base, edits, folder)
            try:
                model = load(folder)
            except (TypeError, ValueError) as error:
                answered.append(case | {"error": f"{type(error).__name__}: {error}"})
                continue
            case["read"] = [read(model, pair) for pair in PAIRS]
            case["vectors"] = [[round(float(x), 7) for x in row] for row in encode(model)]
            answered.append(case)
    return answered


def write(name: str, versions: dict, cases: list) -> None:
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    head = json.dumps({"versions": versions, "pairs": PAIRS}, ensure_ascii=True)[1:-1]
    path = GOLDENS / name
    path.write_text(f'{{{head},\n"cases":[\n{lines}\n]}}\n')
    print(f"{path}: {len(cases)} cases, {path.stat().st_size} bytes")
