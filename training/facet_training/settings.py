"""Arguments of `train`: the reference script's under their own names, and Facet's additions."""

import argparse
from dataclasses import dataclass, fields
from pathlib import Path

# Changing one of these would change the loss curve, so a resumed run must have the same.
DECISIVE = (
    "model_name_or_path data max_source_length num_train_epochs max_steps cl_temperature warmup_ratio learning_rate"
    " weight_decay max_grad_norm per_device_train_batch_size seed dropout freeze_embeddings separator recipe"
    " teacher_name_or_path second_teacher_name_or_path second_teacher_share bf16"
).split()


@dataclass(frozen=True)
class Settings:
    """One run. Rates are per step, lengths in tokens, batch size in triples."""

    model_name_or_path: str
    data: list[Path]
    output_dir: Path
    max_source_length: int = 512
    num_train_epochs: float = 10.0
    max_steps: int = -1
    save_steps: int = 500
    save_total_limit: int | None = None
    cl_temperature: float = 0.01
    warmup_ratio: float = 0.1
    learning_rate: float = 2e-5
    weight_decay: float = 0.0
    max_grad_norm: float = 1.0
    per_device_train_batch_size: int = 8
    seed: int = 42
    dropout: float | None = None
    freeze_embeddings: bool = False
    separator: str = ""
    recipe: Path | None = None
    teacher_name_or_path: str | None = None
    second_teacher_name_or_path: str | None = None
    second_teacher_share: float = 0.5
    bf16: bool | None = None
    tasks: Path | None = None
    max_examples: int | None = None
    length_groups: int = 4
    dataloader_num_workers: int = 0
    device: str = "auto"
    logging_steps: int = 10
    resume: str | None = None

    def decisive(self) -> dict[str, object]:
        """The settings that a checkpoint records, for comparison on resume."""
        values = {name: getattr(self, name) for name in DECISIVE}
        return {
            name: [str(item) for item in value] if isinstance(value, list) else str(value)
            for name, value in values.items()
        }


def add_train_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--model_name_or_path", required=True, help="sentence-transformers folder, or hub id")
    add("--data", required=True, nargs="+", type=Path, help="MEDI .json, or .jsonl(.gz) in the same record form")
    add("--output_dir", required=True, type=Path)
    add("--max_source_length", type=int, help="tokens a text with its instruction is cut at; default 512")
    add("--num_train_epochs", type=float, help="default 10; --max_steps goes before it")
    add("--max_steps", type=int)
    add("--save_steps", type=int, help="default 500")
    add("--save_total_limit", type=int, help="model folders kept besides the last; default all")
    add("--cl_temperature", type=float, help="default 0.01")
    add("--warmup_ratio", type=float, help="default 0.1")
    add("--learning_rate", type=float, help="default 2e-5; falls linearly to 0 after the warm-up")
    add("--weight_decay", type=float, help="default 0")
    add("--max_grad_norm", type=float, help="default 1")
    add("--per_device_train_batch_size", "--batch_size", type=int, help="triples; default 8")
    add("--seed", type=int, help="default 42")
    add("--dropout", type=float, help="replaces the checkpoint's rate")
    add("--freeze_embeddings", action="store_true", default=None, help="do not train word and position tables")
    add("--separator", help="put after instructions that end in no white space; default none, as the reference")
    add("--recipe", type=Path, help="TOML: shares and weights of tasks; see recipes/facet-mini.toml")
    add("--teacher_name_or_path", help="whose vectors a recipe's distillation keeps; default: the start model")
    add(
        "--second_teacher_name_or_path",
        help="a larger encoder (T5, BERT or MPNet) whose cosines the teacher's are averaged with",
    )
    add("--second_teacher_share", type=float, help="its part of that average; default 0.5")
    add(
        "--bf16",
        action=argparse.BooleanOptionalAction,
        help="bf16 autocast; default on a GPU only. On a CPU it pays where it has bf16 instructions of its own",
    )
    add("--tasks", type=Path, help="tasks.json of the data; default: beside the first data file")
    add("--max_examples", type=int, help="read only so many records")
    add("--length_groups", type=int, help="batches of similar length that one step is computed in; default 4")
    add("--dataloader_num_workers", type=int, help="processes that make batches ready; default 0; about 3 a GPU")
    add("--device", choices=["auto", "cpu", "cuda"])
    add("--logging_steps", type=int, help="default 10")
    add("--resume", nargs="?", const="last", help="a checkpoint folder; without one, the last in --output_dir")


def to_settings(values: argparse.Namespace) -> Settings:
    names = {each.name for each in fields(Settings)}
    return Settings(**{key: value for key, value in vars(values).items() if key in names and value is not None})
