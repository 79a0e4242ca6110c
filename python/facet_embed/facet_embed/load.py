"""Loads an export of Facet into a vector store: `python -m facet_embed.load EXPORT --to milvus --address http://localhost:19530`.

EXPORT is a `.parquet`, or a `.npy` with its `.rows.jsonl` beside it, from the page or from `facet_embed.ray`. The model and
the instruction of its manifest are written beside the collection, where the page finds them. Rows go in by their ids: a
load that was interrupted is repeated, and doubles nothing.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .errors import FacetError

#: Rows of one request.
BATCH = 1_000
#: Most bytes of a text in Milvus's VarChar.
MILVUS_TEXT = 65_535


class LoadError(FacetError):
    """An export that cannot be loaded, or a store that does not take it."""


@dataclass(frozen=True)
class Batch:
    """Rows without those that have no vector; `vectors` is float32 [rows, dim]."""

    ids: list[str]
    texts: list[str]
    others: list[dict]
    vectors: np.ndarray
    #: Rows left out because they have no vector.
    without: int


def main() -> int:
    given = parse()
    try:
        loaded, without = load(given)
    except (FacetError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    left = f"; {without} rows without a vector were left out" if without else ""
    print(f"{loaded} rows are in {given.collection} on {given.address}{left}.", file=sys.stderr)
    return 0


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m facet_embed.load", description=__doc__)
    parser.add_argument("export", help="a .parquet file, a folder of them, or a .npy file with its .rows.jsonl")
    parser.add_argument("--to", required=True, choices=sorted(STORES), help="kind of store")
    parser.add_argument("--address", required=True, help="as in http://localhost:19530")
    parser.add_argument("--collection", required=True, help="name of the collection; it is made if it is not there")
    parser.add_argument("--vector", default="vector", help='column of the vectors; of several lenses "vector_<lens>"')
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--id-column", default="id")
    parser.add_argument("--instruction", help="what the vectors were made under, where no manifest says it")
    parser.add_argument("--index", default="AUTOINDEX", help="of Milvus: AUTOINDEX, FLAT (exact), HNSW, …")
    parser.add_argument("--token", help="of the store; read from FACET_STORE_TOKEN where it is not given")
    return parser.parse_args(arguments)


def load(given: argparse.Namespace) -> tuple[int, int]:
    """Loads an export. Returns the numbers of rows that are in the store and that were left out."""
    import os

    token = given.token or os.environ.get("FACET_STORE_TOKEN")
    path = Path(given.export)
    batches = read_export(path, given.vector, given.text_column, given.id_column)
    first = next((batch for batch in batches if len(batch.ids) > 0), None)
    if first is None:
        raise LoadError(f"{path} has no row with a vector in its column {given.vector}.")
    dim = first.vectors.shape[1]
    notes = notes_of(path, given.vector, given.instruction)
    store = STORES[given.to](given.address, token, given.collection, dim, notes, given.index)
    done, without = 0, 0
    for batch in chain(first, batches):
        if batch.vectors.shape[1] != dim and len(batch.ids) > 0:
            raise LoadError(f"{path} has vectors of {dim} and of {batch.vectors.shape[1]} numbers.")
        if batch.ids:
            store.add(batch)
        done += len(batch.ids)
        without += batch.without
        print(f"{done} rows", end="\r", file=sys.stderr)
    store.finish()
    return done, without


def chain(first: Batch, rest: Iterator[Batch]) -> Iterator[Batch]:
    yield first
    yield from rest


def notes_of(path: Path, vector: str, instruction: str | None) -> dict[str, str]:
    """What the manifest says of the vectors' origin, as short texts."""
    notes: dict[str, str] = {"made_by": "Facet"}
    folder = path if path.is_dir() else path.parent
    stem = path.name.split(".")[0]
    named = [folder / f"{stem}.manifest.json", folder / "manifest.json"]
    manifest = next((json.loads(file.read_text("utf-8")) for file in named if file.is_file()), {})
    model = manifest.get("model") or {}
    for field in ("name", "fingerprint", "precision"):
        if isinstance(model.get(field), str):
            notes["model" if field == "name" else f"model_{field}"] = model[field]
    lenses = [lens for lens in manifest.get("lenses") or [] if isinstance(lens, dict)]
    of = [lens for lens in lenses if len(lenses) == 1 or vector.endswith(f"_{lens.get('key')}")]
    if instruction is None and len(of) == 1:
        instruction = of[0].get("instruction")
    if instruction is None:
        instruction = manifest.get("instruction")
    if isinstance(instruction, str):
        notes["instruction"] = instruction
    return notes


