"""Embeds Parquet files on Ray: `python -m facet_embed.ray --model F --input 'texts/*.parquet' --text-column t --output DIR`.

Each actor makes its session once and takes units of rows (job.py); Ray Data gives them out. A worker, or the driver, may
be killed at any time: a unit's file is there whole or not at all, and the same command goes on.
"""

import argparse
import json
import os
import sys
import time

# Ray would else report usage; what is embedded here is nobody's business.
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .embedder import Embedder, Encoded
from .errors import FacetError
from .folder import open_folder
from .job import (
    Job,
    Settings,
    Unit,
    check_output,
    export_manifest,
    ids_of,
    open_place,
    plan_job,
    read_unit,
    remove_partials,
    write_whole,
)

#: Rows that pyarrow writes as one row group: readers decode one at a time.
ROW_GROUP = 5_000


class EmbedUnits:
    """The actor: a session, and the units that it is given."""

    def __init__(self, model: str, inputs: str, output: str, settings: Settings, device: str, threads: int | None):
        self.embedder = Embedder(model, device, threads, arithmetic=settings.arithmetic)
        self.settings = settings
        self.system, _ = open_place(inputs)
        self.place, self.folder = open_place(output)

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, list]:
        """Embeds units, columns "file", "start", "end", "output"; gives their rows and seconds."""
        found = [
            self.embed(Unit(str(file), int(start), int(end), str(output)))
            for file, start, end, output in zip(batch["file"], batch["start"], batch["end"], batch["output"])
        ]
        return {name: [each[name] for each in found] for name in found[0]}

    def embed(self, unit: Unit) -> dict:
        settings = self.settings
        began = time.perf_counter()
        table = read_unit(self.system, unit)
        texts = table.column(settings.text_column).to_pylist()
        ids = ids_of(table, unit, texts, settings.id_column)
        read = time.perf_counter()
        given = [row for row, text in enumerate(texts) if text is not None and text.strip() != ""]
        encoded = self.embedder.encode_all([(settings.instruction, texts[row]) for row in given])
        embedded = time.perf_counter()
        content = self.table_of(table, ids, given, encoded)
        write_whole(self.place, f"{self.folder}/{unit.output}", content)
        ended = time.perf_counter()
        return {
            "output": unit.output,
            "rows": unit.rows,
            "tokens": int(encoded.tokens.sum()),
            "read": read - began,
            "embed": embedded - read,
            "write": ended - embedded,
            "pid": os.getpid(),
        }

    def table_of(self, table: pa.Table, ids: list[str], given: list[int], encoded: Encoded) -> bytes:
        """The rows as a Parquet file: what came, and `id`, `vector`, `no_vector` as in the page's exports."""
        settings = self.settings
        taken = set(table.column_names)
        id_name = settings.id_column
        if id_name is None:
            id_name = free("id", taken)
            table = table.append_column(id_name, pa.array(ids, pa.string()))
        why: list[str | None] = ["blank"] * table.num_rows
        for at, row in enumerate(given):
            why[row] = "refused" if encoded.refused[at] is not None else encoded.unread[at]
        kept = np.array([each is None for each in why], bool)
        rows = np.flatnonzero(kept)
        at = {row: index for index, row in enumerate(given)}
        values = encoded.vectors[[at[row] for row in rows]] if len(rows) > 0 else np.zeros((0, self.embedder.dim), np.float32)
        table = table.append_column(free("no_vector", taken), pa.array(why, pa.string()))
        table = table.append_column(free("vector", taken), lists_of(values, kept))
        manifest = export_manifest(self.embedder.folder, settings, self.embedder.device, table.column_names)
        manifest |= {"idColumn": id_name, "textColumn": settings.text_column}
        words = {key: value if isinstance(value, str) else json.dumps(value) for key, value in manifest.items()}
        table = table.replace_schema_metadata({"facet": json.dumps(manifest), **words})
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, row_group_size=ROW_GROUP, use_dictionary=False, compression="snappy")
        return sink.getvalue().to_pybytes()


def free(name: str, taken: set[str]) -> str:
    """A name that no column has yet, as the page finds it."""
    while name in taken:
        name = f"facet_{name}"
    taken.add(name)
    return name


def lists_of(values: np.ndarray, kept: np.ndarray) -> pa.Array:
    """float32 [rows kept, dim] as lists, null where nothing is kept: list<element: float not null>."""
    lengths = np.where(kept, values.shape[1], 0)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    kind = pa.list_(pa.field("element", pa.float32(), nullable=False))
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.array(values.ravel()), type=kind, mask=pa.array(~kept)
    )


