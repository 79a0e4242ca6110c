"""Expected numbers of src/evaluation/measures from scikit-learn, SciPy, pytrec_eval, mteb, rouge-score and torchmetrics.

    python3 training/reference/evaluation_goldens.py

It installs evaluation-requirements.txt into training/.venv-evaluation (1.3 GB) and writes
src/evaluation/measures/goldens.json and statistics/goldens.json. Two runs write the same bytes.
"""

import json
import sys
import warnings
from importlib.metadata import version

import environment

environment.enter(
    environment.TRAINING / "reference" / "evaluation-requirements.txt",
    environment.TRAINING / ".venv-evaluation",
)

import numpy as np
import pytrec_eval
from mteb._evaluators.retrieval_metrics import mrr
from mteb.abstasks.pair_classification import AbsTaskPairClassification
from rouge_score.rouge_scorer import RougeScorer
from scipy.stats import bootstrap, norm, pearsonr, permutation_test, spearmanr
from sklearn.metrics import (
    accuracy_score,
    adjusted_rand_score,
    average_precision_score,
    f1_score,
    precision_score,
    recall_score,
    v_measure_score,
)
from torchmetrics.functional.text.squad import _compute_exact_match_score

OUTPUT = environment.ROOT / "src" / "evaluation" / "measures" / "goldens.json"
STATISTICS = environment.ROOT / "src" / "evaluation" / "statistics" / "goldens.json"
PACKAGES = ("scikit-learn", "scipy", "numpy", "mteb", "pytrec-eval-terrier", "rouge-score", "torchmetrics")
KS = (1, 3, 5, 10, 100)
random = np.random.default_rng(21)


def numbers(values):
    """Floats of JSON; NaN and infinities as strings."""
    return [float(value) if np.isfinite(value) else str(float(value)) for value in values]


def correlations():
    x = random.normal(size=200)
    tied = random.integers(0, 4, 200).astype(float)
    cases = {
        "random": (x, 0.4 * x + random.normal(size=200)),
        "opposed": (x, -x + 0.01 * random.normal(size=200)),
        "ties on both sides": (tied, (tied + random.integers(0, 3, 200)).astype(float)),
        "a constant side": (x, np.full(200, 0.1)),
        "both constant": (np.full(5, 0.1), np.full(5, 2.0)),
        "two items": ([1.0, 2.0], [3.0, 1.0]),
        "far from zero": (1e6 + x, 1e6 + x + random.normal(size=200)),
        "a NaN": ([1.0, 2.0, np.nan, 4.0], [2.0, 1.0, 3.0, 5.0]),
        "an infinity": ([1.0, 2.0, np.inf, 4.0], [2.0, 1.0, 3.0, 5.0]),
        "equal to the last digit": ([0.1, 0.1, 0.1 + 1e-16, 0.2], [1.0, 2.0, 3.0, 4.0]),
    }
    for name, (a, b) in cases.items():
        yield {
            "name": name,
            "a": numbers(a),
            "b": numbers(b),
            "pearson": numbers([pearsonr(a, b).statistic])[0],
            "spearman": numbers([spearmanr(a, b).statistic])[0],
        }


def pairs():
    task = AbsTaskPairClassification.__new__(AbsTaskPairClassification)
    scores = random.uniform(-1, 1, 120)
    labels = (scores + random.normal(size=120) > 0).astype(int)
    cases = {
        "random": (scores, labels),
        "ties": (np.round(scores, 1), labels),
        "all scores equal": (np.full(8, 0.5), labels[:8]),
        "nothing positive": (scores[:9], np.zeros(9, int)),
        "all positive": (scores[:9], np.ones(9, int)),
        "perfect": (np.arange(6.0), np.array([0, 0, 0, 1, 1, 1])),
        "reversed": (-np.arange(6.0), np.array([0, 0, 0, 1, 1, 1])),
        "one pair": ([0.3], np.array([1])),
        "the best threshold below the lowest": ([0.9, 0.8, 0.7], np.array([0, 1, 1])),
    }
    for name, (score, label) in cases.items():
        score = [float(value) for value in score]
        accuracy, accuracy_threshold = task._find_best_acc_and_threshold(score, label, True)
        f1, precision, recall, f1_threshold = task._find_best_f1_and_threshold(score, label, True)
        yield {
            "name": name,
            "scores": score,
            "labels": label.tolist(),
            "ap": average_precision_score(label, score),
            "accuracy": float(accuracy),
            "accuracyThreshold": float(accuracy_threshold),
            "f1": float(f1),
            "precision": float(precision),
            "recall": float(recall),
            "f1Threshold": float(f1_threshold),
        }


