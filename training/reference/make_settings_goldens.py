#!/usr/bin/env python3
"""Writes training/goldens/settings.json: how the published package treats a model's own settings.

    python3 training/reference/make_settings_goldens.py

For each case of settings_cases.py: token ids and the count of masked tokens of each pair, and the first pairs' vectors;
or the error with which Python refuses the folder. A pair that the package fails on has null.
"""

import os
import sys
from pathlib import Path

import environment

environment.enter(Path(__file__).resolve().with_name("requirements.txt"))

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import InstructorEmbedding
import sentence_transformers
import tokenizers
import transformers

import encode
import settings_cases

VECTORS = 3


def main() -> None:
    cases = settings_cases.answers(
        settings_cases.SETTINGS,
        load=lambda folder: encode.load(folder, 512),
        read=reading,
        encode=lambda model: model.encode(settings_cases.PAIRS[:VECTORS]),
    )
    versions = {
        "InstructorEmbedding": "1.0.1",
        "sentence-transformers": sentence_transformers.__version__,
        "transformers": transformers.__version__,
        "tokenizers": tokenizers.__version__,
        "python": sys.version.split()[0],
    }
    settings_cases.write("settings.json", versions, cases)


def reading(model, pair):
    """Ids and masked count; null if an id lies beyond the embedding table, which would crash the model."""
    size = model[0].auto_model.config.vocab_size
    features = model.tokenize([pair])
    ids = features["input_ids"][0].tolist()
    if max(ids) >= size:
        return None
    return [ids, int(features["context_masks"][0])]


if __name__ == "__main__":
    main()
