"""A Facet folder (what `npm run model` writes) as a model that can be trained on.

Weights are the ones that the int8 values stand for: rounded once, otherwise the quantised network.
"""

import json
from dataclasses import replace
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from .errors import UserError
from .layout import DenseSettings
from .model import InstructionEncoder

# Facet's canonical names (src/encoders/canonical.ts) and Hugging Face's, within a layer. Matrices lie transposed.
_LINEAR = {
    "attention_out": "attention.output.dense",
    "ffn_in": "intermediate.dense",
    "ffn_out": "output.dense",
}
_ACTIVATIONS = {"identity": "torch.nn.modules.linear.Identity", "tanh": "torch.nn.modules.activation.Tanh"}
_NORMS = {"attention_norm": "attention.output.LayerNorm", "ffn_norm": "output.LayerNorm"}


def restore(folder: Path, like: str, output: Path) -> None:
    """Writes a sentence-transformers folder.

    :param like: a sentence-transformers folder or hub id of the same encoder, for config and tokenizer.
    :raises UserError: if `folder` is not a Facet folder of a BERT encoder, or `like` has another shape.
    """
    try:
        spec = json.loads((folder / "model.json").read_text(encoding="utf-8"))["spec"]
        tensors = load_file(folder / "model.safetensors")
    except (OSError, json.JSONDecodeError, KeyError, SafetensorError) as error:
        raise UserError(f"{folder}: is no folder that `npm run model` wrote: {error!r}") from error
    if spec["family"] != "bert":
        raise UserError(f"{folder}: only BERT encoders can be restored")
    model = InstructionEncoder.load(like)
    state = {f"encoder.{name}": value for name, value in _bert_state(tensors, spec["layers"]).items()}
    wanted = model.state_dict()
    # The positions include the token types; every input has type 0.
    state["encoder.embeddings.token_type_embeddings.weight"] = torch.zeros_like(
        wanted["encoder.embeddings.token_type_embeddings.weight"]
    )
    for name, value in wanted.items():
        if name in state and state[name].shape != value.shape:
            raise UserError(f"{folder}: {name} is {list(state[name].shape)}, but {like} has {list(value.shape)}")
    missing, unknown = model.load_state_dict(state, strict=False)
    if unknown or any(name.startswith("encoder.encoder.") for name in missing):
        raise UserError(f"{folder} and {like} differ in shape: {[*unknown, *missing]}")
    model.save_transformer(output)
    dense = tuple(DenseSettings(folder, _dense_config(each)) for each in spec["dense"])
    layout = replace(model.layout, dense=dense, normalize=spec["normalize"], max_seq_length=spec["maxSeqLength"])
    layout.write(output, [_dense_weights(tensors, at) for at in range(len(dense))])


def _dense_config(spec: dict) -> dict:
    """The sentence-transformers module for an entry of `spec.dense` in model.json."""
    return {
        "in_features": spec["inFeatures"],
        "out_features": spec["outFeatures"],
        "bias": spec["bias"],
        "activation_function": _ACTIVATIONS[spec["activation"]],
    }


def _dense_weights(tensors: dict[str, torch.Tensor], at: int) -> dict[str, torch.Tensor]:
    weights = {"linear.weight": _matrix(tensors, f"dense.{at}").T.contiguous()}
    if f"dense.{at}.bias" in tensors:
        weights["linear.bias"] = tensors[f"dense.{at}.bias"]
    return weights


def _bert_state(tensors: dict[str, torch.Tensor], layers: int) -> dict[str, torch.Tensor]:
    """BertModel's names, without those of token types."""
    state = {
        "embeddings.word_embeddings.weight": _matrix(tensors, "embed.tokens", per_row=True),
        "embeddings.position_embeddings.weight": tensors["embed.positions"],
        "embeddings.LayerNorm.weight": tensors["embed.norm.weight"],
        "embeddings.LayerNorm.bias": tensors["embed.norm.bias"],
    }
    for layer in range(layers):
        ours, theirs = f"layers.{layer}", f"encoder.layer.{layer}"
        parts = zip(
            ("query", "key", "value"),
            _matrix(tensors, f"{ours}.qkv").T.chunk(3),
            tensors[f"{ours}.qkv.bias"].chunk(3),
            strict=True,
        )
        for part, weight, bias in parts:
            state[f"{theirs}.attention.self.{part}.weight"] = weight.contiguous()
            state[f"{theirs}.attention.self.{part}.bias"] = bias
        for own, name in _LINEAR.items():
            state[f"{theirs}.{name}.weight"] = _matrix(tensors, f"{ours}.{own}").T.contiguous()
            state[f"{theirs}.{name}.bias"] = tensors[f"{ours}.{own}.bias"]
        for own, name in _NORMS.items():
            for kind in ("weight", "bias"):
                state[f"{theirs}.{name}.{kind}"] = tensors[f"{ours}.{own}.{kind}"]
    return state


def _matrix(tensors: dict[str, torch.Tensor], name: str, per_row: bool = False) -> torch.Tensor:
    """float32 [in, out]: scale and smoothing multiplied in, as the graph does at run time."""
    values = tensors[name].float()
    if f"{name}.scale" in tensors:
        scale = tensors[f"{name}.scale"]
        values = values * (scale[:, None] if per_row else scale)
    if f"{name}.smoothing" in tensors:
        values = values * tensors[f"{name}.smoothing"][:, None]
    return values
