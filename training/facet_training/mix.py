"""Averages of weights: of checkpoints, or of a trained model and its start (WiSE-FT, Wortsman et al. 2022)."""

from collections.abc import Sequence

from .errors import UserError
from .model import InstructionEncoder


def mix(names: Sequence[str], weights: Sequence[float]) -> InstructionEncoder:
    """The weighted mean of models of one shape, in the layout of the first.

    :param weights: one a model; scaled to a sum of 1.
    :raises UserError: if the models differ in shape.
    """
    total = sum(weights)
    mixed = InstructionEncoder.load(names[0])
    sums = {name: value.double() * (weights[0] / total) for name, value in mixed.state_dict().items()}
    for folder, weight in zip(names[1:], weights[1:], strict=True):
        state = InstructionEncoder.load(folder).state_dict()
        if {name: value.shape for name, value in state.items()} != {name: value.shape for name, value in sums.items()}:
            raise UserError(f"{folder} has other weights than {names[0]}: they can't be averaged")
        for name, value in state.items():
            sums[name] += value.double() * (weight / total)
    current = mixed.state_dict()
    mixed.load_state_dict({name: value.to(current[name].dtype) for name, value in sums.items()})
    return mixed
