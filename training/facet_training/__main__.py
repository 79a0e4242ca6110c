"""`python -m facet_training <command>`."""

import argparse
import sys

from .commands import add_dev_arguments, run_dev, run_train
from .errors import UserError
from .settings import add_train_arguments


def main(arguments: list[str] | None = None) -> int:
    """Runs a command. Exit code 0; 1 for what the user can mend; 130 after a signal, with the state saved."""
    parser = argparse.ArgumentParser(prog="python -m facet_training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="instruction-finetune an encoder")
    add_train_arguments(train)
    train.set_defaults(run=run_train)
    dev = commands.add_parser("dev", help="compare models on the held-out split of the training tasks")
    add_dev_arguments(dev)
    dev.set_defaults(run=run_dev)
    values = parser.parse_args(arguments)
    try:
        return values.run(values)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