def read_export(path: Path, vector: str, text: str, id_column: str) -> Iterator[Batch]:
    if path.is_dir() or path.suffix == ".parquet":
        yield from read_parquet(path, vector, text, id_column)
    elif path.suffix == ".npy":
        yield from read_npy(path, text, id_column)
    else:
        raise LoadError(f"{path} is neither .parquet nor .npy: export the vectors in one of these.")


def read_parquet(path: Path, vector: str, text: str, id_column: str) -> Iterator[Batch]:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise LoadError("Parquet needs pyarrow: pip install pyarrow") from error
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not files:
        raise LoadError(f"{path} has no .parquet file.")
    at = 0
    for name in files:
        file = pq.ParquetFile(name)
        columns = file.schema_arrow.names
        for wanted in (vector, text):
            if wanted not in columns:
                raise LoadError(f"{name} has no column {wanted}; it has {', '.join(columns)}.")
        # The vectors of other lenses are no metadata.
        taken = [column for column in columns if column == vector or not is_vector(file, column)]
        for table in file.iter_batches(BATCH, columns=taken):
            rows = table.to_pylist()
            vectors = [row.pop(vector) for row in rows]
            yield batch_of(rows, vectors, text, id_column, at)
            at += len(rows)


def is_vector(file, column: str) -> bool:
    import pyarrow as pa

    kind = file.schema_arrow.field(column).type
    return pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind) or pa.types.is_large_list(kind)


def read_npy(path: Path, text: str, id_column: str) -> Iterator[Batch]:
    vectors = np.load(path, mmap_mode="r")
    beside = [path.with_name(f"{path.name[:-4]}.rows.jsonl"), path.with_name(f"{path.name.split('.')[0]}.rows.jsonl")]
    rows_file = next((file for file in beside if file.is_file()), None)
    if rows_file is None:
        raise LoadError(f"{beside[0]}, the rows of {path.name}, is not there: keep the files of an export together.")
    rows: list[dict] = []
    at = 0
    with open(rows_file, encoding="utf-8") as lines:
        for line in lines:
            rows.append(json.loads(line))
            if len(rows) == BATCH:
                yield from cut(rows, vectors, text, id_column, at)
                at += len(rows)
                rows = []
    yield from cut(rows, vectors, text, id_column, at)
    if at + len(rows) != len(vectors):
        raise LoadError(f"{path} has {len(vectors)} vectors, and {rows_file.name} has {at + len(rows)} rows.")


def cut(rows: list[dict], vectors: np.ndarray, text: str, id_column: str, at: int) -> Iterator[Batch]:
    if not rows:
        return
    if at + len(rows) > len(vectors):
        raise LoadError(f"There are more rows than the {len(vectors)} vectors.")
    # Zeros stand for a text without a vector.
    part = [vector if vector.any() else None for vector in np.asarray(vectors[at : at + len(rows)])]
    yield batch_of(rows, part, text, id_column, at)


def batch_of(rows: list[dict], vectors: list, text: str, id_column: str, at: int) -> Batch:
    kept = [index for index, vector in enumerate(vectors) if vector is not None]
    matrix = np.asarray([vectors[index] for index in kept], dtype=np.float32)
    if not np.isfinite(matrix).all():
        raise LoadError(f"A vector in the rows {at + 1} to {at + len(rows)} is not finite.")
    ids, texts, others = [], [], []
    for index in kept:
        row = dict(rows[index])
        if row.get(text) is None:
            raise LoadError(f"Row {at + index + 1} has no {text}.")
        texts.append(str(row.pop(text)))
        own = row.pop(id_column, None)
        ids.append(str(at + index) if own is None else str(own))
        others.append({key: value for key, value in row.items() if isinstance(value, str | int | float)})
    if matrix.ndim != 2:
        matrix = matrix.reshape(len(kept), -1)
    return Batch(ids, texts, others, matrix, len(rows) - len(kept))


