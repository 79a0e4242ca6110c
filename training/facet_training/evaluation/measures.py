"""One measure per set, as percentages. Metrics are scikit-learn's and scipy's."""

import warnings
from collections.abc import Sequence

import numpy as np
from scipy.stats import pearsonr, spearmanr
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, ndcg_score, v_measure_score

# k-means depends on its start: the mean over these seeds, each the best of INITS starts.
SEEDS = (0, 1, 2, 3, 4)
INITS = 2


def sts(a: np.ndarray, b: np.ndarray, scores: Sequence[float]) -> float:
    """Spearman of cosines with scores; rows of length 1, [n, dim] each."""
    return 100 * float(spearmanr((a * b).sum(1), scores).statistic)


def pair_precision(a: np.ndarray, b: np.ndarray, labels: Sequence[int]) -> float:
    """Average precision of cosines."""
    return 100 * float(average_precision_score(labels, (a * b).sum(1)))


def classification(train: np.ndarray, train_labels: Sequence[str], test: np.ndarray, labels: Sequence[str]) -> float:
    """Accuracy of a logistic regression (scikit-learn's defaults, 1,000 iterations)."""
    model = LogisticRegression(max_iter=1000, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(train, train_labels)
    return 100 * float(model.score(test, labels))


def v_measure(vectors: np.ndarray, labels: Sequence[str]) -> float:
    """V-measure of k-means with k = number of labels, mean over SEEDS."""
    k = len(set(labels))
    scores = [
        v_measure_score(labels, KMeans(k, n_init=INITS, random_state=seed).fit_predict(vectors)) for seed in SEEDS
    ]
    return 100 * float(np.mean(scores))


def ndcg_at_10(queries: np.ndarray, documents: np.ndarray, relevance: np.ndarray) -> float:
    """Mean nDCG@10; relevance [queries, documents]."""
    return 100 * float(ndcg_score(relevance, queries @ documents.T, k=10))


def mean_average_precision(query: np.ndarray, candidates: Sequence[np.ndarray], labels: Sequence[Sequence[int]]) -> float:
    """MAP of reranking: row i of `query` against its own candidates."""
    scores = [
        average_precision_score(own_labels, own @ row)
        for row, own, own_labels in zip(query, candidates, labels, strict=True)
    ]
    return 100 * float(np.mean(scores))


def billboard(generated: np.ndarray, references: Sequence[np.ndarray], human: Sequence[float]) -> float:
    """Pearson of human scores with the largest cosine to a reference, as in the reference's main.py."""
    best = [float((own @ row).max()) for row, own in zip(generated, references, strict=True)]
    return 100 * float(pearsonr(human, best).statistic)
