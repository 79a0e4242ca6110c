#!/usr/bin/env python3
"""Writes training/goldens: small checkpoints, and the published package's vectors of hard pairs.

    python3 training/reference/make_goldens.py [case …]

Without arguments every case is made anew.
"""

import os
import sys
from pathlib import Path

import environment

environment.enter(Path(__file__).resolve().with_name("requirements.txt"))

import shutil
import tempfile

import numpy as np
import torch
from safetensors.torch import load_file

import encode
import versions
from checkpoints import CASES, Case, make_checkpoint
from pairs import hard_pairs

os.environ["TOKENIZERS_PARALLELISM"] = "false"


def spread(vectors: np.ndarray) -> str:
    """How far the vectors differ from each other, to see that random weights tell texts apart."""
    rows = vectors[np.isfinite(vectors).all(axis=1)]
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    cosines = (rows @ rows.T)[np.triu_indices(len(rows), 1)]
    return "cosines between pairs: " + " / ".join(f"{q:.3f}" for q in np.quantile(cosines, [0.05, 0.5, 0.95]))


def make(case: Case, seed: int, pairs: list) -> None:
    folder = environment.GOLDENS / case.name
    shutil.rmtree(folder, ignore_errors=True)
    make_checkpoint(case, folder / "model", seed)
    with tempfile.TemporaryDirectory() as scratch:
        model_folder = folder / "model"
        if case.dense_weights == "safetensors":
            # sentence-transformers 2.2.2 reads a Dense module from .bin only.
            model_folder = Path(shutil.copytree(model_folder, Path(scratch) / "model"))
            dense = model_folder / "2_Dense"
            torch.save(load_file(dense / "model.safetensors"), dense / "pytorch_model.bin")
        model = encode.load(model_folder, case.max_seq_length)
        vectors, counts, skipped = encode.encode(model, pairs)
    encode.write(folder, vectors, counts, skipped)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{case.name}: {vectors.shape}, {len(skipped)} skipped, {size / 1e6:.2f} MB, {spread(vectors)}")


def main() -> None:
    torch.set_num_threads(1)
    pairs = hard_pairs()
    environment.GOLDENS.mkdir(exist_ok=True)
    encode.write_pairs(environment.GOLDENS / "pairs.jsonl", pairs)
    versions.write(environment.GOLDENS / "versions.json")
    wanted = sys.argv[1:] or [case.name for case in CASES]
    for seed, case in enumerate(CASES):
        if case.name in wanted:
            make(case, seed, pairs)


if __name__ == "__main__":
    main()