class Milvus:
    """A collection with ids as texts, so that they stay the export's own."""

    def __init__(self, address: str, token: str | None, name: str, dim: int, notes: dict[str, str], index: str):
        try:
            import pymilvus
        except ImportError as error:
            raise LoadError("Milvus needs its client: pip install pymilvus==2.4.9") from error
        self.name = name
        self.errors = pymilvus.MilvusException
        try:
            self.client = pymilvus.MilvusClient(uri=address, token=token or "", timeout=60)
            # The client of this version cannot seal rows; the older interface can.
            pymilvus.connections.connect("facet", uri=address, token=token or "")
            if not self.client.has_collection(name):
                self.make(dim, notes, index, pymilvus.DataType)
            self.check(dim)
        except self.errors as error:
            raise LoadError(f"Milvus on {address}: {error.message}") from error

    def make(self, dim: int, notes: dict[str, str], index: str, types) -> None:
        schema = self.client.create_schema(
            auto_id=False, enable_dynamic_field=True, description=json.dumps(notes, ensure_ascii=False)
        )
        schema.add_field("id", types.VARCHAR, is_primary=True, max_length=512)
        schema.add_field("text", types.VARCHAR, max_length=MILVUS_TEXT)
        schema.add_field("vector", types.FLOAT_VECTOR, dim=dim)
        indices = self.client.prepare_index_params()
        indices.add_index(field_name="vector", index_type=index, metric_type="COSINE", params=index_settings(index))
        self.client.create_collection(self.name, schema=schema, index_params=indices)

    def check(self, dim: int) -> None:
        fields = {field["name"]: field for field in self.client.describe_collection(self.name)["fields"]}
        width = fields.get("vector", {}).get("params", {}).get("dim")
        if not {"id", "text", "vector"} <= fields.keys() or int(width) != dim:
            raise LoadError(
                f"The collection {self.name} is there already, with other fields or vectors of another width than {dim}: "
                "choose another name."
            )

    def add(self, batch: Batch) -> None:
        rows = [
            {**{key: value for key, value in other.items() if key != "vector"}, "id": id, "text": fit(text), "vector": vector}
            for id, text, other, vector in zip(batch.ids, batch.texts, batch.others, batch.vectors.tolist())
        ]
        try:
            self.client.upsert(self.name, rows)
        except self.errors as error:
            raise LoadError(f"Milvus did not take the rows: {error.message}") from error

    def finish(self) -> None:
        """Seals the rows, so that the index of the collection serves them."""
        from pymilvus import Collection

        try:
            Collection(self.name, using="facet").flush()
            self.client.load_collection(self.name)
        except self.errors as error:
            raise LoadError(f"Milvus did not seal the rows: {error.message}. Run the same command again.") from error


def index_settings(index: str) -> dict[str, int]:
    return {"M": 16, "efConstruction": 200} if index == "HNSW" else {}


def fit(text: str) -> str:
    """A text as Milvus holds it: cut at its limit of bytes, between characters."""
    return text.encode("utf-8")[:MILVUS_TEXT].decode("utf-8", "ignore")


class Chroma:
    def __init__(self, address: str, token: str | None, name: str, dim: int, notes: dict[str, str], index: str):
        del dim, index
        try:
            import chromadb
            from chromadb.config import Settings
            from chromadb.errors import ChromaError
        except ImportError as error:
            raise LoadError("Chroma needs its client: pip install chromadb==1.3.5") from error
        self.errors = (ChromaError, ValueError)
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        host, port, ssl = parts_of(address)
        try:
            client = chromadb.HttpClient(host, port, ssl, headers, Settings(anonymized_telemetry=False))
            self.collection = client.get_or_create_collection(
                name, metadata=notes, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        except self.errors as error:
            raise LoadError(f"Chroma on {address}: {error}") from error

    def add(self, batch: Batch) -> None:
        try:
            self.collection.upsert(
                ids=batch.ids,
                embeddings=batch.vectors,
                documents=batch.texts,
                metadatas=[other or None for other in batch.others],
            )
        except self.errors as error:
            raise LoadError(f"Chroma did not take the rows: {error}") from error

    def finish(self) -> None:
        pass


def parts_of(address: str) -> tuple[str, int, bool]:
    from urllib.parse import urlsplit

    url = urlsplit(address)
    if url.scheme not in ("http", "https") or url.hostname is None:
        raise LoadError(f"{address} is no address: write it like http://localhost:8000.")
    ssl = url.scheme == "https"
    return url.hostname, url.port or (443 if ssl else 80), ssl


STORES = {"milvus": Milvus, "chroma": Chroma}


if __name__ == "__main__":
    sys.exit(main())
