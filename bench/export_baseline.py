#!/usr/bin/env python3
"""Writes .cache/bench/minilm-onnx: MiniLM-L6 as a user of transformers.js has it.

    python3 bench/export_baseline.py
    python3 bench/export_baseline.py CHECKPOINT FOLDER

The bare encoder (last_hidden_state, no pooling) as onnx/model.onnx in fp32, and as
onnx/model_quantized.onnx by the settings that transformers.js' conversion script has for BERT:
dynamic quantisation, QInt8 weights (the graph has no Conv), per channel, reduced range, matrix
products with constant weights only. Both are checked against PyTorch before the script ends.

Given a T5 checkpoint, writes its encoder to FOLDER in the same way: the layout of the public copies of INSTRUCTOR.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "training" / "reference"))

import environment

environment.enter(environment.TRAINING / "reference" / "requirements.txt")
environment.enter(HERE / "requirements.txt")

import shutil

import numpy as np
import onnx
import onnxruntime
import onnxslim
import torch
from onnxruntime.quantization import QuantizationMode, QuantType
from onnxruntime.quantization.onnx_quantizer import ONNXQuantizer
from onnxruntime.quantization.registry import IntegerOpsRegistry
from transformers import AutoTokenizer, BertModel, PreTrainedModel, T5EncoderModel

import fetch_minilm

FOLDER = environment.ROOT / ".cache" / "bench" / "minilm-onnx"
TOKENIZER = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"]
SENTENCES = ["The river rises in the hills.", "How do I reset the password of my account?", "OK"]
# Lowest cosine of a token's state with PyTorch's. 7-bit weights lose more than rounding does, and T5's outliers more yet.
WORST_FP32, WORST_QUANTIZED, WORST_QUANTIZED_T5 = 0.99999, 0.9, 0.7


def inputs_of(model: PreTrainedModel) -> list[str]:
    return ["input_ids", "attention_mask"] + (["token_type_ids"] if isinstance(model, BertModel) else [])


def export(model: PreTrainedModel, tokenizer, path: Path) -> None:
    inputs = inputs_of(model)
    sample = tokenizer(SENTENCES, padding=True, return_tensors="pt")
    torch.onnx.export(
        model,
        tuple(sample[name] for name in inputs),
        str(path),
        input_names=inputs,
        output_names=["last_hidden_state"],
        dynamic_axes={name: {0: "batch_size", 1: "sequence_length"} for name in [*inputs, "last_hidden_state"]},
        opset_version=14,
        dynamo=False,
    )
    onnx.save_model(onnxslim.slim(str(path)), str(path))


def quantize(source: Path, target: Path) -> None:
    quantizer = ONNXQuantizer(
        onnx.load_model(str(source)),
        per_channel=True,
        reduce_range=True,
        mode=QuantizationMode.IntegerOps,
        static=False,
        weight_qType=QuantType.QInt8,
        activation_qType=QuantType.QUInt8,
        tensors_range=None,
        nodes_to_quantize=[],
        nodes_to_exclude=[],
        op_types_to_quantize=set(IntegerOpsRegistry),
        extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
    )
    quantizer.quantize_model()
    onnx.save_model(quantizer.model.model, str(target))


def check(path: Path, model: PreTrainedModel, tokenizer, least: float) -> None:
    """Fails if a token's state differs from PyTorch's, on a batch shape other than the exported one."""
    batch = tokenizer(SENTENCES[:2] * 2, padding="max_length", max_length=40, return_tensors="pt")
    with torch.no_grad():
        wanted = model(**batch).last_hidden_state.numpy()
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(["last_hidden_state"], {name: batch[name].numpy() for name in inputs_of(model)})[0]
    real = batch["attention_mask"].numpy() == 1
    a, b = wanted[real], found[real]
    cosines = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    print(f"{path.relative_to(environment.ROOT)}: {path.stat().st_size / 1e6:.1f} MB, token cosine mean {cosines.mean():.5f}, worst {cosines.min():.5f}")
    if cosines.min() < least:
        raise ValueError(f"{path}: worst token cosine {cosines.min():.5f} is below {least}; the export is wrong")


def write(checkpoint: Path, folder: Path, kind: type[PreTrainedModel], **options) -> None:
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    for name in ["config.json", *TOKENIZER]:
        shutil.copy(checkpoint / name, folder / name)
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    model = kind.from_pretrained(checkpoint, **options).eval()
    full, quantized = folder / "onnx" / "model.onnx", folder / "onnx" / "model_quantized.onnx"
    export(model, tokenizer, full)
    check(full, model, tokenizer, WORST_FP32)
    quantize(full, quantized)
    check(quantized, model, tokenizer, WORST_QUANTIZED if kind is BertModel else WORST_QUANTIZED_T5)


def main() -> None:
    if len(sys.argv) == 1:
        write(fetch_minilm.fetch(), FOLDER, BertModel, add_pooling_layer=False)
    else:
        checkpoint, folder = map(Path, sys.argv[1:])
        write(checkpoint.resolve(), folder.resolve(), T5EncoderModel)


if __name__ == "__main__":
    main()
