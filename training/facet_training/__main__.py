"""`python -m facet_training <command>`."""

import argparse
import sys

from . import commands
from .errors import UserError
from .settings import add_train_arguments

COMMANDS = (
    ("train", "instruction-finetune an encoder", add_train_arguments, commands.run_train),
    ("dev", "compare models on the held-out split of the training tasks", commands.add_dev_arguments, commands.run_dev),
    ("mix", "average the weights of models", commands.add_mix_arguments, commands.run_mix),
    ("restore", "a Facet folder as a model to train on", commands.add_restore_arguments, commands.run_restore),
    ("project", "take the instructions' own offsets out of a model's vectors", commands.add_project_arguments,
     commands.run_project),
    ("evaluate", "score models on the evaluation sets", commands.add_evaluate_arguments, commands.run_evaluate),
    ("overlap", "training texts that are in an evaluation set", commands.add_overlap_arguments, commands.run_overlap),
)


def main(arguments: list[str] | None = None) -> int:
    """Runs a command. Exit code: 0; 1 for errors that the user can mend; 130 after a signal, with the state saved."""
    parser = argparse.ArgumentParser(prog="python -m facet_training", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True)
    for name, summary, add_arguments, run in COMMANDS:
        command = subparsers.add_parser(name, help=summary)
        add_arguments(command)
        command.set_defaults(run=run)
    values = parser.parse_args(arguments)
    try:
        return values.run(values)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
