"""Where PyTorch computes."""

import torch

from .errors import UserError


def pick_device(name: str) -> torch.device:
    """:raises UserError: if CUDA is asked for and there is none."""
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("--device cuda: PyTorch sees no CUDA GPU")
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)
