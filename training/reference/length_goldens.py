"""Cosines of rows of any length, from the least that float32 holds to the greatest, for src/analysis.

    pip install numpy==2.4.6
    python training/reference/length_goldens.py src/analysis/linear/length-goldens.json

Each row is scaled by its largest entry before its length is taken, so that no square overflows or vanishes.
"""

import json
import sys

import numpy as np

LENGTHS = [1, 58.73, 1e-30, 1e30, 3e38, 1e-40, 1e-3, 7.5, 2e19]


def unit(rows):
    rows = rows / np.abs(rows).max(axis=1, keepdims=True)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


random = np.random.default_rng(20)
directions = unit(np.round(random.normal(size=(len(LENGTHS), 5)), 3))
rows = (directions * np.array(LENGTHS)[:, None]).astype(np.float32).astype(np.float64)
cosines = unit(rows) @ unit(rows).T

with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(
        {
            "rows": rows.tolist(),
            "cosines": np.round(cosines, 10).tolist(),
            "rankings": np.argsort(-cosines, axis=1, kind="stable").tolist(),
        },
        file,
        indent=1,
    )
    file.write("\n")
