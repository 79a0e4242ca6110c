"""Tasks of mteb over known rows: each runs as mteb's own class with its defaults."""

import numpy as np
from analysis_goldens import mulberry32, rows
from datasets import Dataset, DatasetDict
from mteb.abstasks.classification import AbsTaskClassification
from mteb.abstasks.clustering import AbsTaskClustering
from mteb.abstasks.pair_classification import AbsTaskPairClassification
from mteb.abstasks.retrieval import AbsTaskRetrieval
from mteb.abstasks.sts import AbsTaskSTS
from mteb.abstasks.task_metadata import TaskMetadata
from mteb.abstasks.text.summarization import AbsTaskSummarization
from mteb.models.abs_encoder import AbsEncoder


class Lookup(AbsEncoder):
    """The row of text "t12" is row 12."""

    def __init__(self, shape):
        self.rows = rows(*shape.values()).astype(np.float64)

    def encode(self, inputs, *, task_metadata, hf_split, hf_subset, prompt_type=None, **kwargs):
        return self.rows[[int(text[1:]) for batch in inputs for text in batch["text"]]]


def metadata(kind, main):
    return TaskMetadata(
        name=f"Facet{kind}",
        description="Rows by number",
        dataset={"path": "NA", "revision": "NA"},
        type=kind,
        category="t2t",
        modalities=["text"],
        eval_splits=["test"],
        eval_langs=["eng-Latn"],
        main_score=main,
    )


def run(kind, main, base, shape, dataset, **attributes):
    task = type(f"Facet{kind}", (base,), {"metadata": metadata(kind, main), **attributes})()
    task.dataset = dataset
    task.data_loaded = True
    found = task.evaluate(Lookup(shape), "test", encode_kwargs={"batch_size": 512})["default"]
    numbers = {key: value for key, value in found.items() if isinstance(value, (int, float, np.floating))}
    return {
        key: float(value)
        for key, value in numbers.items()
        if np.isfinite(value) and not key.startswith("nauc") and key != "main_score"
    } | {"main_score": float(found["main_score"])}


def texts(indices):
    return [f"t{index}" for index in indices]


def shaped(seed, count, dim, topics, spread):
    return {"seed": seed, "count": count, "dim": dim, "topics": topics, "spread": spread}


def noisy_labels(shape, classes, noise):
    draws = mulberry32(shape["seed"] + 1000)
    return [int(next(draws) * classes) if next(draws) < noise else i % classes for i in range(shape["count"])]


def classification(name, shape, classes, noise, trained):
    labels = noisy_labels(shape, classes, noise)
    parts = {"train": range(trained), "test": range(trained, shape["count"])}
    dataset = DatasetDict(
        {
            split: Dataset.from_dict({"text": texts(indices), "label": [labels[i] for i in indices]})
            for split, indices in parts.items()
        }
    )
    scores = run("Classification", "accuracy", AbsTaskClassification, shape, dataset)
    return {"kind": "classification", "name": name, "shape": shape, "classes": classes, "noise": noise,
            "trained": trained, "scores": scores}  # fmt: skip


def clustering(name, shape, classes, noise, fraction):
    labels = noisy_labels(shape, classes, noise)
    dataset = DatasetDict({"test": Dataset.from_dict({"sentences": texts(range(shape["count"])), "labels": labels})})
    scores = run(
        "Clustering", "v_measure", AbsTaskClustering, shape, dataset, max_fraction_of_documents_to_embed=fraction
    )
    return {"kind": "clustering", "name": name, "shape": shape, "classes": classes, "noise": noise,
            "fraction": fraction, "scores": scores}  # fmt: skip


def pair_classification(name, shape):
    half = shape["count"] // 2
    draws = mulberry32(shape["seed"] + 1000)
    # Rows i and half + i: alike if of one topic, with some noise.
    labels = [
        int(next(draws) < (0.9 if i % shape["topics"] == (half + i) % shape["topics"] else 0.2)) for i in range(half)
    ]
    columns = {"sentence1": texts(range(half)), "sentence2": texts(range(half, 2 * half)), "labels": labels}
    dataset = DatasetDict({"test": Dataset.from_dict(columns)})
    scores = run("PairClassification", "max_ap", AbsTaskPairClassification, shape, dataset)
    return {"kind": "pairClassification", "name": name, "shape": shape, "labels": labels, "scores": scores}


def sts(name, shape):
    half = shape["count"] // 2
    draws = mulberry32(shape["seed"] + 1000)
    found = rows(*shape.values()).astype(np.float64)
    gold = [
        round(float(2.5 + 2 * found[i] @ found[half + i] + next(draws)), 1) for i in range(half)
    ]
    columns = {"sentence1": texts(range(half)), "sentence2": texts(range(half, 2 * half)), "score": gold}
    dataset = DatasetDict({"test": Dataset.from_dict(columns)})
    scores = run("STS", "cosine_spearman", AbsTaskSTS, shape, dataset)
    return {"kind": "sts", "name": name, "shape": shape, "gold": gold, "scores": scores}


