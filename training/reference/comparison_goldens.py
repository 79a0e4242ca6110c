"""Expected numbers of the comparisons in src/analysis from scikit-learn, SciPy and BERTopic.

    pip install scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
    pip install --no-deps bertopic==0.17.4
    python training/reference/comparison_goldens.py src/analysis/compare/comparison-goldens.json

Of BERTopic only the file with its c-TF-IDF is loaded: the package itself asks for torch. Rows come
from Mulberry32 as in analysis_goldens.py.
"""

import importlib.util
import json
import os
import sys

import numpy as np
import scipy
import sklearn
from analysis_goldens import mulberry32, rows
from scipy.linalg import orthogonal_procrustes
from scipy.spatial import procrustes
from scipy.stats import spearmanr
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.metrics import (
    adjusted_rand_score,
    homogeneity_completeness_v_measure,
    normalized_mutual_info_score,
    silhouette_score,
)
from sklearn.metrics.pairwise import linear_kernel
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import KernelCenterer

COMPARED = [
    # name, texts, distinct rows, widths, topics, spreads
    ("the same width", 60, 60, (8, 8), 3, (0.3, 0.9)),
    ("wider than long", 40, 40, (384, 384), 4, (1.0, 1.0)),
    ("longer than both are wide", 300, 300, (16, 24), 5, (1.2, 0.4)),
    ("texts that coincide, so ties", 48, 16, (12, 12), 4, (0.8, 0.8)),
    ("a narrow band of cosines", 80, 80, (64, 64), 2, (0.1, 0.1)),
    ("three texts", 3, 3, (8, 8), 2, (1.0, 1.0)),
]


def compared(seed, name, n, distinct, widths, topics, spreads):
    sides = [
        np.resize(rows(seed + side, distinct, dim, topics, spread), (n, dim)).astype(np.float64)
        for side, (dim, spread) in enumerate(zip(widths, spreads))
    ]
    # Cosines of rows that are of length 1 in single precision only.
    sides = [x / np.linalg.norm(x, axis=1, keepdims=True) for x in sides]
    # In single precision, as the page shows them.
    cosines = [(x @ x.T).astype(np.float32).astype(np.float64) for x in sides]
    above = np.triu_indices(n, 1)
    k = min(10, n - 1)
    nearest = []
    for matrix in cosines:
        others = -matrix
        np.fill_diagonal(others, np.inf)
        nearest.append([set(row[:k]) for row in np.argsort(others, axis=1, kind="stable")])
    shared = np.array([len(a & b) for a, b in zip(*nearest)])
    change = np.abs(cosines[1] - cosines[0])
    kernels = [KernelCenterer().fit_transform(linear_kernel(x)) for x in sides]
    largest = np.argmax(change[above])
    return {
        "name": name,
        "count": n,
        "distinct": distinct,
        "topics": topics,
        "sides": [
            {"seed": seed + side, "dim": dim, "spread": spread}
            for side, (dim, spread) in enumerate(zip(widths, spreads))
        ],
        "spearman": spearmanr(cosines[0][above], cosines[1][above]).statistic,
        "cka": np.vdot(*kernels) / np.linalg.norm(kernels[0]) / np.linalg.norm(kernels[1]),
        "neighbours": k,
        "overlap": (shared / k).mean(),
        "jaccard": (shared / (2 * k - shared)).mean(),
        "movement": (1 - shared / k).tolist(),
        "shift": (change.sum(axis=1) / (n - 1)).tolist(),
        "mostMoved": change[above][largest],
    }


def labellings():
    numbers = mulberry32(7)

    def draw(n, k):
        return [int(next(numbers) * k) for _ in range(n)]

    truth = draw(120, 4)
    noisy = [label if next(numbers) < 0.7 else int(next(numbers) * 5) for label in truth]
    yield "independent", draw(90, 3), draw(90, 5)
    yield "related", truth, noisy
    yield "the same under other names", truth, [3 - label for label in truth]
    yield "finer", truth, [2 * label + i % 2 for i, label in enumerate(truth)]
    yield "one cluster of all", truth, [0] * len(truth)
    yield "a cluster a text", truth[:20], list(range(20))
    yield "one and one", [0] * 5, [0] * 5
    yield "one text", [0], [0]
    yield "a label that no text has", [0, 2, 2, 0, 4], [1, 1, 1, 0, 0]


def agreement(name, a, b):
    homogeneity, completeness, v_measure = homogeneity_completeness_v_measure(a, b)
    return {
        "name": name,
        "a": a,
        "b": b,
        "ari": adjusted_rand_score(a, b),
        "nmi": normalized_mutual_info_score(a, b),
        "homogeneity": homogeneity,
        "completeness": completeness,
        "vMeasure": v_measure,
    }


