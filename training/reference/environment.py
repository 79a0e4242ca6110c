"""The virtual environment of the reference scripts: made on first use, outside git."""

import os
import subprocess
import sys
import venv
from pathlib import Path

TRAINING = Path(__file__).resolve().parent.parent
ROOT = TRAINING.parent
GOLDENS = TRAINING / "goldens"
VENV = TRAINING / ".venv"


def enter(requirements: Path, folder: Path = VENV) -> None:
    """Re-runs the current script inside `folder`, installing `requirements` there when they changed.

    Everything is installed with --no-deps, so the requirements file must name the whole closure:
    sentence-transformers 2.2.2 asks for torchvision, which the reference never imports.
    """
    python = folder / "bin" / "python"
    stamp = folder / f".{requirements.parent.name}-{requirements.stem}.installed"
    wanted = requirements.read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        if not python.exists():
            venv.create(folder, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--no-deps", "-r", requirements], check=True
        )
        stamp.write_text(wanted)
    if Path(sys.prefix).resolve() != folder.resolve():
        os.execv(python, [str(python), *sys.argv])
