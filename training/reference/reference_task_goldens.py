#!/usr/bin/env python3
"""Writes src/evaluation/tasks/reference-goldens.json: Billboard and prompt retrieval as INSTRUCTOR's evaluation scores them.

    python3 training/reference/reference_task_goldens.py

The definitions are those of xlang-ai/instructor-embedding, evaluation/text_evaluation/main.py and
evaluation/prompt_retrieval/two_steps.py (retrieval of similar examples; fast vote-k), computed here by NumPy and SciPy
(any release; evaluation-requirements.txt pins one) in float64. Rows are those of testing/rows.ts. Where examples are tied the reference's order hangs on an
unstable sort, so ties are golden for what does not depend on it: Billboard's maxima, and vote-k without ties.
"""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.stats import pearsonr

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src" / "evaluation" / "tasks" / "reference-goldens.json"


def mulberry32(seed):
    """testing's seededRandom, as in analysis_goldens.py."""
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (1 | state)) & 0xFFFFFFFF
        t = ((t + ((t ^ (t >> 7)) * (61 | t))) & 0xFFFFFFFF) ^ t
        yield ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296


def rows(seed, count, dim):
    """Uniform in -0.5 to 0.5, in float32: not of length 1, because cosines must not need it."""
    draws = mulberry32(seed)
    return np.array([next(draws) - 0.5 for _ in range(count * dim)], dtype=np.float32).reshape(count, dim)


def cosine_similarity(a, b):
    a, b = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in (a, b))
    return a @ b.T


def billboard(name, seed, sources, systems, references, dim, copies):
    """`copies`: generated texts whose row is one of their references' (a cosine of 1), and equal human scores."""
    generated = rows(seed, sources * systems, dim)
    given = rows(seed + 1, sources * references, dim)
    draws = mulberry32(seed + 2)
    human = [float(round(next(draws) * 5)) if copies else next(draws) * 5 for _ in range(sources * systems)]
    for copy in range(copies):
        generated[copy * systems] = given[copy * references]
    a = generated.astype(np.float64).reshape(sources, systems, dim)
    b = given.astype(np.float64).reshape(sources, references, dim)
    a, b = (each / np.linalg.norm(each, axis=-1, keepdims=True) for each in (a, b))
    highest = np.einsum("sid,srd->sir", a, b).max(-1).ravel()
    return {"name": name, "seed": seed, "sources": sources, "systems": systems, "references": references, "dim": dim,
            "copies": copies, "human": human, "pearson": float(pearsonr(human, highest).statistic)}  # fmt: skip


def lengths(texts):
    """Tokens of a text: its words, which is what the test counts, too."""
    return [len(text.split()) for text in texts]


def prompts(name, seed, examples, instances, dim, tokens, per_example):
    """Examples from the most similar on, until the budget is used up; too long ones are passed over; most similar last."""
    draws = mulberry32(seed + 2)
    words = lambda tag, i: " ".join([f"{tag}{i}"] + ["w"] * int(next(draws) * 12))  # noqa: E731
    inputs = [words("in", i) for i in range(examples)]
    outputs = [words(" out", i) for i in range(examples)]
    asked = [words("ask", i) for i in range(instances)]
    given, queries = rows(seed, examples, dim).astype(np.float64), rows(seed + 1, instances, dim).astype(np.float64)
    found = []
    for i, question in enumerate(asked):
        order = np.argsort(cosine_similarity(queries[i : i + 1], given)[0])[::-1]
        used, taken = lengths([question])[0], []
        for at in order:
            size = sum(lengths([inputs[at], outputs[at]]))
            if size > per_example:
                continue
            used += size
            if used > tokens:
                break
            taken.append(int(at))
        taken.reverse()
        text = "".join(f"{inputs[at]}{outputs[at]}\n\n" for at in taken) + question
        found.append({"examples": taken, "text": text})
    return {"name": name, "seed": seed, "dim": dim, "tokens": tokens, "perExample": per_example, "inputs": inputs,
            "outputs": outputs, "asked": asked, "prompts": found}  # fmt: skip


def vote_k(name, seed, count, dim, select, k):
    """Each row votes for its k nearest others; a voter counts 10 ** -(times it was served) while it is not selected."""
    given = rows(seed, count, dim).astype(np.float64)
    similar = cosine_similarity(given, given)
    voters = defaultdict(list)
    for i in range(count):
        for at in np.argsort(similar[i])[-k - 1 : -1]:
            if at != i:
                voters[int(at)].append(i)
    ordered = sorted(voters.items(), key=lambda item: len(item[1]), reverse=True)
    selected, served = [], defaultdict(int)
    while len(selected) < select:
        scores = {}
        for at, own in ordered:
            if at in selected:
                scores[at] = -100
            else:
                scores[at] = sum(10 ** -served[voter] for voter in own if voter not in selected)
        best = max(scores.items(), key=lambda item: item[1])[0]
        selected.append(best)
        for voter in voters[best]:
            served[voter] += 1
    return {"name": name, "seed": seed, "count": count, "dim": dim, "k": k, "selected": selected}


def main():
    goldens = {
        "billboard": [
            billboard("several systems a source", 11, 30, 5, 4, 16, 0),
            billboard("one system, many references", 21, 40, 1, 11, 24, 0),
            billboard("ties: texts equal to a reference, few human scores", 31, 24, 3, 2, 8, 6),
        ],
        "prompts": [
            prompts("all fit", 41, 12, 6, 16, 10_000, 1000),
            prompts("a budget", 51, 40, 10, 16, 90, 1000),
            prompts("long examples are passed over", 61, 40, 10, 16, 120, 12),
            prompts("nothing fits", 71, 8, 3, 16, 1, 1000),
        ],
        "voteK": [vote_k("small", 81, 60, 12, 12, 10), vote_k("many", 91, 150, 24, 30, 20)],
    }
    TARGET.write_text(json.dumps(goldens, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