def labellings():
    truth = random.integers(0, 5, 150)
    noisy = np.where(random.uniform(size=150) < 0.6, truth, random.integers(0, 6, 150))
    cases = {
        "five labels, a sixth predicted": (truth, noisy),
        "one class": (np.zeros(7, int), np.zeros(7, int)),
        "one class, wrong": (np.zeros(7, int), np.ones(7, int)),
        "a label never predicted": ([0, 0, 1, 1, 2], [0, 0, 1, 0, 0]),
        "one item": ([3], [3]),
    }
    for name, (a, b) in cases.items():
        yield {
            "name": name,
            "actual": [int(each) for each in a],
            "predicted": [int(each) for each in b],
            "accuracy": accuracy_score(a, b),
            **{
                key + ("Weighted" if average == "weighted" else ""): float(score(a, b, average=average))
                for key, score in (("f1", f1_score), ("precision", precision_score), ("recall", recall_score))
                for average in ("macro", "weighted")
            },
        }


def clusterings():
    truth = random.integers(0, 6, 300)
    cases = {
        "related": (truth, np.where(random.uniform(size=300) < 0.5, truth, random.integers(0, 9, 300))),
        "independent": (truth, random.integers(0, 4, 300)),
        "the same": (truth, 5 - truth),
        "one cluster": (truth, np.zeros(300, int)),
        "a cluster a text": (truth[:20], np.arange(20)),
        "one label and one cluster": ([0] * 4, [0] * 4),
        "one text": ([0], [0]),
    }
    for name, (a, b) in cases.items():
        yield {
            "name": name,
            "labels": [int(each) for each in a],
            "clusters": [int(each) for each in b],
            "vMeasure": float(v_measure_score(a, b)),
            "ari": float(adjusted_rand_score(a, b)),
        }


def rankings():
    def drawn(documents, relevant, graded=False, digits=6):
        ids = [f"d{at}" for at in range(documents)]
        scores = {each: float(np.round(random.uniform(-1, 1), digits)) for each in ids}
        chosen = random.choice(ids, relevant, replace=False)
        judged = {each: int(random.integers(1, 4)) if graded else 1 for each in chosen}
        return scores, judged | {ids[0]: 0} if ids[0] not in judged else judged

    cases = {
        "random": drawn(60, 4),
        "graded": drawn(60, 9, graded=True),
        "ties": drawn(60, 6, graded=True, digits=1),
        "all scores equal": ({f"d{at}": 0.5 for at in range(12)}, {"d3": 1, "d7": 2}),
        "ids in another order than code points'": (
            {"d10": 0.5, "d9": 0.5, "D9": 0.5, "ä": 0.5, "\uff5e": 0.5, "\U0001f600": 0.5, "d": 0.5},
            {"d9": 1, "\uff5e": 2},
        ),
        "equal in single precision": ({"a": 0.1 + 1e-10, "b": 0.1, "c": 0.3}, {"a": 1}),
        "no relevant document": ({"a": 0.3, "b": 0.2}, {"a": 0, "b": 0}),
        "a relevant document that was not found": ({"a": 0.3, "b": 0.2}, {"x": 1, "b": 1}),
        "a negative grade": ({"a": 0.3, "b": 0.2, "c": 0.1}, {"a": -1, "b": 2, "c": 1}),
        "one document": ({"a": 0.3}, {"a": 1}),
    }
    wanted = {f"{measure}.{','.join(map(str, KS))}" for measure in ("ndcg_cut", "recall", "map_cut", "P")}
    for name, (scores, judged) in cases.items():
        found = pytrec_eval.RelevanceEvaluator({"q": judged}, wanted).evaluate({"q": scores})["q"]
        reciprocal = mrr({"q": judged}, {"q": {each: float(np.float32(s)) for each, s in scores.items()}}, KS)
        yield {
            "name": name,
            "scores": scores,
            "judged": judged,
            "ndcg": [found[f"ndcg_cut_{k}"] for k in KS],
            "recall": [found[f"recall_{k}"] for k in KS],
            "map": [found[f"map_cut_{k}"] for k in KS],
            "precision": [found[f"P_{k}"] for k in KS],
            "mrr": [reciprocal[f"MRR@{k}"][0] for k in KS],
        }


