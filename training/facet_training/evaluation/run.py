"""All sets for one model: a column of the table."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..records import Pair
from . import instructions as words
from . import measures
from .encoders import CachedEncoder
from .sets import check_folder, read_jsonl, read_qrels

Scores = dict[str, float]
VIEW_SET = "clinc-two-view-clustering"


class Evaluation:
    """Evaluates one model on the sets in `folder`.

    :param instructed: False embeds every text without instruction, as the start model expects.
    """

    def __init__(self, encoder: CachedEncoder, folder: Path, instructed: bool) -> None:
        self.encoder = encoder
        self.folder = check_folder(folder, VIEW_SET)
        self.instructed = instructed

    def run(self, say: Callable[[str], None] = lambda _: None) -> Scores:
        """Every measure by its name, in percent."""
        parts = (
            self.similarity, self.pairs, self.banking, self.clinc, self.views, self.retrieval, self.reranking,
            self.billboards,
        )  # fmt: skip
        scores: Scores = {}
        for part in parts:
            found = part()
            scores.update(found)
            say("  ".join(f"{name} {value:.2f}" for name, value in found.items()))
        return scores

    def similarity(self) -> Scores:
        scores = {}
        for name in ("stsb-dev", "sick-r-trial"):
            rows = self._rows(name)
            a, b = (self._embed(words.STS, [row[side] for row in rows]) for side in "ab")
            scores[f"{name} Spearman"] = measures.sts(a, b, [row["score"] for row in rows])
        return scores

    def pairs(self) -> Scores:
        rows = self._rows("msrp-test")
        a, b = (self._embed(words.PARAPHRASE, [row[side] for row in rows]) for side in "ab")
        return {"msrp-test AP": measures.pair_precision(a, b, [row["label"] for row in rows])}

    def banking(self) -> Scores:
        return {"banking77-small accuracy": self._classify("banking77-small", words.BANKING)}

    def clinc(self) -> Scores:
        return {"clinc-small accuracy": self._classify("clinc-small", words.CLINC)}

    def views(self) -> Scores:
        """Each view's labels under its own instruction, the other's, and unseen wordings of its own."""
        rows = self._rows(VIEW_SET)
        texts = [row["text"] for row in rows]
        labels = {view.name: [row["labels"][view.name] for row in rows] for view in words.VIEWS}
        if not self.instructed:
            vectors = self._embed("", texts)
            return {f"two-view {name}": measures.v_measure(vectors, gold) for name, gold in labels.items()}
        scores: Scores = {}
        for view, other in (words.VIEWS, words.VIEWS[::-1]):
            gold = labels[view.name]
            right = measures.v_measure(self._embed(view.instruction, texts), gold)
            wrong = measures.v_measure(self._embed(other.instruction, texts), gold)
            unseen = [measures.v_measure(self._embed(wording, texts), gold) for wording in view.unseen]
            scores[f"two-view {view.name}"] = right
            scores[f"two-view {view.name}, wrong instruction"] = wrong
            scores[f"two-view {view.name}, unseen wordings"] = float(np.mean(unseen))
            for number, value in enumerate(unseen, start=1):
                scores[f"two-view {view.name}, unseen {number}"] = value
        return scores

    def retrieval(self) -> Scores:
        folder = self.folder / "medquad-retrieval"
        corpus, queries = read_jsonl(folder / "corpus.jsonl"), read_jsonl(folder / "queries.jsonl")
        qrels = read_qrels(folder / "qrels.tsv")
        column = {row["id"]: at for at, row in enumerate(corpus)}
        relevance = np.zeros((len(queries), len(corpus)))
        for at, row in enumerate(queries):
            for document, grade in qrels[row["id"]].items():
                relevance[at, column[document]] = grade
        ask, tell = words.MEDQUAD
        vectors = (self._embed(ask, [row["text"] for row in queries]), self._embed(tell, [r["text"] for r in corpus]))
        return {"medquad nDCG@10": measures.ndcg_at_10(*vectors, relevance)}

    def reranking(self) -> Scores:
        rows = self._rows("wikiqa-test-reranking")
        ask, tell = words.WIKIQA
        query = self._embed(ask, [row["query"] for row in rows])
        documents = [row["positive"] + row["negative"] for row in rows]
        own = self._grouped(tell, documents)
        labels = [[1] * len(row["positive"]) + [0] * len(row["negative"]) for row in rows]
        return {"wikiqa MAP": measures.mean_average_precision(query, own, labels)}

    def billboards(self) -> Scores:
        scores = {}
        for name, instruction in (("mscoco", words.MSCOCO), ("cnndm", words.CNNDM)):
            rows = self._rows(f"billboard-{name}")
            generated = self._embed(instruction, [row["generated"] for row in rows])
            references = self._grouped(instruction, [row["references"] for row in rows])
            scores[f"billboard {name} Pearson"] = measures.billboard(generated, references, [r["human"] for r in rows])
        return scores

    def _classify(self, name: str, instruction: str) -> float:
        rows = self._rows(name)
        vectors = self._embed(instruction, [row["text"] for row in rows])
        labels = np.array([row["label"] for row in rows])
        train = np.array([row["split"] == "train" for row in rows])
        return measures.classification(vectors[train], labels[train], vectors[~train], labels[~train])

    def _rows(self, name: str) -> list[dict]:
        return read_jsonl(self.folder / name / "data.jsonl")

    def _embed(self, instruction: str, texts: list[str]) -> np.ndarray:
        used = instruction if self.instructed else ""
        pairs: list[Pair] = [(used, text) for text in texts]
        return self.encoder.encode(pairs)

    def _grouped(self, instruction: str, groups: list[list[str]]) -> list[np.ndarray]:
        """Vectors of each group of texts."""
        vectors = self._embed(instruction, [text for group in groups for text in group])
        ends = np.cumsum([len(group) for group in groups])
        return np.split(vectors, ends[:-1])
