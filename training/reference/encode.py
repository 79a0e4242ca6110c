"""Vectors and token counts from the published package, one text at a time."""

import json
from pathlib import Path

import numpy as np
import torch
from InstructorEmbedding import INSTRUCTOR


def load(folder: Path, max_seq_length: int) -> INSTRUCTOR:
    """The package's model over a folder, in fp32 on the CPU.

    INSTRUCTOR 1.0.1 sets 512 whatever sentence_bert_config.json says, so the folder's own limit is
    set through sentence-transformers' `max_seq_length`.
    """
    model = INSTRUCTOR(str(folder), device="cpu")
    model.max_seq_length = max_seq_length
    for name, parameter in model.named_parameters():
        if parameter.dtype != torch.float32:
            raise TypeError(f"{folder}: {name} was loaded as {parameter.dtype}, not as float32")
    return model


def count(model: INSTRUCTOR, pair: list | str) -> dict:
    """Tokens after truncation, tokens left out of the mean, and whether the input was cut."""
    features = model.tokenize([pair])
    tokens = int(features["attention_mask"].sum())
    limit = model.max_seq_length
    model.max_seq_length = 10**6
    try:
        whole = int(model.tokenize([pair])["attention_mask"].sum())
    finally:
        model.max_seq_length = limit
    masked = int(features["context_masks"][0]) if "context_masks" in features else 0
    return {"tokens": tokens, "masked": masked, "truncated": whole > tokens}


def encode(model: INSTRUCTOR, pairs: list) -> tuple[np.ndarray, list, list]:
    """Vectors [n, dim] (a row of NaN where the package fails), counts, and the failures."""
    rows, counts, skipped = [], [], []
    for index, pair in enumerate(pairs):
        try:
            rows.append(model.encode([pair], batch_size=1)[0])
            counts.append(count(model, pair))
        except Exception as error:
            rows.append(None)
            counts.append(None)
            skipped.append({"index": index, "error": f"{type(error).__name__}: {str(error)[-160:]}"})
    dim = next(len(row) for row in rows if row is not None)
    vectors = np.stack([np.full(dim, np.nan) if row is None else row for row in rows])
    return vectors.astype(np.float32), counts, skipped


def write(folder: Path, vectors: np.ndarray, counts: list, skipped: list) -> None:
    np.save(folder / "vectors.npy", vectors)
    columns = {
        key: [None if row is None else row[key] for row in counts] for key in ("tokens", "masked", "truncated")
    }
    (folder / "counts.json").write_text(json.dumps(columns) + "\n")
    if skipped:
        (folder / "skipped.json").write_text(json.dumps(skipped, indent=2) + "\n")


def write_pairs(path: Path, pairs: list) -> None:
    """One pair a line, in ASCII, so that no reader takes U+2028 for the end of a line."""
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs))
