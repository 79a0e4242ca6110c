"""Models as functions from pairs to vectors: PyTorch in fp32, or the app's own engine over a Facet folder."""

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from ..errors import UserError
from ..records import Pair

ROOT = Path(__file__).resolve().parents[3]


class Encoder(Protocol):
    """Vectors of pairs, and a name of the model that changes with its weights."""

    digest: str

    def encode(self, pairs: Sequence[Pair]) -> np.ndarray:
        """float32 [n, dim]."""
        ...


class TorchEncoder:
    """A sentence-transformers folder (or hub id) in fp32."""

    def __init__(self, name: str) -> None:
        from ..model import InstructionEncoder

        self.model = InstructionEncoder.load(name)
        folder = self.model.layout.folder
        self.digest = "torch-" + _digest([folder / "model.safetensors", folder / "pytorch_model.bin"])

    def encode(self, pairs: Sequence[Pair]) -> np.ndarray:
        return self.model.encode(pairs).numpy()


class EngineEncoder:
    """A folder that `npm run model` wrote, through `npm run embed`: the engine that runs in the page.

    :raises UserError: if the command fails (node_modules not installed, say).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.digest = "engine-" + _digest([folder / "model.safetensors", folder / "tokenizer.json"])

    def encode(self, pairs: Sequence[Pair]) -> np.ndarray:
        with tempfile.TemporaryDirectory() as scratch:
            lines, vectors = Path(scratch) / "pairs.jsonl", Path(scratch) / "vectors.npy"
            # ASCII, because a reader may take U+2028, which some texts hold, for the end of a line.
            lines.write_text("".join(json.dumps(list(pair)) + "\n" for pair in pairs))
            command = ["npm", "run", "--silent", "embed", "--", "--model", str(self.folder)]
            command += ["--input", str(lines), "--output", str(vectors), "--precision", "int8"]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise UserError(f"npm run embed failed for {self.folder}: {done.stderr.strip()[-500:]}")
            return np.load(vectors)


class CachedEncoder:
    """Embeds each distinct pair once, and keeps vectors on disk by the digests of model and pairs."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.encoder = encoder
        self.folder = folder / encoder.digest

    def encode(self, pairs: Sequence[Pair]) -> np.ndarray:
        """float32 [n, dim], rows of length 1."""
        distinct = list(dict.fromkeys(pairs))
        key = hashlib.sha256(json.dumps(distinct).encode()).hexdigest()[:24]
        path = self.folder / f"{key}.npy"
        if path.exists():
            vectors = np.load(path)
        else:
            vectors = self.encoder.encode(distinct)
            self.folder.mkdir(parents=True, exist_ok=True)
            np.save(path, vectors)
        vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        row = {pair: at for at, pair in enumerate(distinct)}
        return vectors[[row[pair] for pair in pairs]]


def open_encoder(name: str, cache: Path) -> CachedEncoder:
    """The engine for a Facet folder (it has model.json), else PyTorch."""
    folder = Path(name)
    encoder = EngineEncoder(folder) if (folder / "model.json").exists() else TorchEncoder(name)
    return CachedEncoder(encoder, cache)


def _digest(files: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        if path.exists():
            total.update(path.read_bytes())
    return total.hexdigest()[:16]
