"""Expected numbers of src/analysis from scikit-learn.

    pip install scikit-learn==1.9.1 numpy==2.4.6
    python training/reference/analysis_goldens.py src/analysis/goldens.json

The rows are not stored: they come from Mulberry32, which the tests run too (src/lib/random.ts).
"""

import json
import sys

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score

MASK = 0xFFFFFFFF
SETS = [
    # name, rows, width, topics, spread, clusters asked for
    ("three clear topics", 60, 8, 3, 0.3, 3),
    ("fewer rows than columns", 40, 384, 4, 1.0, 4),
    ("overlapping topics", 300, 16, 5, 1.2, 5),
    ("a dozen texts", 12, 384, 2, 0.8, 2),
    ("wide enough for Krylov subspaces", 400, 200, 6, 1.5, 6),
]


def mulberry32(seed):
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & MASK
        t = ((state ^ (state >> 15)) * (1 | state)) & MASK
        t = ((t + (((t ^ (t >> 7)) * (61 | t)) & MASK)) & MASK) ^ t
        yield ((t ^ (t >> 14)) & MASK) / 4294967296


def rows(seed, n, dim, topics, spread):
    numbers = mulberry32(seed)
    centres = [[next(numbers) - 0.5 for _ in range(dim)] for _ in range(topics)]
    out = np.empty((n, dim), np.float32)
    for i in range(n):
        row = np.array([c + spread * (next(numbers) - 0.5) for c in centres[i % topics]])
        out[i] = row / np.sqrt((row * row).sum())
    return out


def golden(seed, name, n, dim, topics, spread, k):
    x = rows(seed, n, dim, topics, spread).astype(np.float64)
    labels = np.arange(n) % topics
    alone = labels.copy()
    alone[0] = topics
    return {
        "name": name,
        "seed": seed,
        "count": n,
        "dim": dim,
        "topics": topics,
        "spread": spread,
        "k": k,
        "inertia": KMeans(k, n_init=10, tol=0, random_state=0).fit(x).inertia_,
        # Of the topics as they were drawn, and with the first row moved to a cluster of its own.
        "silhouette": silhouette_score(x, labels),
        "silhouetteWithSingleton": silhouette_score(x, alone),
        "pca": [round(float(v), 8) for v in PCA(2, svd_solver="full").fit_transform(x).ravel()],
    }


def main():
    goldens = {
        "sklearn": sklearn.__version__,
        "sets": [golden(seed + 1, *row) for seed, row in enumerate(SETS)],
    }
    with open(sys.argv[1], "w") as file:
        json.dump(goldens, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
