"""Checkpoints: a sentence-transformers folder plus what an exact resume needs."""

import os
import re
import shutil
from pathlib import Path

import torch

from .errors import UserError
from .model import InstructionEncoder
from .settings import Settings

STATE = "training_state.pt"
NAME = re.compile(r"checkpoint-(\d+)")


def save_checkpoint(
    folder: Path,
    model: InstructionEncoder,
    optimizer: torch.optim.Optimizer,
    scheduler: torch.optim.lr_scheduler.LRScheduler,
    step: int,
    settings: Settings,
) -> Path:
    """Writes `checkpoint-<step>` whole or not at all. Only the last checkpoint keeps the optimiser's state."""
    target = folder / f"checkpoint-{step}"
    partial = folder / f".checkpoint-{step}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    model.save(partial)
    state = {
        "step": step,
        "settings": settings.decisive(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "random": torch.get_rng_state(),
        "random_cuda": torch.cuda.get_rng_state() if model.device.type == "cuda" else None,
    }
    torch.save(state, partial / STATE)
    shutil.rmtree(target, ignore_errors=True)
    os.replace(partial, target)
    older = [path for path in list_checkpoints(folder) if path != target]
    for path in older:
        (path / STATE).unlink(missing_ok=True)
    if settings.save_total_limit is not None:
        for path in older[: max(0, len(older) - settings.save_total_limit)]:
            shutil.rmtree(path)
    return target


def list_checkpoints(folder: Path) -> list[Path]:
    """`checkpoint-<step>` folders by step."""
    found = [(int(match[1]), path) for path in folder.glob("checkpoint-*") if (match := NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found)]


def find_checkpoint(settings: Settings) -> Path:
    """The checkpoint folder for `--resume`.

    :raises UserError: if no checkpoint can be resumed.
    """
    if settings.resume == "last":
        folders = [path for path in list_checkpoints(settings.output_dir) if (path / STATE).exists()]
        if not folders:
            raise UserError(f"--resume: {settings.output_dir} holds no checkpoint with {STATE}")
        return folders[-1]
    folder = Path(str(settings.resume))
    if not (folder / STATE).exists():
        raise UserError(f"--resume: {folder} has no {STATE}; only the last checkpoint of a run keeps it")
    return folder


def load_state(folder: Path, settings: Settings) -> dict:
    """:raises UserError: if the run that wrote it had other arguments, which would change the loss curve."""
    state = torch.load(folder / STATE, map_location="cpu", weights_only=True)
    changed = [
        f"{name}: {state['settings'].get(name)} then, {value} now"
        for name, value in settings.decisive().items()
        if state["settings"].get(name) != value
    ]
    if changed:
        raise UserError(f"--resume: {folder} was written by another run ({'; '.join(changed)})")
    return state


def restore(
    state: dict, optimizer: torch.optim.Optimizer, scheduler: torch.optim.lr_scheduler.LRScheduler, device: torch.device
) -> int:
    """Restores optimiser, schedule and random generators. :returns: the number of steps done."""
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    torch.set_rng_state(state["random"])
    if device.type == "cuda" and state["random_cuda"] is not None:
        torch.cuda.set_rng_state(state["random_cuda"])
    return state["step"]
