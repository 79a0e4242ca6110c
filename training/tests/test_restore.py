"""A Facet folder becomes a model again: the same network, but for int8's rounding."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from facet_training.errors import UserError
from facet_training.model import InstructionEncoder
from facet_training.restore import restore

ROOT = Path(__file__).resolve().parents[2]
PAIRS = [
    ("Represent the note for sorting: ", "the harbour was closed at noon"),
    ("", "a violin and a copper bowl"),
    ("Represent the question: ", "which bridge is older, and why does it matter to the town?"),
]
needs_node = pytest.mark.skipif(
    not (ROOT / "node_modules").exists(), reason="node_modules is missing: run npm install first"
)


def npm(*arguments: object) -> None:
    done = subprocess.run(
        ["npm", "run", "--silent", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


@needs_node
@pytest.mark.parametrize("case", ["bert-safetensors", "bert-dense-tanh-bf16"])
def test_the_restored_network_is_the_quantised_one(case: str, golden, tmp_path: Path) -> None:  # noqa: ANN001
    source = golden(case)
    npm("model", "--", source, tmp_path / "facet")
    restore(tmp_path / "facet", str(source), tmp_path / "again")
    restored = InstructionEncoder.load(str(tmp_path / "again"))
    start = InstructionEncoder.load(str(source))
    assert cosines(restored.encode(PAIRS).numpy(), start.encode(PAIRS).numpy()).min() > 0.999
    # Rounded weights, hence not the start's own.
    name = "encoder.encoder.layer.0.intermediate.dense.weight"
    ours, theirs = restored.state_dict()[name], start.state_dict()[name]
    assert 0 < (ours - theirs).abs().max() < theirs.abs().max() / 50
    assert restored.layout.max_seq_length == start.layout.max_seq_length
    assert len(restored.dense) == len(start.dense)


@needs_node
@pytest.mark.parametrize("case", ["t5-bin", "bert-safetensors"])
def test_a_saved_folder_goes_through_the_apps_importer(case: str, golden, tmp_path: Path) -> None:  # noqa: ANN001
    """What the trainer writes, embedded by the app's own engine in fp32."""
    model = InstructionEncoder.load(str(golden(case)))
    model.save(tmp_path / "out")
    lines = tmp_path / "pairs.jsonl"
    lines.write_text("".join(json.dumps(list(pair)) + "\n" for pair in PAIRS))
    npm("embed", "--", "--model", tmp_path / "out", "--input", lines, "--output", tmp_path / "v.npy", "--precision", "fp32")
    np.testing.assert_allclose(np.load(tmp_path / "v.npy"), model.encode(PAIRS).numpy(), atol=1e-5)


def test_what_cannot_be_restored_is_refused(golden, tmp_path: Path) -> None:  # noqa: ANN001
    like = str(golden("bert-safetensors"))
    with pytest.raises(UserError, match="npm run model"):
        restore(tmp_path, like, tmp_path / "out")
    shipped = ROOT / "public/models/facet-mini"
    with pytest.raises(UserError, match="but .* has"):
        restore(shipped, like, tmp_path / "out")
    folder = tmp_path / "t5"
    folder.mkdir()
    os.symlink(shipped / "model.safetensors", folder / "model.safetensors")
    manifest = json.loads((shipped / "model.json").read_text())
    manifest["spec"]["family"] = "t5"
    (folder / "model.json").write_text(json.dumps(manifest))
    with pytest.raises(UserError, match="only BERT"):
        restore(folder, like, tmp_path / "out")
