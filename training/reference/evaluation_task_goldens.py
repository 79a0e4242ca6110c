"""Expected results of src/evaluation's classifier, draws and tasks from scikit-learn, numpy, Python and mteb.

    python3 training/reference/evaluation_task_goldens.py

It installs evaluation-requirements.txt into training/.venv-evaluation (1.3 GB) and writes
src/evaluation/logistic/goldens.json, random/goldens.json and tasks/goldens.json. Two runs write the same bytes.

Rows come from Mulberry32 as in analysis_goldens.py, so they are not stored. Texts are the rows' numbers: the "model"
looks the row up. All is computed in float64, as Facet does; mteb computes in the precision of what a model returns.
"""

import json
import random
import sys
import warnings
from importlib.metadata import version

import environment

environment.enter(
    environment.TRAINING / "reference" / "evaluation-requirements.txt",
    environment.TRAINING / ".venv-evaluation",
)

import numpy as np
from analysis_goldens import mulberry32, rows
from evaluation_task_cases import tasks
from sklearn.cluster import MiniBatchKMeans
from sklearn.linear_model import LogisticRegression

FOLDER = environment.ROOT / "src" / "evaluation"
PACKAGES = ("scikit-learn", "scipy", "numpy", "mteb", "pytrec-eval-terrier")


def labels_of(shape, classes, noise):
    """Row i has label i mod classes, or by chance another."""
    draws = mulberry32(shape["seed"] + 1000)
    return np.array(
        [int(next(draws) * classes) if next(draws) < noise else i % classes for i in range(shape["count"])]
    )


def logistic():
    cases = [
        # name, rows, width, topics, spread, share of random labels, C, columns scaled by 1, 2, 3 …
        ("two classes", 40, 8, 2, 1.0, 0.1, 1.0, False),
        ("two classes that do not part", 90, 6, 2, 3.0, 0.5, 1.0, False),
        ("five classes", 100, 16, 5, 1.0, 0.1, 1.0, False),
        ("eight texts of each of twelve labels", 96, 384, 12, 1.5, 0.0, 1.0, False),
        ("weak penalty", 120, 12, 4, 1.5, 0.2, 1000.0, False),
        ("columns of very different size, which ends at 100 iterations", 150, 40, 6, 3.0, 0.5, 1e6, True),
        ("strong penalty", 60, 8, 3, 1.0, 0.1, 0.01, False),
    ]
    for seed, (name, count, dim, topics, spread, noise, c, scaled) in enumerate(cases, start=61):
        shape = {"seed": seed, "count": count, "dim": dim, "topics": topics, "spread": spread}
        x = rows(*shape.values()).astype(np.float64)
        if scaled:
            x *= np.arange(1, dim + 1)
        labels = labels_of(shape, topics, noise)
        model = LogisticRegression(C=c, max_iter=100).fit(x, labels)
        yield shape | {
            "name": name,
            "noise": noise,
            "c": c,
            "scaled": scaled,
            "iterations": int(model.n_iter_[0]),
            "coefficients": np.hstack([model.coef_, model.intercept_[:, None]]).ravel()[:600].tolist(),
            "probabilities": model.predict_proba(x).ravel()[:400].tolist(),
            "predictions": model.predict(x).tolist(),
        }


def draws():
    shuffled = list(range(50))
    state = np.random.RandomState(42)
    state.shuffle(shuffled)
    python = random.Random(42)
    return {
        "shuffled": shuffled,
        "integers": state.randint(0, 1000, 20).tolist(),
        "doubles": state.random_sample(5).tolist(),
        "distinct": state.choice(300, replace=False, size=12).tolist(),
        "choices": python.choices(range(3000), k=20),
        "samples": [python.sample(range(3000), k=k) for k in (3, 12, 40)] + [python.sample(range(30), k=20)],
        "more": [state.randint(0, high, 3).tolist() for high in (1, 2, 1 << 20, 1 << 31)],
    }


def clusterings():
    cases = [
        # name, rows, width, topics, spread, k, batch, samples drawn
        ("small", 60, 8, 3, 0.8, 3, 20, 60),
        ("many clusters, so reassigned ones", 200, 16, 5, 1.5, 40, 64, 800),
        ("as mteb's", 400, 32, 8, 1.5, 8, 512, 3000),
        ("fewer in a batch than clusters", 90, 8, 4, 1.0, 30, 8, 90),
    ]
    for seed, (name, count, dim, topics, spread, k, batch, samples) in enumerate(cases, start=81):
        shape = {"seed": seed, "count": count, "dim": dim, "topics": topics, "spread": spread}
        x = rows(*shape.values()).astype(np.float64)
        drawn = random.Random(seed).choices(range(count), k=samples)
        model = MiniBatchKMeans(k, batch_size=batch, n_init=1, random_state=42)
        yield shape | {
            "name": name,
            "k": k,
            "batch": batch,
            "samples": samples,
            "nearest": model.fit(x[drawn]).predict(x).tolist(),
        }


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return round(float(value), 12) if isinstance(value, (float, np.floating)) else value


def write(folder, goldens):
    path = FOLDER / folder / "goldens.json"
    path.write_text(json.dumps(rounded({"versions": {name: version(name) for name in PACKAGES}} | goldens), indent=1) + "\n")
    print(path.relative_to(environment.ROOT), file=sys.stderr)


def main():
    warnings.simplefilter("ignore")
    write("logistic", {"cases": list(logistic())})
    write("random", {"draws": draws()})
    write("cluster", {"cases": list(clusterings())})
    write("tasks", {"tasks": tasks()})


if __name__ == "__main__":
    main()
