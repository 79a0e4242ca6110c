#!/usr/bin/env python3
"""Writes the published package's vectors.npy and counts.json of pairs, for any folder.

    python3 training/reference/encode_folder.py <folder> <pairs.jsonl> <output folder> [--limit n]

`pairs.jsonl` has one [instruction, text] or "text" a line, as training/goldens/pairs.jsonl does.
"""

import argparse
import os
from pathlib import Path

import environment

environment.enter(Path(__file__).resolve().with_name("requirements.txt"))

import json

import encode

os.environ["TOKENIZERS_PARALLELISM"] = "false"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--limit", type=int, help="only the first pairs")
    arguments = parser.parse_args()
    # Not splitlines(): texts may hold U+2028.
    lines = [line for line in arguments.pairs.read_text().split("\n") if line]
    pairs = [json.loads(line) for line in lines][: arguments.limit]
    config = json.loads((arguments.folder / "sentence_bert_config.json").read_text())
    model = encode.load(arguments.folder, config["max_seq_length"])
    vectors, counts, skipped = encode.encode(model, pairs)
    arguments.output.mkdir(parents=True, exist_ok=True)
    encode.write(arguments.output, vectors, counts, skipped)
    print(f"{arguments.output}: {vectors.shape}, {len(skipped)} skipped")


if __name__ == "__main__":
    main()
