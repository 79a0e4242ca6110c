"""Projection: what the instruction adds to every vector is gone, the rest stays."""

from pathlib import Path

import numpy as np
import pytest
import torch

from facet_training.errors import UserError
from facet_training.model import InstructionEncoder
from facet_training.offsets import offset_directions, save_projected

TEXTS = ["the harbour was closed at noon", "a violin and a copper bowl", "which bridge is older?", "no ticket left"]
GROUPS = [[(instruction, text) for text in TEXTS] for instruction in ("Sort: ", "Represent the note for its mood: ")]


def test_offsets_are_gone_and_nothing_else(golden, tmp_path: Path) -> None:  # noqa: ANN001
    model = InstructionEncoder.load(str(golden("bert-safetensors")))
    directions = offset_directions(model, GROUPS, 64)
    torch.testing.assert_close(directions @ directions.T, torch.eye(2), atol=1e-5, rtol=0)
    save_projected(model, directions, tmp_path)

    projected = InstructionEncoder.load(str(tmp_path))
    for group in GROUPS:
        before, after = model.encode(group, normalise=False), projected.encode(group, normalise=False)
        # As many directions as groups: each group's mean is nothing but offset.
        assert after.mean(0).norm() < 1e-4 * before.mean(0).norm()
        torch.testing.assert_close(after, before - before @ directions.T @ directions, atol=1e-5, rtol=0)
        cosines = projected.encode(group) @ projected.encode(group).T
        assert cosines.diagonal().numpy() == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_the_published_package_loads_it(golden, tmp_path: Path) -> None:  # noqa: ANN001
    from InstructorEmbedding import INSTRUCTOR

    model = InstructionEncoder.load(str(golden("bert-safetensors")))
    save_projected(model, offset_directions(model, GROUPS, 64)[:1], tmp_path)
    pairs = [pair for group in GROUPS for pair in group]
    theirs = INSTRUCTOR(str(tmp_path), device="cpu").encode([list(pair) for pair in pairs])
    np.testing.assert_allclose(InstructionEncoder.load(str(tmp_path)).encode(pairs).numpy(), theirs, atol=3e-5)


def test_a_dense_layer_is_not_replaced(golden, tmp_path: Path) -> None:  # noqa: ANN001
    model = InstructionEncoder.load(str(golden("t5-bin")))
    with pytest.raises(UserError, match="Dense layer already"):
        save_projected(model, torch.eye(64)[:1], tmp_path)
