"""A job over Parquet files: units of rows, each written to one file of its own, so that a job can go on where it ended.

A unit's file appears whole or not at all, under a name that its rows decide. Whoever computes a unit twice writes the
same file; a unit whose file is there is done. Nothing else is remembered.
"""

import fnmatch
import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from .errors import FacetError
from .folder import ModelFolder

PLAN_FILE = "facet-job.json"
FORMAT = "facet-job"
VERSION = 1


@dataclass(frozen=True)
class Unit:
    #: Path of the input file, as its file system has it.
    file: str
    #: First row, and the row after the last.
    start: int
    end: int
    #: Name of the output file.
    output: str

    @property
    def rows(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Settings:
    """What decides the rows of the output; a job that goes on must have the same."""

    fingerprint: str
    arithmetic: str
    instruction: str
    text_column: str
    id_column: str | None
    rows_per_file: int


@dataclass(frozen=True)
class Job:
    settings: Settings
    units: list[Unit]
    #: Units whose output is there.
    done: list[Unit]

    @property
    def pending(self) -> list[Unit]:
        done = set(self.done)
        return [unit for unit in self.units if unit not in done]


def open_place(path: str) -> tuple[fs.FileSystem, str]:
    """A file system and a path in it, of a path on disk or an address (s3://…, gs://…)."""
    if "://" in path:
        return fs.FileSystem.from_uri(path)
    return fs.LocalFileSystem(), os.path.abspath(path)


def plan_job(inputs: str, output: str, settings: Settings) -> Job:
    """Lists the units of a job, and those that are done; writes the plan into the output folder.

    :raises FacetError: if there is no input, or the folder holds a job of other settings or other inputs.
    """
    system, files = _find(inputs)
    place, folder = open_place(output)
    place.create_dir(folder, recursive=True)
    known = _read_plan(place, folder)
    sizes = {file: _size(system, file, settings) for file in files}
    if known is not None:
        _check_same(folder, known, settings, sizes)
    units = [unit for file in files for unit in _units(file, sizes[file]["rows"], settings)]
    plan = {"format": FORMAT, "version": VERSION, "settings": asdict(settings), "files": sizes}
    write_whole(place, f"{folder}/{PLAN_FILE}", json.dumps(plan, indent=2).encode())
    there = {info.base_name for info in place.get_file_info(fs.FileSelector(folder))}
    return Job(settings, units, [unit for unit in units if unit.output in there])


def _find(inputs: str) -> tuple[fs.FileSystem, list[str]]:
    system, pattern = open_place(inputs)
    fixed = pattern
    while any(mark in fixed for mark in "*?["):
        fixed = fixed.rpartition("/")[0]
    info = system.get_file_info(fixed)
    if info.type == fs.FileType.File:
        return system, [fixed]
    selector = fs.FileSelector(fixed, recursive=True, allow_not_found=True)
    names = [each.path for each in system.get_file_info(selector) if each.type == fs.FileType.File]
    wanted = pattern if pattern != fixed else f"{fixed}/*.parquet"
    # As in a shell, a star does not cross a folder.
    found = sorted(
        name for name in names if fnmatch.fnmatchcase(name, wanted) and name.count("/") == wanted.count("/")
    )
    if not found:
        raise FacetError(f"{inputs}: matches no file; name a Parquet file, a folder or a pattern such as 'texts/*.parquet'")
    return system, found


def _size(system: fs.FileSystem, file: str, settings: Settings) -> dict:
    try:
        parquet = pq.ParquetFile(file, filesystem=system)
    except (pa.ArrowInvalid, OSError) as error:
        raise FacetError(f"{file}: is no Parquet file that can be read ({error})") from error
    names = parquet.schema_arrow.names
    for option, column in (("--text-column", settings.text_column), ("--id-column", settings.id_column)):
        if column is not None and column not in names:
            raise FacetError(f'{file}: has no column "{column}"; it has {", ".join(names)}: name one with {option}')
    kind = parquet.schema_arrow.field(settings.text_column).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise FacetError(f'{file}: column "{settings.text_column}" is {kind}, not text; name another with --text-column')
    return {"bytes": system.get_file_info(file).size, "rows": parquet.metadata.num_rows}


def _units(file: str, rows: int, settings: Settings) -> Iterable[Unit]:
    step = settings.rows_per_file
    key = hashlib.sha256(file.encode()).hexdigest()[:12]
    for start in range(0, rows, step):
        yield Unit(file, start, min(rows, start + step), f"part-{key}-{start:010d}.parquet")


def _read_plan(place: fs.FileSystem, folder: str) -> dict | None:
    file = f"{folder}/{PLAN_FILE}"
    if place.get_file_info(file).type != fs.FileType.File:
        others = [each.base_name for each in place.get_file_info(fs.FileSelector(folder)) if not is_partial(each.base_name)]
        if others:
            raise FacetError(f"{folder}: is not empty (it holds {others[0]}) and holds no job; name a new or empty folder")
        return None
    with place.open_input_stream(file) as stream:
        plan = json.loads(stream.read())
    if plan.get("format") != FORMAT or plan.get("version") != VERSION:
        raise FacetError(f"{file}: is of another program or version; name another output folder")
    return plan


def _check_same(folder: str, known: dict, settings: Settings, sizes: dict) -> None:
    for name, value in asdict(settings).items():
        if known["settings"].get(name) != value:
            raise FacetError(
                f"{folder}: holds a job with {name} {json.dumps(known['settings'].get(name))}, and now it is "
                f"{json.dumps(value)}; go on with the same, or name another output folder"
            )
    for file, size in known["files"].items():
        if sizes.get(file) != size:
            what = "is gone" if file not in sizes else "has changed"
            raise FacetError(f"{file}: {what} since the job in {folder} began; name another output folder")


def is_partial(name: str) -> bool:
    """Whether a file is what a killed writer left."""
    return name.startswith(".facet-partial-")


def write_whole(place: fs.FileSystem, file: str, content: bytes) -> None:
    """Writes a file that appears whole or not at all."""
    if not isinstance(place, fs.LocalFileSystem):
        # Object stores show an object when its upload is closed.
        with place.open_output_stream(file) as stream:
            stream.write(content)
        return
    folder, _, name = file.rpartition("/")
    partial = f"{folder}/.facet-partial-{os.getpid()}-{time.monotonic_ns()}-{name}"
    with open(partial, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(partial, file)


def remove_partials(output: str) -> None:
    """Removes what killed writers left; no writer may be at work."""
    place, folder = open_place(output)
    for info in place.get_file_info(fs.FileSelector(folder)):
        if is_partial(info.base_name):
            place.delete_file(info.path)


def read_unit(system: fs.FileSystem, unit: Unit) -> pa.Table:
    """Reads the rows of a unit; of the file only the row groups that hold them."""
    with pq.ParquetFile(unit.file, filesystem=system) as parquet:
        groups, first, at = [], 0, 0
        for group in range(parquet.num_row_groups):
            rows = parquet.metadata.row_group(group).num_rows
            if at < unit.end and at + rows > unit.start:
                if not groups:
                    first = at
                groups.append(group)
            at += rows
        return parquet.read_row_groups(groups).slice(unit.start - first, unit.rows)


def ids_of(table: pa.Table, unit: Unit, texts: list[str | None], column: str | None) -> list[str]:
    """The rows' ids: those of the column, or a hash of file, row and text, the same in every run.

    :raises FacetError: for an id that is missing or that two rows of the unit have.
    """
    if column is None:
        return [
            hashlib.sha256(f"{unit.file}\0{unit.start + row}\0{text or ''}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
            for row, text in enumerate(texts)
        ]
    ids = table.column(column).to_pylist()
    seen: dict = {}
    for row, each in enumerate(ids):
        if each is None:
            raise FacetError(f'{unit.file}: row {unit.start + row + 1} has no "{column}"; leave --id-column out to get hashes')
        if each in seen:
            raise FacetError(
                f'{unit.file}: rows {unit.start + seen[each] + 1} and {unit.start + row + 1} have the same "{column}"; '
                "leave --id-column out to get hashes"
            )
        seen[each] = row
    return [str(each) for each in ids]


def export_manifest(folder: ModelFolder, settings: Settings, device: str, columns: list[str]) -> dict:
    """As the page's exports carry it (src/features/exports/manifest.ts)."""
    manifest = folder.manifest
    return {
        "format": "facet-export",
        "version": 1,
        "content": "vectors",
        "app": {"name": "facet_embed", "version": manifest["app"]["version"]},
        "createdAt": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        "workspace": None,
        "model": {
            "name": folder.name,
            "source": None,
            "revision": None,
            "fingerprint": folder.fingerprint,
            "precision": folder.precision,
            "device": device,
            "deviceDetail": f"ONNX Runtime, activations in {settings.arithmetic}",
            "dimensions": folder.dim,
            "maxTokens": folder.max_seq_length,
            "input": manifest["input"],
        },
        "lenses": [{"name": settings.instruction, "key": "lens", "instruction": folder.rules.effective(settings.instruction)}],
        "list": "texts",
        "columns": columns,
        "vectors": {"type": "float32", "withoutVector": "zeros in .npy and .safetensors, null or empty elsewhere"},
    }


def check_output(output: str, job: Job, most: int = 20_000_000) -> dict:
    """Counts rows, and looks for ids that two rows have: {"rows", "lost", "doubled"}; doubled is None above `most` rows."""
    place, folder = open_place(output)
    rows, lost, seen, doubled = 0, 0, set(), 0
    total = sum(unit.rows for unit in job.units)
    for unit in job.units:
        path = f"{folder}/{unit.output}"
        if place.get_file_info(path).type != fs.FileType.File:
            lost += unit.rows
            continue
        with pq.ParquetFile(path, filesystem=place) as parquet:
            rows += parquet.metadata.num_rows
            lost += max(0, unit.rows - parquet.metadata.num_rows)
            if total <= most:
                column = json.loads(parquet.schema_arrow.metadata[b"facet"])["idColumn"]
                ids = parquet.read([column]).column(0).to_pylist()
                doubled += len(ids) - len(set(ids) - seen)
                seen.update(ids)
    return {"rows": rows, "lost": lost, "doubled": doubled if total <= most else None}
