#!/usr/bin/env python3
"""Writes training/goldens/prompts.json: how sentence-transformers treats include_prompt, prompts and their default.

The reference's pinned version is older than prompts, so this one has an environment of its own:

    python3.11 -m venv /tmp/prompts
    /tmp/prompts/bin/pip install sentence-transformers==6.2.0 transformers==5.24.0 tokenizers==0.23.3 torch==2.13.0
    /tmp/prompts/bin/python training/reference/make_prompt_goldens.py

For each case of settings_cases.py: token ids and the number of leading tokens left out of the mean, of each pair, by
`encode(text, prompt=instruction)`, and by `encode(text)` where the instruction is empty; and the first pairs' vectors.
"""

import os
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import sentence_transformers
import tokenizers
import transformers
from sentence_transformers import SentenceTransformer

import settings_cases

VECTORS = 4


def main() -> None:
    cases = settings_cases.answers(
        settings_cases.PROMPTS,
        load=lambda folder: SentenceTransformer(str(folder), device="cpu"),
        read=lambda model, pair: reading(model, *pair),
        encode=lambda model: [encode(model, *pair) for pair in settings_cases.PAIRS[:VECTORS]],
    )
    versions = {
        "sentence-transformers": sentence_transformers.__version__,
        "transformers": transformers.__version__,
        "tokenizers": tokenizers.__version__,
        "python": sys.version.split()[0],
    }
    settings_cases.write("prompts.json", versions, cases)


def encode(model, instruction, text):
    return model.encode(text) if instruction == "" else model.encode(text, prompt=instruction)


def reading(model, instruction, text):
    prompt = model._resolve_prompt(instruction or None, None)
    features = model.preprocess([text], prompt=prompt)
    length = features.get("prompt_length")
    masked = 0 if model[1].include_prompt or length is None else int(length)
    return [features["input_ids"][0].tolist(), masked]


if __name__ == "__main__":
    main()