def maps():
    numbers = mulberry32(11)

    def points(n):
        return np.array([[next(numbers) - 0.5, next(numbers) - 0.5] for _ in range(n)])

    fixed = points(25) * [4, 2] + [3, -1]
    turn = np.array([[np.cos(2), -np.sin(2)], [np.sin(2), np.cos(2)]])
    yield "turned and shifted", fixed, 3 * fixed @ turn + [10, 20]
    yield "mirrored, with noise", fixed, fixed * [-1, 1] + 0.3 * points(25)
    yield "unrelated", fixed, points(25)
    yield "on a line", fixed, fixed * [1, 0]


def aligned(name, fixed, moving):
    fixed, moving = fixed.astype(np.float32), moving.astype(np.float32)
    result = {"name": name, "fixed": fixed.ravel().tolist(), "moving": moving.ravel().tolist()}
    fixed, moving = fixed.astype(np.float64), moving.astype(np.float64)
    centred = moving - moving.mean(axis=0)
    rotation, gain = orthogonal_procrustes(centred, fixed - fixed.mean(axis=0))
    coordinates = gain / (centred**2).sum() * centred @ rotation + fixed.mean(axis=0)
    return result | {
        "coordinates": coordinates.ravel().tolist(),
        "disparity": procrustes(fixed, moving)[2],
    }


def suggestion():
    shape = {"seed": 21, "count": 120, "dim": 16, "topics": 5, "spread": 0.5}
    x = rows(*shape.values()).astype(np.float64)
    scores = {}
    for k in range(2, 9):
        labels = KMeans(k, n_init=50, tol=0, random_state=0).fit_predict(x)
        scores[k] = silhouette_score(x, labels)
    return shape | {"most": 8, "silhouettes": list(scores.values())}


def mini_batch():
    shape = {"seed": 22, "count": 6000, "dim": 16, "topics": 7, "spread": 1.0}
    x = rows(*shape.values()).astype(np.float64)
    fits = [MiniBatchKMeans(7, n_init=10, random_state=seed).fit(x) for seed in range(5)]
    return shape | {
        "k": 7,
        "inertia": KMeans(7, n_init=10, random_state=0).fit(x).inertia_,
        "miniBatchInertia": float(np.median([fit.inertia_ for fit in fits])),
    }


def tsne(seed, n, dim, topics, spread):
    x = rows(seed, n, dim, topics, spread).astype(np.float64)
    reduced = PCA(min(50, dim, n), svd_solver="full").fit_transform(x)
    perplexity = min(30, (n - 1) / 3)
    neighbours = min(n - 1, int(3 * perplexity + 1))
    graph = NearestNeighbors(n_neighbors=neighbours).fit(reduced).kneighbors_graph(mode="distance")
    graph.data **= 2
    p = _joint_probabilities_nn(graph, perplexity, 0).toarray()
    layout = TSNE(perplexity=perplexity, angle=0.1, init="pca", random_state=0).fit(reduced)
    return {
        "seed": seed,
        "count": n,
        "dim": dim,
        "topics": topics,
        "spread": spread,
        "perplexity": perplexity,
        "firstRow": p[0].tolist(),
        "rowSums": p.sum(axis=1).tolist(),
        "divergence": float(layout.kl_divergence_),
    }


DOCUMENTS = [
    ("striker scores goal keeper beaten goal", 0),
    ("keeper saves penalty final whistle", 0),
    ("penalty goal stadium crowd roars", 0),
    ("bread oven dough yeast flour", 1),
    ("dough rises oven golden crust crowd", 1),
    ("rocket orbit launch stadium", 2),
    ("orbit telescope launch delayed rocket rocket", 2),
    ("telescope galaxy golden spiral", 2),
]


def terms():
    package = importlib.util.find_spec("bertopic").submodule_search_locations[0]
    path = os.path.join(package, "vectorizers", "_ctfidf.py")
    spec = importlib.util.spec_from_file_location("ctfidf", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    joined = [" ".join(text for text, label in DOCUMENTS if label == c) for c in range(3)]
    vectorizer = CountVectorizer().fit(joined)
    counts = vectorizer.transform(joined)
    weights = module.ClassTfidfTransformer().fit(counts).transform(counts).toarray()
    names = vectorizer.get_feature_names_out()
    return {
        "texts": [text for text, _ in DOCUMENTS],
        "labels": [label for _, label in DOCUMENTS],
        "weights": [
            {name: weight for name, weight in zip(names, row.tolist()) if weight > 0}
            for row in weights
        ],
    }


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return round(float(value), 10) if isinstance(value, (float, np.floating)) else value


def main():
    goldens = {
        "versions": {"sklearn": sklearn.__version__, "scipy": scipy.__version__},
        "compared": [compared(31 + 2 * i, *case) for i, case in enumerate(COMPARED)],
        "agreements": [agreement(*case) for case in labellings()],
        "alignments": [aligned(*case) for case in maps()],
        "suggestion": suggestion(),
        "miniBatch": mini_batch(),
        "tsne": [tsne(41, 60, 8, 3, 0.5), tsne(42, 200, 64, 5, 1.5)],
        "terms": terms(),
    }
    with open(sys.argv[1], "w") as file:
        json.dump(rounded(goldens), file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
