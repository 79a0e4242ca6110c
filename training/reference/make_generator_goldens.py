#!/usr/bin/env python3
"""Writes training/goldens/generator: a small GPT-2 with random weights in ONNX, and how transformers continues prompts.

    python3 training/reference/make_generator_goldens.py

The graph has the inputs and outputs of optimum's text-generation-with-past: past_key_values.N.key/value go in,
present.N.key/value come out. goldens.json has, for each prompt, its ids and the greedy continuation of
GPT2LMHeadModel.generate in PyTorch. The last prompt is longer than the model reads with its continuation.
"""

import environment

environment.enter(environment.TRAINING / "reference" / "requirements.txt")
environment.enter(environment.ROOT / "bench" / "requirements.txt")

import json
from pathlib import Path

import torch
from corpus import LINES
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

FOLDER = environment.GOLDENS / "generator"
NEW_TOKENS = 24
END = "<|endoftext|>"
PROMPTS = [
    "The river",
    "How many people live in Texas?\nanswer:",
    "what is the capital of Ohio\nColumbus\n\nwhat is the capital of Iowa\n",
    "Ünïcode, 你好 \U0001f600 and  two spaces",
    "a",
    " ".join(LINES)[:1200],
]


class WithPast(torch.nn.Module):
    """Logits and the new keys and values, as flat outputs."""

    def __init__(self, model: GPT2LMHeadModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, position_ids, *past):
        pairs = tuple((past[i], past[i + 1]) for i in range(0, len(past), 2))
        found = self.model(
            input_ids=input_ids, attention_mask=attention_mask, position_ids=position_ids, past_key_values=pairs, use_cache=True
        )
        return (found.logits, *(each for pair in found.past_key_values for each in pair))


def tokenizer() -> PreTrainedTokenizerFast:
    small = Tokenizer(models.BPE())
    small.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    small.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=[END], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    small.train_from_iterator(LINES, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=small, bos_token=END, eos_token=END)


def export(model: GPT2LMHeadModel, path: Path) -> None:
    config = model.config
    head = config.n_embd // config.n_head
    past = [torch.randn(1, config.n_head, 5, head) for _ in range(2 * config.n_layer)]
    names = [f"past_key_values.{i}.{part}" for i in range(config.n_layer) for part in ("key", "value")]
    presents = [name.replace("past_key_values", "present") for name in names]
    axes = {name: {0: "batch_size", 1: "sequence_length"} for name in ("input_ids", "position_ids", "logits")}
    axes["attention_mask"] = {0: "batch_size", 1: "total_length"}
    axes |= {name: {0: "batch_size", 2: "past_length"} for name in names}
    axes |= {name: {0: "batch_size", 2: "total_length"} for name in presents}
    ids = torch.arange(3, 7).reshape(1, 4)
    torch.onnx.export(
        # Else the export leaves the model in training, with dropout.
        WithPast(model).eval(),
        (ids, torch.ones(1, 9, dtype=torch.long), torch.arange(5, 9).reshape(1, 4), *past),
        str(path),
        input_names=["input_ids", "attention_mask", "position_ids", *names],
        output_names=["logits", *presents],
        dynamic_axes=axes,
        opset_version=14,
        dynamo=False,
    )


def main() -> None:
    words = tokenizer()
    end = words.convert_tokens_to_ids(END)
    config = GPT2Config(
        vocab_size=len(words), n_positions=160, n_embd=32, n_layer=2, n_head=4, bos_token_id=end, eos_token_id=end
    )
    torch.manual_seed(7)
    model = GPT2LMHeadModel(config).eval()
    with torch.no_grad():
        for name, weights in model.named_parameters():
            # Far from ties: the next token must not hang on the last digit.
            if weights.dim() > 1:
                weights.normal_(0, 0.6 if "wte" in name or "wpe" in name else 0.25)
    folder = FOLDER / "gpt2"
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    words.save_pretrained(folder)
    export(model, folder / "onnx" / "model.onnx")
    cases = []
    for prompt in PROMPTS:
        ids = words(prompt)["input_ids"]
        read = torch.tensor([ids[-(config.n_positions - NEW_TOKENS) :]])
        with torch.no_grad():
            found = model.generate(
                read, attention_mask=torch.ones_like(read), do_sample=False, max_new_tokens=NEW_TOKENS, pad_token_id=end
            )
        new = found[0, read.shape[1] :].tolist()
        text = words.decode(new, skip_special_tokens=True)
        cases.append({"prompt": prompt, "ids": ids, "new": new, "continuation": text})
    goldens = {"newTokens": NEW_TOKENS, "cases": cases}
    (FOLDER / "goldens.json").write_text(json.dumps(goldens, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
