"""Removes from a model's vectors the part that the instruction alone causes.

All vectors under one instruction share an offset, which says nothing of the texts and crowds them into a cone: cosines
lie in a narrow band, and a linear classifier with the usual regularisation can't tell labels apart. The offsets
of many instructions lie near a few directions (compare all-but-the-top, Mu & Viswanath 2018, which takes out those
of words). A Dense layer before the L2 projects these out.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from .errors import UserError
from .layout import DenseSettings
from .model import InstructionEncoder
from .records import Pair


def offset_directions(model: InstructionEncoder, groups: Sequence[Sequence[Pair]], max_length: int) -> torch.Tensor:
    """float32 [min(groups, dim), dim], orthonormal rows: right singular vectors of the groups' mean vectors, largest first.

    :param groups: pairs of one task each. Means are taken before the L2.
    """
    means = torch.stack([model.encode(group, max_length=max_length, normalise=False).mean(0) for group in groups])
    return torch.linalg.svd(means, full_matrices=False).Vh


def save_projected(model: InstructionEncoder, directions: torch.Tensor, folder: Path) -> None:
    """Writes the model with a Dense layer I − DᵀD.

    :param directions: D, float [k, dim] with orthonormal rows.
    :raises UserError: if it has a Dense layer already.
    """
    if len(model.dense) > 0:
        raise UserError(f"{model.layout.folder}: has a Dense layer already")
    dim = directions.shape[1]
    weight = torch.eye(dim) - directions.T @ directions
    config = {
        "in_features": dim,
        "out_features": dim,
        "bias": False,
        "activation_function": "torch.nn.modules.linear.Identity",
    }
    model.save_transformer(folder)
    layout = replace(model.layout, dense=(DenseSettings(folder / "2_Dense", config),))
    layout.write(folder, [{"linear.weight": weight}])