ANSWERS = [
    ("the cat sat on the mat", "the cat lay on a mat"),
    ("SELECT name FROM city WHERE state = 'Texas' ;", "SELECT name, area FROM city ;"),
    ("", "something"),
    ("something", ""),
    ("", ""),
    ("Yes.", "yes"),
    ("No.", "Yes."),
    ("The  answer", "answer!"),
    ("an apple a day", "apple day"),
    ("theatre", "the atre"),
    ("naïve café", "naive cafe"),
    ("Größe 10", "größe 10"),
    ("don't stop", "dont stop"),
    ("a b c d e f g", "g f e d c b a"),
    ("repeat repeat repeat", "repeat"),
    ("İstanbul", "i̇stanbul"),
    ("one\ntwo\tthree", "one two three"),
    ("K 5", "k 5"),
    ("日本語", "日本語"),
]


def answers():
    scorer = RougeScorer(["rougeL"])
    words = ["a", "the", "city", "river", "Texas", "of", "largest", "in", "what", "population,"]
    drawn = [
        tuple(" ".join(random.choice(words, random.integers(3, 25))) for _ in range(2)) for _ in range(12)
    ]
    for reference, prediction in ANSWERS + drawn:
        yield {
            "reference": reference,
            "prediction": prediction,
            "rougeL": scorer.score(reference, prediction)["rougeL"].fmeasure,
            "exact": bool(_compute_exact_match_score(prediction, reference)),
        }


def intervals():
    skewed = random.exponential(size=60)
    x = random.normal(size=80)
    cases = {
        "a skewed mean": (skewed, None),
        "a share": ((random.uniform(size=120) < 0.85).astype(float), None),
        "a correlation": (x, x + random.normal(size=80)),
    }
    for name, (a, b) in cases.items():
        statistic = np.mean if b is None else lambda p, q, axis: pearsonr(p, q, axis=axis).statistic
        found = bootstrap(
            (a,) if b is None else (a, b), statistic, paired=b is not None, vectorized=True, n_resamples=20_000,
            batch=1000, method="BCa", rng=np.random.default_rng(3),
        ).confidence_interval  # fmt: skip
        yield {
            "name": name,
            "a": numbers(a),
            "b": None if b is None else numbers(b),
            "low": float(found.low),
            "high": float(found.high),
        }


def paired_tests():
    right = (random.uniform(size=100) < 0.7).astype(float)
    x = random.normal(size=60)
    cases = {
        "a small difference": (x, x + 0.1 + 0.5 * random.normal(size=60)),
        "right and wrong": (right, np.where(random.uniform(size=100) < 0.15, 1 - right, right)),
        "eight units": (x[:8], x[:8] + 0.4 + 0.3 * random.normal(size=8)),
    }
    for name, (a, b) in cases.items():
        found = permutation_test(
            (a - b,), np.mean, permutation_type="samples", n_resamples=50_000, batch=1000, rng=np.random.default_rng(4)
        )
        yield {"name": name, "a": numbers(a), "b": numbers(b), "p": float(found.pvalue)}


def statistics():
    return {
        "versions": {name: version(name) for name in ("scipy", "numpy")},
        "cdf": [[z, float(norm.cdf(z))] for z in (-12.0, -7.5, -6.0, -3.0, -1.96, -0.5, 0.0, 0.1, 1.0, 2.5, 6.5)],
        "quantiles": [
            [p, float(norm.ppf(p))] for p in (1e-12, 1e-6, 0.001, 0.025, 0.2, 0.5, 0.55, 0.9, 0.975, 0.9999)
        ],
        "intervals": list(intervals()),
        "tests": list(paired_tests()),
    }


def write(path, goldens):
    path.write_text(json.dumps(goldens, indent=1, ensure_ascii=True) + "\n")
    print(path.relative_to(environment.ROOT), file=sys.stderr)


def main():
    warnings.simplefilter("ignore")
    goldens = {
        "versions": {name: version(name) for name in PACKAGES},
        "ks": list(KS),
        "correlations": list(correlations()),
        "pairs": list(pairs()),
        "labellings": list(labellings()),
        "clusterings": list(clusterings()),
        "rankings": list(rankings()),
        "answers": list(answers()),
    }
    write(OUTPUT, goldens)
    write(STATISTICS, statistics())


if __name__ == "__main__":
    main()
