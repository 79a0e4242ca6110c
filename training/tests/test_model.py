"""Vectors equal the published package's, masks and all; what is saved loads in sentence-transformers."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from facet_training.errors import UserError
from facet_training.model import InstructionEncoder
from facet_training.tokens import PairTokenizer, group

GOLDENS = Path(__file__).resolve().parents[1] / "goldens"
# t5-fp16 and bert-dense-tanh-bf16 hold half-precision weights, which load the same; all families are here.
CASES = sorted(path.parent.name for path in GOLDENS.glob("*/model"))


def golden_pairs(case: str) -> tuple[list[int], list[tuple[str, str]]]:
    """Rows and pairs of every fourth input that the package itself could embed."""
    lines = (GOLDENS / "pairs.jsonl").read_text().splitlines()
    vectors = np.load(GOLDENS / case / "vectors.npy")
    counts = json.loads((GOLDENS / case / "counts.json").read_text())
    rows, pairs = [], []
    for row in range(0, len(lines), 4):
        value = json.loads(lines[row])
        pair = ("", value) if isinstance(value, str) else tuple(value)
        # Where the instruction fills the whole input the package's mean is empty: a vector of no meaning.
        empty = counts["tokens"][row] is None or counts["masked"][row] >= counts["tokens"][row]
        if np.isfinite(vectors[row]).all() and not empty:
            rows.append(row)
            pairs.append(pair)
    return rows, pairs


@pytest.mark.parametrize("case", CASES)
def test_vectors_equal_the_goldens(case: str) -> None:
    rows, pairs = golden_pairs(case)
    model = InstructionEncoder.load(str(GOLDENS / case / "model"))
    wanted = np.load(GOLDENS / case / "vectors.npy")[rows]
    assert len(rows) > 50
    np.testing.assert_allclose(model.encode(pairs).numpy(), wanted, atol=3e-5)


@pytest.mark.parametrize("case", CASES)
def test_masks_equal_the_goldens(case: str) -> None:
    rows, pairs = golden_pairs(case)
    model = InstructionEncoder.load(str(GOLDENS / case / "model"))
    counts = json.loads((GOLDENS / case / "counts.json").read_text())
    encoded = PairTokenizer(model.tokenizer, model.layout.max_seq_length).encode(pairs)
    assert [len(ids) for ids in encoded.ids] == [counts["tokens"][row] for row in rows]
    assert encoded.masked == [counts["masked"][row] for row in rows]


@pytest.mark.parametrize("case", ["t5-bin", "bert-dense-tanh-bf16", "bert-safetensors"])
def test_saved_folder_loads_again(case: str, tmp_path: Path) -> None:
    """In our class, in sentence-transformers and in the published package."""
    from InstructorEmbedding import INSTRUCTOR
    from sentence_transformers import SentenceTransformer

    model = InstructionEncoder.load(str(GOLDENS / case / "model"))
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.01 * torch.randn_like(parameter))
    model.encode([("", "the winter market")], max_length=8)
    model.save(tmp_path)
    assert (tmp_path / "model.safetensors").exists()
    # What was read last leaves no trace in it.
    saved = json.loads((tmp_path / "tokenizer.json").read_text())
    assert (saved["truncation"], saved["padding"]) == (None, None)

    texts = ["the winter market", "a letter to the harbour"]
    pairs = [("Represent the note for sorting: ", text) for text in texts]
    again = InstructionEncoder.load(str(tmp_path))
    assert again.layout.max_seq_length == model.layout.max_seq_length
    torch.testing.assert_close(again.encode(pairs), model.encode(pairs))
    plain = SentenceTransformer(str(tmp_path), device="cpu").encode(texts)
    np.testing.assert_allclose(plain, model.encode([("", text) for text in texts]).numpy(), atol=2e-6)
    instructed = INSTRUCTOR(str(tmp_path), device="cpu").encode([list(pair) for pair in pairs])
    np.testing.assert_allclose(instructed, model.encode(pairs).numpy(), atol=2e-6)


def test_groups_and_padding_change_nothing() -> None:
    model = InstructionEncoder.load(str(GOLDENS / "bert-safetensors" / "model")).eval()
    _, pairs = golden_pairs("bert-safetensors")
    encoded = PairTokenizer(model.tokenizer, 128).encode(pairs[:30])
    with torch.no_grad():
        one, five = (model.embed(group(encoded, parts, model.tokenizer.pad_token_id)) for parts in (1, 5))
        torch.testing.assert_close(one, five, atol=1e-5, rtol=1e-4)


def test_dropout_and_frozen_tables() -> None:
    model = InstructionEncoder.load(str(GOLDENS / "t5-no-dense" / "model"))
    model.set_dropout(0)
    model.train()
    encoded = PairTokenizer(model.tokenizer, 32).encode([("", "one text"), ("", "another text")])
    pairs = group(encoded, 1, model.tokenizer.pad_token_id)
    torch.testing.assert_close(model.embed(pairs), model.embed(pairs), atol=0, rtol=0)
    model.freeze_embeddings()
    frozen = [name for name, parameter in model.named_parameters() if not parameter.requires_grad]
    assert any("shared" in name or "embed_tokens" in name for name in frozen)
    assert all("embed" in name or "shared" in name or "relative" in name for name in frozen)


def test_refuses_what_it_can_not_train(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        InstructionEncoder.load(str(tmp_path / "nothing"))
    with pytest.raises(UserError, match=r"modules\.json"):
        InstructionEncoder.load(str(tmp_path))