def retrieval(name, shape, queries, graded, repeated=False):
    """Row i is a query below `queries`, else a document. Relevant: documents of its topic, by chance."""
    draws = mulberry32(shape["seed"] + 1000)
    documents = range(queries, shape["count"])
    judged = {}
    for query in range(queries):
        own = {}
        for document in documents:
            drawn = next(draws)
            if document % shape["topics"] == query % shape["topics"] and drawn < 0.3:
                own[f"d{document}"] = 1 + int(drawn * 10) if graded else 1
        judged[f"q{query}"] = own
    # Repeated texts are tied.
    row_of = {document: queries + (document - queries) % 40 if repeated else document for document in documents}
    split = {
        "corpus": Dataset.from_dict({"id": [f"d{i}" for i in documents], "text": texts(row_of.values())}),
        "queries": Dataset.from_dict({"id": [f"q{i}" for i in range(queries)], "text": texts(range(queries))}),
        "relevant_docs": {query: own for query, own in judged.items()},
        "top_ranked": None,
    }
    scores = run("Retrieval", "ndcg_at_10", AbsTaskRetrieval, shape, {"default": {"test": split}})
    return {"kind": "retrieval", "name": name, "shape": shape, "queries": queries, "repeated": repeated,
            "judged": judged, "scores": scores}  # fmt: skip


def reranking(name, shape, queries, positives, negatives):
    """As mteb reads {query, positive, negative}: AbsTaskReranking's ids, so that a negative wins a tie."""
    each = positives + negatives
    corpus, ranked, judged = {}, {}, {}
    for query in range(queries):
        first = queries + query * each
        ids = [f"apositive_test_query{query}_{i:05}" for i in range(positives)]
        ids += [f"negative_test_query{query}_{i:05}" for i in range(negatives)]
        # The last negative repeats the first positive: a tie.
        corpus |= dict(zip(ids, texts([*range(first, first + each - 1), first]), strict=True))
        ranked[f"test_query{query}"] = ids
        judged[f"test_query{query}"] = {each_id: int(each_id.startswith("a")) for each_id in ids}
    split = {
        "corpus": Dataset.from_dict({"id": list(corpus), "text": list(corpus.values())}),
        "queries": Dataset.from_dict({"id": list(ranked), "text": texts(range(queries))}),
        "relevant_docs": judged,
        "top_ranked": ranked,
    }
    scores = run("Reranking", "map_at_1000", AbsTaskRetrieval, shape, {"default": {"test": split}})
    return {"kind": "reranking", "name": name, "shape": shape, "queries": queries, "positives": positives,
            "negatives": negatives, "scores": scores}  # fmt: skip


def summarisation(name, shape, count, human, machine):
    draws = mulberry32(shape["seed"] + 1000)
    each = human + machine
    columns = {"text": [], "human_summaries": [], "machine_summaries": [], "relevance": []}
    for text in range(count):
        first = text * each
        columns["text"].append(f"t{first}")
        columns["human_summaries"].append(texts(range(first, first + human)))
        columns["machine_summaries"].append(texts(range(first + human, first + each)))
        # The second text's summaries are all of one score: mteb leaves it out.
        columns["relevance"].append([3.0 if text == 1 else round(1 + 4 * next(draws), 1) for _ in range(machine)])
    dataset = DatasetDict({"test": Dataset.from_dict(columns)})
    scores = run(
        "Summarization", "cosine_spearman", AbsTaskSummarization, shape, dataset, min_score=1, max_score=5
    )
    return {"kind": "summarisation", "name": name, "shape": shape, "count": count, "human": human,
            "machine": machine, "relevance": columns["relevance"], "scores": scores}  # fmt: skip


def tasks():
    return [
        classification("four labels", shaped(101, 400, 16, 4, 2.0), 4, 0.2, 200),
        classification("two labels", shaped(102, 160, 8, 2, 2.0), 2, 0.2, 80),
        classification("thirty labels, fewer than eight texts of some", shaped(103, 600, 32, 30, 2.0), 30, 0.4, 260),
        clustering("all texts", shaped(104, 300, 16, 6, 1.5), 6, 0.1, None),
        clustering("mteb's fraction of 0.04", shaped(105, 2000, 12, 5, 1.2), 5, 0.1, 0.04),
        pair_classification("pairs", shaped(106, 240, 12, 5, 1.5)),
        sts("pairs", shaped(107, 200, 12, 5, 1.5)),
        retrieval("one grade", shaped(108, 160, 12, 6, 1.5), 20, False),
        retrieval("graded", shaped(109, 1400, 12, 40, 1.5), 30, True),
        retrieval("repeated documents", shaped(110, 160, 12, 6, 1.5), 20, True, repeated=True),
        reranking("four of twelve", shaped(111, 260, 12, 5, 1.5), 20, 4, 8),
        summarisation("three human summaries", shaped(112, 200, 12, 5, 1.5), 20, 3, 7),
    ]
