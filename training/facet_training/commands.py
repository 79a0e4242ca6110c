"""Runs each command with its arguments. Imports torch late, so that --help is quick."""

import argparse
import sys
from pathlib import Path

from .errors import UserError
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
    add("--data", type=Path, help="the folder of medi-mini; default ../shared/data/medi-mini")
    add("--terms", nargs="+", default=["open"])
    add("--separator", default=" ")
    add("--records", type=int, default=32, help="held-out records used of each task; default all 32")
    add("--groups", nargs="+", help="only tasks of these multi-view groups, or of these names; default all")
    add("--one_wording", action="store_true", help="each task's first wording for all of its records")
    add("--detail", action="store_true", help="a line for each task too")
    add("--device", choices=["auto", "cpu", "cuda"], default="auto")


def run_dev(values: argparse.Namespace) -> int:
    from .dev import measure, read_dev
    from .device import pick_device
    from .model import InstructionEncoder
    from .recipe import read_tasks

    data = _folder(values.data, "medi-mini", "tasks.json")
    tasks = read_tasks(data / "tasks.json")
    dev = read_dev(data / "dev.jsonl.gz", tasks, values.terms, values.separator, values.records, values.one_wording)
    if values.groups is not None:
        dev = [each for each in dev if {each.task.group, each.task.name} & set(values.groups)]
    start_name, *others = values.models
    device = pick_device(values.device)
    start_model = InstructionEncoder.load(start_name).to(device)
    plain = measure(start_model, dev, instructed=False)
    scores = {"start, plain": plain, "start": measure(start_model, dev, start=plain)}
    for name in others:
        scores[Path(name).name] = measure(InstructionEncoder.load(name).to(device), dev, start=plain)
    print_table({name: score.summary() | (score.detail() if values.detail else {}) for name, score in scores.items()})
    return 0


def add_mix_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--models", nargs="+", required=True, help="sentence-transformers folders of one shape")
    add("--weights", nargs="+", type=float, help="one each; scaled to a sum of 1; default equal")
    add("--output_dir", required=True, type=Path)


def run_mix(values: argparse.Namespace) -> int:
    from .mix import mix

    weights = values.weights or [1.0] * len(values.models)
    if len(weights) != len(values.models):
        raise UserError(f"--weights: {len(weights)} for {len(values.models)} models")
    mix(values.models, weights).save(values.output_dir)
    return 0


def add_restore_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--model", required=True, type=Path, help="a folder that `npm run model` wrote")
    add("--like", required=True, help="a sentence-transformers folder or hub id of the same shape")
    add("--output_dir", required=True, type=Path)


def run_restore(values: argparse.Namespace) -> int:
    from .restore import restore

    restore(values.model, values.like, values.output_dir)
    return 0


def add_project_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--model", required=True, help="a sentence-transformers folder without a Dense layer")
    add("--data", required=True, nargs="+", type=Path, help="records of many tasks, as for train")
    add("--directions", required=True, type=int, help="how many to take out")
    add("--records", type=int, default=24, help="records read of each task; default 24")
    add("--max_length", type=int, default=64, help="tokens a text is cut at; default 64")
    add("--separator", default=" ")
    add("--output_dir", required=True, type=Path)


def run_project(values: argparse.Namespace) -> int:
    from .data import read_data
    from .model import InstructionEncoder
    from .offsets import offset_directions, save_projected
    from .records import separated

    data = read_data(values.data)
    groups = []
    for rows in data.rows.values():
        records = [data.records[row] for row in rows[: values.records]]
        groups.append([separated(pair, values.separator) for r in records for pair in (r.query, r.pos, r.neg)])
    model = InstructionEncoder.load(values.model)
    directions = offset_directions(model, groups, values.max_length)
    save_projected(model, directions[: values.directions], values.output_dir)
    return 0


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--models", nargs="+", default=[], help="folders, embedded with instructions")
    add("--plain", nargs="+", default=[], help="folders, embedded without instructions")
    add("--data", type=Path, help="the folder of the sets; default ../shared/data/eval")
    add("--cache", type=Path, default=Path(".cache/evaluation"), help="where vectors are kept")
    add(
        "--targets",
        action="store_true",
        help="judge the first of --models (a Facet folder) against the first of --plain (the start model, a Facet"
        " folder) and the second of --models (its unquantised folder)",
    )


