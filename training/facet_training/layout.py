"""Reads and writes the sentence-transformers layout: the modules of a folder."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import torch
from huggingface_hub import snapshot_download
from safetensors.torch import load_file, save_file
from torch import nn

from .errors import UserError

ACTIVATIONS: dict[str, type[nn.Module]] = {"Identity": nn.Identity, "Tanh": nn.Tanh, "ReLU": nn.ReLU}
MODULES = "sentence_transformers.models."


@dataclass(frozen=True)
class DenseSettings:
    """One Dense module: its folder and config."""

    folder: Path
    config: dict

    @property
    def inputs(self) -> int:
        return self.config["in_features"]

    @property
    def outputs(self) -> int:
        return self.config["out_features"]

    @property
    def bias(self) -> bool:
        return self.config.get("bias", True)

    def activation(self) -> nn.Module:
        """:raises UserError: for an activation that Facet does not run."""
        name = self.config["activation_function"].rpartition(".")[2]
        if name not in ACTIVATIONS:
            raise UserError(f"{self.folder}: activation {name} is none of {', '.join(ACTIVATIONS)}")
        return ACTIVATIONS[name]()

    def weights(self) -> dict[str, torch.Tensor]:
        """`linear.weight` and, with a bias, `linear.bias`."""
        tensors = self.folder / "model.safetensors"
        if tensors.exists():
            return load_file(tensors)
        return torch.load(self.folder / "pytorch_model.bin", map_location="cpu", weights_only=True)


@dataclass(frozen=True)
class Layout:
    """A folder's modules in order: transformer, mean pooling, any Dense, perhaps Normalize.

    `max_seq_length` counts tokens, special ones included.
    """

    folder: Path
    transformer: Path
    dense: tuple[DenseSettings, ...]
    normalize: bool
    max_seq_length: int
    pooling_config: dict

    def write(self, folder: Path, dense_weights: list[dict[str, torch.Tensor]]) -> None:
        """Writes everything of the layout except the transformer's own files."""
        kinds = ["Transformer", "Pooling", *["Dense"] * len(self.dense), *["Normalize"] * self.normalize]
        paths = ["" if kind == "Transformer" else f"{at}_{kind}" for at, kind in enumerate(kinds)]
        modules = [
            {"idx": at, "name": str(at), "path": path, "type": MODULES + kind}
            for at, (kind, path) in enumerate(zip(kinds, paths, strict=True))
        ]
        _write_json(folder / "modules.json", modules)
        _write_json(
            folder / "sentence_bert_config.json",
            {"max_seq_length": self.max_seq_length, "do_lower_case": False},
        )
        _write_json(folder / "1_Pooling" / "config.json", self.pooling_config)
        for at, (settings, weights) in enumerate(zip(self.dense, dense_weights, strict=True), start=2):
            _write_json(folder / paths[at] / "config.json", settings.config)
            save_file(weights, folder / paths[at] / "model.safetensors", {"format": "pt"})
            # sentence-transformers before 2.3, which the published package needs, reads Dense from .bin only.
            torch.save(weights, folder / paths[at] / "pytorch_model.bin")
        if self.normalize:
            # Old versions of sentence-transformers need this folder, although it is empty.
            (folder / paths[-1]).mkdir(exist_ok=True)
        licence = self.folder / "LICENSE"
        if licence.exists() and licence.resolve() != (folder / "LICENSE").resolve():
            shutil.copyfile(licence, folder / "LICENSE")


def read_layout(name_or_path: str) -> Layout:
    """:raises UserError: if there is no such folder or hub model, or it has other modules."""
    folder = _folder(name_or_path)
    if not (folder / "modules.json").exists():
        raise UserError(f"{folder}: has no modules.json, so it is no sentence-transformers folder")
    modules = sorted(_read_json(folder / "modules.json"), key=lambda module: module["idx"])
    kinds = [module["type"].rpartition(".")[2].removeprefix("INSTRUCTOR_") for module in modules]
    last = "Normalize" if kinds[-1:] == ["Normalize"] else "Dense"
    middle = kinds[2:-1] if last == "Normalize" else kinds[2:]
    if kinds[:2] != ["Transformer", "Pooling"] or any(kind != "Dense" for kind in middle):
        raise UserError(
            f"{folder}: modules {' '.join(kinds)}; the trainer takes Transformer, Pooling, Dense if any, Normalize if any"
        )
    pooling = _read_json(folder / modules[1]["path"] / "config.json")
    modes = [key for key, value in pooling.items() if key.startswith("pooling_mode_") and value]
    if modes != ["pooling_mode_mean_tokens"]:
        raise UserError(f"{folder}: pools by {', '.join(modes) or 'nothing'}; only the mean of tokens is supported")
    dense = tuple(
        DenseSettings(folder / module["path"], _read_json(folder / module["path"] / "config.json"))
        for module, kind in zip(modules, kinds, strict=True)
        if kind == "Dense"
    )
    transformer = folder / modules[0]["path"]
    config = _read_json(transformer / "sentence_bert_config.json")
    if config.get("do_lower_case"):
        raise UserError(f"{folder}: do_lower_case of sentence-transformers is not supported")
    return Layout(folder, transformer, dense, last == "Normalize", config["max_seq_length"], pooling)


def _folder(name_or_path: str) -> Path:
    if Path(name_or_path).is_dir():
        return Path(name_or_path)
    if name_or_path.startswith((".", "/")) or name_or_path.count("/") > 1:
        raise UserError(f"{name_or_path}: no such folder")
    try:
        return Path(snapshot_download(name_or_path, ignore_patterns=["*.onnx", "*.h5", "*.msgpack", "*.ot"]))
    except Exception as error:
        raise UserError(f"{name_or_path}: is no folder, and the hub gave none: {error}") from error


def _read_json(path: Path) -> dict | list:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise UserError(f"{path}: {error}") from error


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
