"""A Facet folder (what `npm run model` writes) as a model that can be trained on.

Weights come back as the int8 values stand for them: rounded once, otherwise the network that was quantised.
"""

import json
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from .errors import UserError
from .model import InstructionEncoder

# Facet's canonical names (src/model/canonical.ts) and Hugging Face's, within a layer. Matrices lie transposed.
_LINEAR = {
    "attention_out": "attention.output.dense",
    "ffn_in": "intermediate.dense",
    "ffn_out": "output.dense",
}
_NORMS = {"attention_norm": "attention.output.LayerNorm", "ffn_norm": "output.LayerNorm"}


def restore(folder: Path, like: str) -> InstructionEncoder:
    """:param like: a sentence-transformers folder or hub id of the same shape, for config and tokenizer.

    :raises UserError: if `folder` is no Facet folder of a BERT encoder without Dense, or `like` has another shape.
    """
    try:
        spec = json.loads((folder / "model.json").read_text(encoding="utf-8"))["spec"]
        tensors = load_file(folder / "model.safetensors")
    except (OSError, json.JSONDecodeError, KeyError, SafetensorError) as error:
        raise UserError(f"{folder}: is no folder that `npm run model` wrote: {error!r}") from error
    if spec["family"] != "bert" or spec["dense"]:
        raise UserError(f"{folder}: only BERT encoders without a Dense layer can be restored")
    model = InstructionEncoder.load(like)
    state = {f"encoder.{name}": value for name, value in _bert_state(tensors, spec["layers"]).items()}
    wanted = model.state_dict()
    # Token types are added into the positions; every input is of type 0.
    state["encoder.embeddings.token_type_embeddings.weight"] = torch.zeros_like(
        wanted["encoder.embeddings.token_type_embeddings.weight"]
    )
    for name, value in wanted.items():
        if name in state and state[name].shape != value.shape:
            raise UserError(f"{folder}: {name} is {list(state[name].shape)}, but {like} has {list(value.shape)}")
    missing, unknown = model.load_state_dict(state, strict=False)
    if unknown or set(missing) - {"encoder.embeddings.position_ids"}:
        raise UserError(f"{folder} and {like} differ in shape: {[*unknown, *missing]}")
    return model


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
