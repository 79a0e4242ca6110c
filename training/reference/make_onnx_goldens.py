#!/usr/bin/env python3
"""Writes training/goldens/onnx: encoders of the golden cases as ONNX files, and what weights they hold.

    python3 training/reference/make_onnx_goldens.py

Exported as optimum does (torch.onnx, input_ids and attention_mask to last_hidden_state) and quantised as
transformers.js' conversion script does (quantize_dynamic). weights.json has, for each file, the SHA-256 of
every tensor of the encoder's state dict as 32-bit floats in PyTorch's orientation: of files that are not
quantised the checkpoint's own; of quantised ones what ONNX Runtime's DequantizeLinear makes of the initializer
that is nearest to the checkpoint's tensor. No name that an exporter gave is read.
"""

import environment

environment.enter(environment.TRAINING / "reference" / "requirements.txt")
environment.enter(environment.ROOT / "bench" / "requirements.txt")

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16
from transformers import BertModel, T5EncoderModel

FOLDER = environment.GOLDENS / "onnx"


def export(encoder: torch.nn.Module, inputs: int, path: Path) -> None:
    names = ["input_ids", "attention_mask", "token_type_ids"][:inputs]
    ids = torch.arange(3, 21).reshape(2, 9)
    axes = {0: "batch_size", 1: "sequence_length"}
    torch.onnx.export(
        encoder,
        (ids, torch.ones_like(ids), torch.zeros_like(ids))[:inputs],
        str(path),
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes={name: axes for name in [*names, "last_hidden_state"]},
        opset_version=14,
        dynamo=False,
    )


def quantize(source: Path, target: Path, per_channel: bool) -> None:
    quantize_dynamic(
        source,
        target,
        per_channel=per_channel,
        reduce_range=per_channel,
        weight_type=QuantType.QInt8 if per_channel else QuantType.QUInt8,
        extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
    )


def dequantized(path: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Every quantised matrix as ONNX Runtime reads it, [in, out] or [rows, width], and its scales."""
    tensors = {tensor.name: tensor for tensor in onnx.load(path).graph.initializer}
    found = []
    for name in [name for name in tensors if name.endswith("_quantized")]:
        parts = [tensors[name.removesuffix("_quantized") + end] for end in ("_quantized", "_scale", "_zero_point")]
        node = helper.make_node("DequantizeLinear", [part.name for part in parts], ["y"], axis=1)
        output = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
        graph = helper.make_graph([node], "g", [], [output], parts)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        found.append((session.run(None, {})[0], numpy_helper.to_array(parts[1])))
    return found


def sums(state: dict[str, np.ndarray], quantized: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, str]:
    digests = {}
    for name, values in state.items():
        if quantized and values.ndim == 2:
            near = [
                turned
                for matrix, scale in quantized
                for turned, step in ((matrix, scale), (matrix.T, scale.reshape(-1, 1)))
                # A reduced range clips the largest by a step.
                if turned.shape == values.shape and (np.abs(turned - values) <= 1.01 * step).all()
            ]
            if len(near) != 1:
                raise ValueError(f"{name} is near {len(near)} of the quantised matrices")
            values = near[0]
        digests[name] = hashlib.sha256(np.ascontiguousarray(values, dtype="<f4").tobytes()).hexdigest()
    return digests


def main() -> None:
    torch.set_num_threads(1)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    weights = {}

    def load(kind: type, case: str) -> torch.nn.Module:
        return kind.from_pretrained(environment.GOLDENS / case / "model", torch_dtype=torch.float32).eval()

    def note(name: str, encoder: torch.nn.Module, is_quantized: bool, dtype: torch.dtype = torch.float32) -> None:
        state = {
            key: value.to(dtype).float().numpy()
            for key, value in encoder.state_dict().items()
            # The table has two names; the pooler is no part of a sentence's vector.
            if key != "encoder.embed_tokens.weight" and not key.startswith("pooler.")
        }
        weights[name] = sums(state, dequantized(FOLDER / name) if is_quantized else [])
        print(f"{name}: {(FOLDER / name).stat().st_size} bytes, {len(state)} tensors")

    gated = load(T5EncoderModel, "t5-gated")
    full = FOLDER / "t5-gated.onnx"
    export(gated, 2, full)
    note(full.name, gated, False)
    half = FOLDER / "t5-gated-fp16.onnx"
    onnx.save_model(convert_float_to_float16(onnx.load(full), keep_io_types=True), half)
    note(half.name, gated, False, torch.float16)
    # What optimum makes of the encoder of a model that it takes for one with a decoder: the stack alone.
    export(gated.encoder, 2, FOLDER / "stack.onnx")
    quantize(FOLDER / "stack.onnx", FOLDER / "t5-gated-stack-q8.onnx", per_channel=True)
    note("t5-gated-stack-q8.onnx", gated, True)

    plain = load(T5EncoderModel, "t5-bin")
    export(plain, 2, FOLDER / "t5-bin.onnx")
    quantize(FOLDER / "t5-bin.onnx", FOLDER / "t5-bin-q8.onnx", per_channel=False)
    note("t5-bin-q8.onnx", plain, True)

    bert = load(BertModel, "bert-dense-tanh-bf16")
    export(bert, 3, FOLDER / "bert-dense-tanh-bf16.onnx")
    note("bert-dense-tanh-bf16.onnx", bert, False)
    quantize(FOLDER / "bert-dense-tanh-bf16.onnx", FOLDER / "bert-dense-tanh-bf16-q8.onnx", per_channel=True)
    note("bert-dense-tanh-bf16-q8.onnx", bert, True)

    for scratch in ("stack.onnx", "t5-bin.onnx"):
        (FOLDER / scratch).unlink()
    (FOLDER / "weights.json").write_text(json.dumps(weights, indent=1) + "\n")


if __name__ == "__main__":
    main()