def run(given: argparse.Namespace) -> int:
    folder = open_folder(given.model)
    arithmetic = given.arithmetic
    if arithmetic == "auto":
        arithmetic = "int8" if folder.precision == "int8" and given.device == "cpu" else "fp32"
    settings = Settings(
        folder.fingerprint, arithmetic, given.instruction, given.text_column, given.id_column, given.rows_per_file
    )
    job = plan_job(given.input, given.output, settings)
    total, ready = (sum(unit.rows for unit in units) for units in (job.units, job.done))
    say(f"{total} texts in {len(job.units)} files to write; {ready} are done")
    if job.pending:
        remove_partials(given.output)
        embed(given, settings, job)
    found = check_output(given.output, job)
    doubled = "not counted" if found["doubled"] is None else found["doubled"]
    say(f"{found['rows']} rows in {given.output}; lost: {found['lost']}, ids doubled: {doubled}")
    return 0 if found["lost"] == 0 and not found["doubled"] else 1


def embed(given: argparse.Namespace, settings: Settings, job: Job) -> None:
    import ray
    import ray.data

    ray.init(
        address=given.address,
        include_dashboard=False if given.address is None else None,
        num_cpus=given.num_cpus,
        log_to_driver=False,
        logging_level="warning",
    )
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.verbose_progress = False
    # A unit that fails for a reason of its own fails the job, with that reason.
    context.max_errored_blocks = 0
    items = [
        {"file": unit.file, "start": unit.start, "end": unit.end, "output": unit.output} for unit in job.pending
    ]
    resources = {"num_gpus": 1} if given.device == "cuda" else {"num_cpus": given.threads}
    results = ray.data.from_items(items, override_num_blocks=len(items)).map_batches(
        EmbedUnits,
        fn_constructor_args=(
            *(os.path.abspath(given.model), given.input, given.output),
            *(settings, given.device, given.threads),
        ),
        batch_size=1,
        # Ray Data starts a killed worker again, and its unit with it: the result is the same file.
        compute=ray.data.ActorPoolStrategy(size=given.workers),
        **resources,
    )
    total = sum(unit.rows for unit in job.pending)
    began, done = time.monotonic(), 0
    log = open(given.timings, "a", encoding="utf-8") if given.timings else None
    for row in results.iter_rows():
        done += int(row["rows"])
        seconds = time.monotonic() - began
        left = seconds * (total - done) / max(1, done)
        say(f"{done} of {total} texts, {done / seconds:.0f} a second, {left:.0f} s left ({row['output']})")
        if log is not None:
            log.write(json.dumps({**{k: v.item() if hasattr(v, "item") else v for k, v in row.items()}, "at": seconds}) + "\n")
            log.flush()
    ray.shutdown()


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m facet_embed.ray", description=__doc__)
    parser.add_argument("--model", required=True, help="an ONNX export, at the same path on every node")
    parser.add_argument("--input", required=True, help="a Parquet file, a folder or a pattern; a path or an address (s3://…)")
    parser.add_argument("--output", required=True, help="folder of the vectors; a job that was stopped goes on there")
    parser.add_argument("--text-column", required=True)
    parser.add_argument("--id-column", help="unique ids; default: a hash of file, row and text")
    parser.add_argument("--instruction", default="")
    parser.add_argument("--workers", type=int, default=1, help="actors, each with a session of its own")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--threads", type=int, default=1, help="threads of each CPU actor")
    parser.add_argument("--arithmetic", choices=["auto", "int8", "fp32"], default="auto")
    parser.add_argument("--rows-per-file", type=int, default=20_000, help="rows of an output file: what a kill can cost a worker")
    parser.add_argument("--address", help="of a Ray cluster; default: one on this machine")
    parser.add_argument("--num-cpus", type=int, help="of the cluster on this machine")
    parser.add_argument("--timings", help="file to which the seconds of each unit are appended, for the simulation")
    given = parser.parse_args(arguments)
    for name in ("workers", "threads", "rows_per_file"):
        if getattr(given, name) < 1:
            parser.error(f"--{name.replace('_', '-')} must be 1 or more")
    return given


def main() -> int:
    given = parse()
    try:
        return run(given)
    except (FacetError, OSError) as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
