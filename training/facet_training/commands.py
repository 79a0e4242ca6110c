"""What each command does with its arguments. Modules that import torch are imported late: --help is quick."""

import argparse
import sys
from pathlib import Path

from .settings import to_settings
from .table import print_table


def run_train(values: argparse.Namespace) -> int:
    from .train import Stopped, train

    try:
        train(to_settings(values))
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return 130
    return 0


def add_dev_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--models", nargs="+", required=True, help="sentence-transformers folders; the first is the start model")
    add("--data", required=True, type=Path, help="the folder of medi-mini")
    add("--terms", nargs="+", default=["open"])
    add("--separator", default=" ")


def run_dev(values: argparse.Namespace) -> int:
    from .dev import measure, read_dev
    from .model import InstructionEncoder
    from .recipe import read_tasks

    dev = read_dev(values.data / "dev.jsonl.gz", read_tasks(values.data / "tasks.json"), values.terms, values.separator)
    start_name, *others = values.models
    start_model = InstructionEncoder.load(start_name)
    plain = measure(start_model, dev, instructed=False)
    columns = {"start, plain": plain.summary(), "start": measure(start_model, dev, start=plain).summary()}
    for name in others:
        columns[Path(name).name] = measure(InstructionEncoder.load(name), dev, start=plain).summary()
    print_table(columns)
    return 0
