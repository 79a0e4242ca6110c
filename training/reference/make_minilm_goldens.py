#!/usr/bin/env python3
"""Writes training/goldens/minilm: vectors of real sentences by the MiniLM-L6 checkpoint.

    python3 training/reference/make_minilm_goldens.py
    python3 training/reference/make_minilm_goldens.py FOLDER facet-mini

The second form writes training/goldens/facet-mini, by the fp32 folder that facet-mini was quantised from.
Plain strings go through sentence-transformers itself (a second witness), pairs through INSTRUCTOR.
The weights (91 MB) are not committed: fetch_minilm.py gets MiniLM's, ../README.md says how to train others.
"""

import sys
from pathlib import Path

import environment

environment.enter(Path(__file__).resolve().with_name("requirements.txt"))

import json

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

import encode
import fetch_minilm
from sentences import real_pairs


def main() -> None:
    torch.set_num_threads(1)
    checkpoint, name = (Path(sys.argv[1]), sys.argv[2]) if len(sys.argv) == 3 else (fetch_minilm.fetch(), "minilm")
    folder = environment.GOLDENS / name
    folder.mkdir(parents=True, exist_ok=True)
    pairs = real_pairs()
    limit = json.loads((checkpoint / "sentence_bert_config.json").read_text())["max_seq_length"]
    instructor = encode.load(checkpoint, limit)
    vectors, counts, skipped = encode.encode(instructor, pairs)

    plain = SentenceTransformer(str(checkpoint), device="cpu")
    strings = [index for index, pair in enumerate(pairs) if isinstance(pair, str)]
    witness = np.stack([plain.encode([pairs[index]], batch_size=1)[0] for index in strings])
    print(f"sentence-transformers against INSTRUCTOR, {len(strings)} strings: max |Δ| {np.abs(witness - vectors[strings]).max():.1e}")
    vectors[strings] = witness

    encode.write_pairs(folder / "pairs.jsonl", pairs)
    encode.write(folder, vectors, counts, skipped)
    print(f"{name}: {vectors.shape}, {len(skipped)} skipped, {sum(row['truncated'] for row in counts)} truncated")


if __name__ == "__main__":
    main()
