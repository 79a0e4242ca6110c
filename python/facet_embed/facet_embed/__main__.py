"""`python -m facet_embed --model FOLDER --input pairs.jsonl --output vectors.npy`: as `npm run embed`."""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from .embedder import Embedder
from .errors import FacetError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m facet_embed", description=__doc__)
    parser.add_argument("--model", required=True, help="an ONNX export (npm run model -- MODEL --onnx FOLDER)")
    parser.add_argument("--input", required=True, help='UTF-8, one per line: ["instruction", "text"] or "text"')
    parser.add_argument("--output", required=True, help="float32 [lines, dim], .npy")
    parser.add_argument("--device", choices=["cpu", "cuda", "auto"], default="cpu")
    parser.add_argument("--arithmetic", choices=["auto", "int8", "fp32"], default="auto", help="of an int8 model")
    parser.add_argument("--threads", type=int, help="threads of a CPU; all cores by default")
    parser.add_argument("--tokens", help="also writes ids and number of masked tokens, a line a pair, to this file")
    given = parser.parse_args()
    try:
        pairs = read_pairs(Path(given.input))
        embedder = Embedder(given.model, given.device, given.threads, arithmetic=given.arithmetic)
        encoded = embedder.encode_all(pairs)
    except (FacetError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for row, why in enumerate(encoded.refused):
        if why is not None:
            print(f"Warning: text {row + 1} was skipped, and its vector is zeros: {why}", file=sys.stderr)
    with open(given.output, "wb") as file:
        np.save(file, encoded.vectors)
    if given.tokens is not None:
        texts = embedder.tokeniser.tokenise_all(pairs)
        lines = (json.dumps({"ids": text.ids, "masked": text.masked}) for text in texts)
        Path(given.tokens).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    check = embedder.self_check
    print(
        f"{len(pairs)} vectors of {embedder.dim} ({embedder.folder.precision}, {embedder.device}; self-check: cosine "
        f"{check.cosine:.6f}, difference {check.difference:.1e}): {given.output}",
        file=sys.stderr,
    )
    return 0


def read_pairs(file: Path) -> list[tuple[str, str]]:
    """:raises FacetError: naming the line that is no pair."""
    pairs = []
    for number, line in enumerate(file.read_text("utf-8-sig").split("\n"), 1):
        if line.strip() == "":
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise FacetError(f"{file}, line {number}: is no JSON ({error})") from None
        if isinstance(value, str):
            value = ["", value]
        if not (isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)):
            raise FacetError(f'{file}, line {number}: give ["instruction", "text"] or "text"')
        pairs.append((value[0], value[1]))
    return pairs


if __name__ == "__main__":
    sys.exit(main())
