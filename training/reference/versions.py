"""Origin of the goldens: package versions, and their variant of INSTRUCTOR's text handling."""

import hashlib
import inspect
import json
import platform
from importlib.metadata import version
from pathlib import Path

from InstructorEmbedding import instructor

PACKAGES = [
    "InstructorEmbedding",
    "sentence-transformers",
    "transformers",
    "tokenizers",
    "huggingface-hub",
    "safetensors",
    "sentencepiece",
    "torch",
    "numpy",
]

# Read off the source of the installed package: each statement with the line that proves it.
HANDLING = {
    "The text is stripped and the instruction is not before the two are joined with nothing between.": [
        "new_texts.append([s[0], s[1].strip()])",
        "concatenated_input_texts.append(''.join(texts[local_idx]))",
    ],
    "The joined string, and the instruction tokenised alone, are stripped (Python's str.strip) before tokenising.": [
        "to_tokenize = [[str(s).strip() for s in col] for col in to_tokenize]",
    ],
    "Both are truncated at max_seq_length, special tokens included and kept; the cut is on the right.": [
        "truncation='longest_first', return_tensors=\"pt\", max_length=self.max_seq_length",
    ],
    "The count is the tokens of the instruction alone, special tokens included, minus one: T5 leaves out </s>; "
    "BERT leaves out one of [CLS] and [SEP], so that the mask covers [CLS] and the instruction.": [
        "tokenized['context_masks'] = torch.sum(context_tok['attention_mask'],dim=1)",
        "tokenized['context_masks'] = tokenized['context_masks']-1",
    ],
    "A count of one or less becomes zero: nothing is masked.": [
        "if tokenized['context_masks'][my_idx]<=1:",
        "tokenized['context_masks'][my_idx] = 0",
    ],
    "The encoder attends to every token; the first `count` positions are taken out of the mean afterwards.": [
        "attention_mask[local_idx][:context_masks[local_idx]] = 0",
    ],
    "A pair whose joined string has fewer tokens than the count raises AssertionError (see skipped.json).": [
        "assert torch.sum(attention_mask[local_idx]).item() >= context_masks[local_idx].item()",
    ],
    "A pair with as many tokens as the count has an empty mean: the sum, zero, is divided by 1e-9, which gives zero.": [
        "sum_mask = torch.clamp(sum_mask, min=1e-9)",
    ],
    "max_seq_length is 512 whatever sentence_bert_config.json says; the goldens set the folder's own limit "
    "through SentenceTransformer.max_seq_length.": [
        "max_seq_length = 512",
    ],
    "A plain string is not a pair: nothing is masked.": [
        "if isinstance(texts[0], str):",
    ],
}


def write(path: Path) -> None:
    """Writes versions.json; fails if the installed package is not the one HANDLING describes."""
    source = inspect.getsource(instructor)
    for statement, lines in HANDLING.items():
        for line in lines:
            if line not in source:
                raise ValueError(f"InstructorEmbedding no longer contains {line!r}; check: {statement}")
    record = {
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "instructor.py sha256": hashlib.sha256(source.encode()).hexdigest(),
        "handling": [{"statement": statement, "source": lines} for statement, lines in HANDLING.items()],
    }
    path.write_text(json.dumps(record, indent=2) + "\n")