def run_evaluate(values: argparse.Namespace) -> int:
    from .evaluation import instructions
    from .evaluation.encoders import open_encoder
    from .evaluation.run import Evaluation
    from .evaluation.targets import print_targets, targets

    data = _folder(values.data, "eval", "README.md")
    named = [(name, False) for name in values.plain] + [(name, True) for name in values.models]
    if not named:
        raise UserError("evaluate: name at least one model")
    if values.targets and (not values.plain or len(values.models) < 2):
        raise UserError("--targets needs one folder in --plain, and two in --models: quantised, unquantised")
    print("Instructions:", *instructions.described(), sep="\n  ")
    columns = {}
    for name, instructed in named:
        kind = "int8, engine" if (Path(name) / "model.json").exists() else "fp32"
        title = f"{Path(name).name} ({kind}{'' if instructed else ', plain'})"
        print(f"\n{title}", file=sys.stderr)
        encoder = open_encoder(name, values.cache)
        columns[title] = Evaluation(encoder, data, instructed).run(lambda line: print(f"  {line}", file=sys.stderr))
    print()
    print_table(columns, digits=2)
    if values.targets:
        found = list(columns.values())
        start, shipped, fp32 = found[0], found[len(values.plain)], found[len(values.plain) + 1]
        print()
        print_targets(targets(start, shipped, fp32, _megabytes(Path(values.models[0]))))
    return 0


def add_overlap_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--data", type=Path, help="the folder of medi-mini; default ../shared/data/medi-mini")
    add("--sets", type=Path, help="the folder of the evaluation sets; default ../shared/data/eval")
    add("--terms", nargs="+", default=["open"])
    add("--recipe", type=Path, help="whose varied wordings count as seen too")
    add("--output", type=Path, help="write the records that share no text here (.jsonl.gz)")


def run_overlap(values: argparse.Namespace) -> int:
    from .evaluation.instructions import seen_wordings
    from .evaluation.overlap import check, evaluation_texts
    from .recipe import read_instructions, read_recipe, read_tasks

    data, sets = _folder(values.data, "medi-mini", "tasks.json"), _folder(values.sets, "eval", "README.md")
    tasks = read_tasks(data / "tasks.json")
    keep = frozenset(task_id for task_id, task in tasks.items() if task.terms in values.terms)
    known = evaluation_texts(sets)
    found = check(sorted(data.glob("train-*.jsonl.gz")), known, keep, values.output)
    print(f"{len(known)} distinct evaluation texts; {found.read} training records ({', '.join(values.terms)})")
    print(f"{found.removed} records share a text with an evaluation set")
    for (task_id, name), count in found.by_task_and_set.most_common():
        print(f"  {count:6}  {tasks[task_id].name}, {name}")
    instructions = read_instructions(data / "tasks.json")
    wordings = set(instructions)
    if values.recipe is not None:
        recipe = read_recipe(values.recipe)
        vary = recipe.variation
        wordings = {other for words, views in instructions.items() for view in views for other in vary.possible(words, view)}
        wordings |= {words for each in recipe.rewordings for words in (*each.instructions, *each.documents)}
    seen = seen_wordings(wordings)
    print(f"{len(seen)} of the evaluation's unseen wordings are wordings of a training task: {seen}")
    return 0 if not seen else 1


def _folder(given: Path | None, name: str, holds: str) -> Path:
    from .evaluation.sets import check_folder, shared_data

    return check_folder(given or shared_data() / name, holds)


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".json", ".safetensors")) / 1e6
