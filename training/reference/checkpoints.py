"""Small random-weight checkpoints in sentence-transformers layout, both encoder families."""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from sentence_transformers.models import Dense
from transformers import BertConfig, BertModel, T5Config, T5EncoderModel

import tokenizers_small


@dataclass(frozen=True)
class Case:
    """One golden case. `config` overrides the family's Hugging Face config."""

    name: str
    family: str
    config: dict
    weights: str = "bin"
    dtype: torch.dtype = torch.float32
    max_seq_length: int = 512
    dense: dict | None = None
    dense_weights: str = "bin"
    normalize: bool = True
    tokenizer: str = "nfkc"
    tokenizer_json: dict = field(default_factory=dict)


def t5(d_model: int, heads: int, d_kv: int, d_ff: int, layers: int, **more) -> dict:
    return dict(d_model=d_model, num_heads=heads, d_kv=d_kv, d_ff=d_ff, num_layers=layers, **more)


def bert(hidden: int, heads: int, feed_forward: int, layers: int, **more) -> dict:
    return dict(
        hidden_size=hidden,
        num_attention_heads=heads,
        intermediate_size=feed_forward,
        num_hidden_layers=layers,
        **more,
    )


def linear(inputs: int, outputs: int) -> dict:
    return dict(in_features=inputs, out_features=outputs, bias=False, activation_function=torch.nn.Identity())


CASES = [
    # The layout of instructor-base: everything in .bin, square Dense, sentencepiece's character map.
    Case("t5-bin", "t5", t5(64, 4, 16, 128, 2), dense=linear(64, 64), tokenizer="precompiled"),
    # As in xl: heads × d_kv is not d_model, and Dense narrows.
    Case(
        "t5-wide-heads-safetensors",
        "t5",
        t5(32, 4, 16, 96, 3),
        weights="safetensors",
        max_seq_length=128,
        dense=linear(32, 24),
        dense_weights="safetensors",
    ),
    Case("t5-no-dense", "t5", t5(96, 6, 16, 64, 1), weights="safetensors", max_seq_length=32),
    # T5 v1.1, with its own bucket count and distance.
    Case(
        "t5-gated",
        "t5",
        t5(
            32,
            2,
            16,
            80,
            2,
            feed_forward_proj="gated-gelu",
            relative_attention_num_buckets=16,
            relative_attention_max_distance=48,
        ),
        dense=linear(32, 32),
    ),
    Case("t5-fp16", "t5", t5(64, 2, 24, 128, 4), dtype=torch.float16, dense=linear(64, 48)),
    # A tokenizer.json that carries its own truncation and padding, as MiniLM's does: callers override both.
    Case(
        "bert-safetensors",
        "bert",
        bert(64, 4, 256, 3),
        weights="safetensors",
        tokenizer_json={
            "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0},
            "padding": {
                "strategy": {"Fixed": 16},
                "direction": "Right",
                "pad_to_multiple_of": None,
                "pad_id": 0,
                "pad_type_id": 0,
                "pad_token": "[PAD]",
            },
        },
    ),
    # Dense with bias and tanh and no Normalize, as in distiluse: rows are not of length 1.
    Case(
        "bert-dense-tanh-bf16",
        "bert",
        bert(32, 2, 96, 2),
        weights="safetensors",
        dtype=torch.bfloat16,
        max_seq_length=128,
        dense=dict(in_features=32, out_features=40, bias=True, activation_function=torch.nn.Tanh()),
        normalize=False,
    ),
    Case(
        "bert-short-bin",
        "bert",
        bert(96, 6, 128, 1, max_position_embeddings=48, layer_norm_eps=1e-5),
        max_seq_length=32,
    ),
]


def randomise(module: torch.nn.Module, random: np.random.RandomState) -> None:
    """Fills a module with weights that keep activations at a realistic scale.

    Matrices have standard deviation 1/sqrt(inputs). Norms, biases and position tables are far from
    their initial 1 and 0, so that leaving one out shows.
    """
    for name, parameter in module.named_parameters():
        if "norm" in name.lower() and name.endswith("weight"):
            scale, offset = 0.25, 1.0
        elif parameter.dim() == 1:
            scale, offset = 0.2, 0.0
        elif "relative_attention_bias" in name or "shared" in name or "embed" in name:
            scale, offset = 1.0, 0.0
        elif name.endswith("SelfAttention.q.weight"):
            # T5 does not scale attention logits: its query weights carry 1/sqrt(d_kv).
            key_size = parameter.shape[0] // module.config.num_heads
            scale, offset = 1.0 / math.sqrt(parameter.shape[1] * key_size), 0.0
        else:
            scale, offset = 1.0 / math.sqrt(parameter.shape[1]), 0.0
        values = offset + scale * random.standard_normal(tuple(parameter.shape))
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(values.astype(np.float32)))


def save_state(state: dict, folder: Path, container: str) -> None:
    """Writes a state dict as `pytorch_model.bin` or `model.safetensors`."""
    if container == "bin":
        torch.save(state, folder / "pytorch_model.bin")
        return
    # safetensors holds no shared storage: of tied tensors, the first name stays.
    kept: dict = {}
    for name, tensor in state.items():
        if all(tensor.data_ptr() != other.data_ptr() for other in kept.values()):
            kept[name] = tensor
    save_file({name: t.contiguous() for name, t in kept.items()}, folder / "model.safetensors", {"format": "pt"})


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def make_encoder(case: Case, vocabulary: int) -> torch.nn.Module:
    if case.family == "t5":
        return T5EncoderModel(T5Config(vocab_size=vocabulary, **case.config))
    return BertModel(BertConfig(vocab_size=vocabulary, **case.config))


def make_checkpoint(case: Case, folder: Path, seed: int) -> None:
    """Writes the checkpoint of `case` into `folder`."""
    random = np.random.RandomState(seed)
    is_t5 = case.family == "t5"
    tokenizer = tokenizers_small.t5_tokenizer(case.tokenizer) if is_t5 else tokenizers_small.bert_tokenizer()
    folder.mkdir(parents=True)
    tokenizers_small.save(tokenizer, case.family, folder)
    if case.tokenizer_json:
        path = folder / "tokenizer.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **case.tokenizer_json}, ensure_ascii=False))

    encoder = make_encoder(case, tokenizer.get_vocab_size())
    randomise(encoder, random)
    encoder.config.architectures = [type(encoder).__name__]
    encoder.config.torch_dtype = case.dtype
    encoder.config.to_json_file(folder / "config.json")
    save_state(encoder.to(case.dtype).state_dict(), folder, case.weights)

    width = case.config["d_model" if is_t5 else "hidden_size"]
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": case.max_seq_length, "do_lower_case": False})
    write_json(
        folder / "1_Pooling" / "config.json",
        {
            "word_embedding_dimension": width,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
    )
    modules = [("", "Transformer"), ("1_Pooling", "Pooling")]
    if case.dense is not None:
        modules.append(("2_Dense", "Dense"))
        dense = Dense(**case.dense)
        randomise(dense, random)
        (folder / "2_Dense").mkdir()
        write_json(folder / "2_Dense" / "config.json", dense.get_config_dict())
        save_state(dense.to(case.dtype).state_dict(), folder / "2_Dense", case.dense_weights)
    if case.normalize:
        modules.append((f"{len(modules)}_Normalize", "Normalize"))
    write_json(
        folder / "modules.json",
        [
            {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for index, (path, kind) in enumerate(modules)
        ],
    )
