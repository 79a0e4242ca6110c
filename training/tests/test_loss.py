"""The loss against the reference's own double loop, and its gradients through the published model class."""

import pytest
import torch
from torch import nn

from facet_training.loss import crowding_loss, distillation_loss, instructor_loss, own_negative_loss
from facet_training.model import InstructionEncoder
from facet_training.tokens import PairTokenizer, group

PAIRS = [
    ("Represent the note for sorting: ", "the harbour was closed at noon"),
    ("Represent the note for sorting: ", "a violin and a copper bowl"),
    ("", "no instruction at all"),
    ("Represent the question: ", "which bridge is older, and why does it matter to the town?"),
]


def loops(query: torch.Tensor, pos: torch.Tensor, neg: torch.Tensor, temperature: float) -> torch.Tensor:
    """InstructorTrainer.compute_loss, loop by loop."""
    cosine = nn.CosineSimilarity(dim=-1)
    losses = []
    for anchors, own, others, skip in ((query, pos, neg, False), (pos, query, query, True)):
        total = torch.zeros(())
        for i in range(len(anchors)):
            scores = [cosine(anchors[i], own[i]) / temperature]
            for j in range(len(others)):
                if not (skip and i == j):
                    scores.append(cosine(anchors[i], others[j]) / temperature)
            total = total - torch.log_softmax(torch.stack(scores), 0)[0]
        losses.append(total / len(anchors))
    return losses[0] + losses[1]


@pytest.mark.parametrize("temperature", [0.01, 0.05, 1.0])
@pytest.mark.parametrize("size", [1, 2, 13])
def test_equals_the_double_loop(size: int, temperature: float) -> None:
    torch.manual_seed(size)
    rows = [torch.randn(size, 24) * 3 for _ in range(3)]
    ours, theirs = instructor_loss(*rows, temperature), loops(*rows, temperature)
    assert ours.item() == pytest.approx(theirs.item(), rel=1e-6, abs=1e-6)


def test_own_negatives_are_a_softmax_of_two() -> None:
    torch.manual_seed(0)
    query, pos, neg = (nn.functional.normalize(torch.randn(5, 8), dim=1) for _ in range(3))
    total = 0.0
    for q, p, n in zip(query, pos, neg, strict=True):
        for anchor in (q, p):
            scores = torch.stack([q @ p, anchor @ n]) / 0.1
            total -= torch.log_softmax(scores, 0)[0].item() / 5
    assert own_negative_loss(query, pos, neg, 0.1).item() == pytest.approx(total, rel=1e-5)


def test_distillation_ignores_length() -> None:
    rows = torch.randn(4, 8)
    assert distillation_loss(rows, rows * 7).item() == pytest.approx(0, abs=1e-6)
    assert distillation_loss(rows, -rows).item() == pytest.approx(2, abs=1e-6)


@pytest.mark.parametrize("case", ["t5-bin", "bert-safetensors"])
def test_gradients_equal_those_through_the_published_class(case: str, golden) -> None:  # noqa: ANN001
    """The same loss over our encoder and over InstructorEmbedding 1.0.1's gives every weight the same gradient."""
    from InstructorEmbedding import INSTRUCTOR

    reference = INSTRUCTOR(str(golden(case)), device="cpu")
    ours = InstructionEncoder.load(str(golden(case)))
    reference.eval()
    ours.eval()

    def published(pairs: list) -> torch.Tensor:
        return reference.forward(reference.tokenize([list(pair) for pair in pairs]))["sentence_embedding"]

    def own(pairs: list) -> torch.Tensor:
        encoded = PairTokenizer(ours.tokenizer, 512).encode(pairs)
        return ours.embed(group(encoded, 2, ours.tokenizer.pad_token_id))

    sides = (PAIRS, PAIRS[1:] + PAIRS[:1], PAIRS[2:] + PAIRS[:2])
    losses = []
    for embed, loss in ((published, loops), (own, instructor_loss)):
        losses.append(loss(*(embed(side) for side in sides), 0.05))
        losses[-1].backward()
    assert losses[1].item() == pytest.approx(losses[0].item(), rel=1e-5)

    theirs = {name.removeprefix("0.auto_model."): p.grad for name, p in reference.named_parameters()}
    compared = 0
    for name, parameter in ours.named_parameters():
        key = name.removeprefix("encoder.")
        if key.startswith("dense.0.linear."):
            key = key.replace("dense.0.", "2.")
        if parameter.grad is not None and theirs.get(key) is not None:
            torch.testing.assert_close(parameter.grad, theirs[key], rtol=1e-3, atol=1e-5, msg=name)
            compared += 1
    assert compared == sum(gradient is not None for gradient in theirs.values())


def test_crowding_is_the_mean_cosine_of_all_pairs_and_training_lowers_it() -> None:
    torch.manual_seed(5)
    rows = torch.randn(7, 6) + 2.0
    pairs = torch.stack([nn.functional.cosine_similarity(a, b, dim=0) for a in rows for b in rows])
    assert crowding_loss(rows).item() == pytest.approx(pairs.mean().item(), rel=1e-5)
    assert crowding_loss(9 * rows).item() == pytest.approx(crowding_loss(rows).item(), rel=1e-5)
    assert crowding_loss(torch.cat([rows, -rows])).item() == pytest.approx(0, abs=1e-6)
    rows.requires_grad_()
    crowding_loss(rows).backward()
    assert crowding_loss(rows - rows.grad).item() < crowding_loss(rows).item()
