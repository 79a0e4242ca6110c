"""The evaluator on toy sets whose scores are known, targets, the overlap check, mixing."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from facet_training.errors import UserError
from facet_training.evaluation import instructions as words
from facet_training.evaluation import measures
from facet_training.evaluation.encoders import CachedEncoder
from facet_training.evaluation.overlap import check, evaluation_texts
from facet_training.evaluation.run import VIEW_SET, Evaluation
from facet_training.evaluation.sets import check_folder
from facet_training.evaluation.targets import SHARED, targets
from facet_training.mix import mix
from facet_training.model import InstructionEncoder
from facet_training.records import Pair


class Letters:
    """Vectors of letter counts; under a domain wording only the last letter counts, under others the first."""

    digest = "letters"

    def __init__(self) -> None:
        self.asked: list[Pair] = []

    def encode(self, pairs: list[Pair]) -> np.ndarray:
        self.asked += pairs
        rows = np.zeros((len(pairs), 26), np.float32)
        for row, (instruction, text) in zip(rows, pairs, strict=True):
            domain = instruction == words.DOMAIN.instruction or instruction in words.DOMAIN.unseen
            letters = text[-1] if domain else text[0]
            for letter in letters:
                row[ord(letter) - 97] += 1
        return rows


def write(folder: Path, name: str, rows: list[dict], file: str = "data.jsonl") -> None:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / file).write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_views_see_right_wrong_and_unseen(tmp_path: Path) -> None:
    texts = [first + last for first in "abcd" for last in "xy" for _ in range(5)]
    rows = [{"text": text, "labels": {"intent": text[0], "domain": text[-1]}} for text in texts]
    write(tmp_path, VIEW_SET, rows)
    encoder = Letters()
    scores = Evaluation(CachedEncoder(encoder, tmp_path / "cache"), tmp_path, instructed=True).views()
    assert scores["two-view intent"] == pytest.approx(100)
    assert scores["two-view domain"] == pytest.approx(100)
    assert scores["two-view domain, unseen wordings"] == pytest.approx(100)
    assert scores["two-view intent, wrong instruction"] < 1
    # 8 distinct texts and 8 instructions: nothing is embedded twice, the second time nothing at all.
    assert len(encoder.asked) == len(set(encoder.asked)) == 64
    again = Letters()
    Evaluation(CachedEncoder(again, tmp_path / "cache"), tmp_path, instructed=True).views()
    assert again.asked == []


def test_plain_models_get_no_instruction(tmp_path: Path) -> None:
    write(tmp_path, VIEW_SET, [{"text": t, "labels": {"intent": t, "domain": "d"}} for t in ("a", "b")])
    encoder = Letters()
    Evaluation(CachedEncoder(encoder, tmp_path / "cache"), tmp_path, instructed=False).views()
    assert {instruction for instruction, _ in encoder.asked} == {""}


def test_measures() -> None:
    eye = np.eye(3, dtype=np.float32)
    near = eye + 0.2 * np.roll(eye, 1, axis=1)
    assert measures.sts(eye, np.array([[1, 0, 0], [0, 0.5, 0], [1, 0, 0]]), [5, 3, 0]) == pytest.approx(100)
    assert measures.pair_precision(eye, np.array([[1, 0, 0], [0, 0, 1], [0, 1, 0]]), [1, 0, 0]) == 100
    assert measures.ndcg_at_10(eye, near, np.eye(3)) == pytest.approx(100)
    assert measures.ndcg_at_10(eye, np.roll(near, 1, axis=0), np.eye(3)) < 100
    assert measures.mean_average_precision(eye[:1], [near[[1, 0]]], [[0, 1]]) == 100
    assert measures.mean_average_precision(eye[:1], [near[[1, 0]]], [[1, 0]]) == 50
    scale = np.array([[1, 0, 0], [0, 0.7, 0], [0, 0, 0.1]], np.float32)
    assert measures.billboard(scale, [eye, eye, eye], [1.0, 0.7, 0.1]) == pytest.approx(100)


def test_targets_are_judged_by_their_margins() -> None:
    start = dict.fromkeys(SHARED, 50.0)
    good = dict.fromkeys(SHARED, 63.0)
    for view in ("intent", "domain"):
        good |= {f"two-view {view}, wrong instruction": 50.0, f"two-view {view}, unseen wordings": 62.0}
    assert all(target.met for target in targets(start, good, good, 20.0))
    bad = good | {"medquad nDCG@10": 49.4, "two-view domain": 61.9, "two-view domain, wrong instruction": 54.0}
    missed = [target.what for target in targets(start, bad, good, 26.0) if not target.met]
    assert missed[0] == "two-view domain"
    assert "two-view domain: lost under the wrong instruction" in missed
    assert "medquad nDCG@10" in missed
    assert missed[-1].startswith("size")


def test_unseen_wordings_are_compared_loosely() -> None:
    assert words.seen_wordings(["Represent the query:"]) == []
    wording = words.INTENT.unseen[0]
    assert words.seen_wordings([wording.upper().replace(":", "")]) == [wording]


def test_overlaps_are_counted_and_left_out(tmp_path: Path) -> None:
    write(tmp_path, "stsb-dev", [{"a": "The Same, text!", "b": "other"}])
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "p.json").write_text(json.dumps({"Instances": [{"input": "asked"}], "Definition": ["pos"]}))
    known = evaluation_texts(tmp_path)
    assert known == {"thesametext": "stsb-dev", "other": "stsb-dev", "asked": "prompts"}
    rows = [
        {"query": ["i", "q"], "pos": ["i", "pos"], "neg": ["i", text], "task_id": 4}
        for text in ("new", "the same text", "ASKED")
    ]
    data = tmp_path / "train.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = check([data], known, None, tmp_path / "out.jsonl.gz")
    assert (found.read, found.removed) == (3, 2)
    assert found.by_task_and_set == {("4", "stsb-dev"): 1, ("4", "prompts"): 1}
    kept = gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).decode().splitlines()
    assert [json.loads(line)["neg"][1] for line in kept] == ["new"]


def test_missing_data_says_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="FACET_SHARED"):
        check_folder(tmp_path / "eval", "README.md")


def test_mix_is_the_weighted_mean(golden, tmp_path: Path) -> None:  # noqa: ANN001
    start = InstructionEncoder.load(str(golden("t5-bin")))
    moved = InstructionEncoder.load(str(golden("t5-bin")))
    with torch.no_grad():
        for parameter in moved.parameters():
            parameter += 1.0
    moved.save(tmp_path / "moved")
    mixed = mix([str(golden("t5-bin")), str(tmp_path / "moved")], [3, 1])
    for (name, value), first in zip(mixed.named_parameters(), start.parameters(), strict=True):
        torch.testing.assert_close(value, first + 0.25, msg=name)
    with pytest.raises(UserError, match="averaged"):
        mix([str(golden("t5-bin")), str(golden("t5-no-dense"))], [1, 1])
