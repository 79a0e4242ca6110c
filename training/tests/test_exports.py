"""Every format that Facet exports, read back with the usual packages and compared bit by bit."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Folder of the exports that scripts/export-sample.ts writes."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules/tsx").exists():
        pytest.skip("Needs Node and `npm install`.")
    folder = tmp_path_factory.mktemp("exports")
    subprocess.run([node, "--import", "tsx", "scripts/export-sample.ts", folder], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def expected(exported):
    return json.loads((exported / "expected.json").read_text())


def wanted(exported, expected, name):
    """The vectors as bits, uint32 [rows × dim]: zeros for a row without one."""
    return np.fromfile(exported / f"expected.{name}.f32", "<u4").reshape(expected["count"], -1)


def bits(rows):
    return np.asarray(rows, np.float32).view(np.uint32)


def check_lists(exported, expected, name, lists):
    """Lists of values, null for a row without a vector."""
    assert [values is None for values in lists] == expected["without"]
    has = ~np.array(expected["without"])
    found = bits([values for values in lists if values is not None])
    assert np.array_equal(found, wanted(exported, expected, name)[has])


def check_columns(expected, rows):
    """Rows as dictionaries, against the columns that went in."""
    assert len(rows) == expected["count"]
    for column in expected["columns"]:
        assert [row[column["name"]] for row in rows] == column["values"], column["name"]


def lines(file):
    return [json.loads(line) for line in file.read_text("utf-8").split("\n")[:-1]]


def test_npy(exported, expected):
    for name, dim in expected["dims"].items():
        vectors = np.load(exported / f"sample-npy.{name}.npy", allow_pickle=False)
        assert vectors.dtype == np.dtype("<f4") and vectors.shape == (expected["count"], dim)
        assert np.array_equal(vectors.view(np.uint32), wanted(exported, expected, name))
    check_columns(expected, lines(exported / "sample-npy.rows.jsonl"))


def test_safetensors(exported, expected):
    from safetensors import safe_open

    with safe_open(exported / "sample-safetensors.safetensors", "numpy") as file:
        assert sorted(file.keys()) == sorted(expected["dims"])
        assert json.loads(file.metadata()["model"]) == expected["manifest"]["model"]
        for name in expected["dims"]:
            vectors = file.get_tensor(name)
            assert np.array_equal(vectors.view(np.uint32), wanted(exported, expected, name))
    check_columns(expected, lines(exported / "sample-safetensors.rows.jsonl"))


def test_parquet(exported, expected):
    parquet = pytest.importorskip("pyarrow.parquet", reason="Needs pyarrow.")
    file = parquet.ParquetFile(exported / "sample-parquet.parquet")
    sizes = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    assert len(sizes) > 1 and max(sizes) <= 25_000
    assert json.loads(file.schema_arrow.metadata[b"facet"]) == expected["manifest"]
    table = file.read()
    check_columns(expected, table.select([each["name"] for each in expected["columns"]]).to_pylist())
    for name in expected["dims"]:
        assert str(table.schema.field(name).type) == "list<element: float not null>"
        check_lists(exported, expected, name, table[name].to_pylist())


def test_jsonl(exported, expected):
    rows = lines(exported / "sample-jsonl.jsonl")
    check_columns(expected, rows)
    for name in expected["dims"]:
        check_lists(exported, expected, name, [row[name] for row in rows])
    check_columns(expected, lines(exported / "rows-jsonl.jsonl"))


def test_csv(exported, expected):
    for name in ["sample-csv", "rows-csv"]:
        with (exported / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == expected["count"]
        for column in expected["columns"]:
            for row, value in zip(rows, column["values"]):
                found = row[column["name"]]
                if value is None:
                    assert found == ""
                elif column["kind"] == "text":
                    # Guarded against formulas, and else as it was.
                    assert found == ("'" + value if value.startswith(("=", "-")) else value)
                else:
                    assert float(found) == value
    with (exported / "sample-csv.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, dim in expected["dims"].items():
        cells = [[row[f"{name}_{at}"] for at in range(dim)] for row in rows]
        lists = [None if each == [""] * dim else [float(cell) for cell in each] for each in cells]
        check_lists(exported, expected, name, lists)


def test_manifest(exported, expected):
    for name in ["npy", "parquet", "jsonl", "csv", "safetensors"]:
        manifest = json.loads((exported / f"sample-{name}.manifest.json").read_text())
        files = manifest.pop("files")
        assert manifest == expected["manifest"]
        assert files
        for file in files:
            assert (exported / file["name"]).stat().st_size == file["bytes"]


def test_copied_python(exported):
    """The snippet of "Copy as Python" gives the vectors that the published package gave."""
    pytest.importorskip("InstructorEmbedding", reason="Needs InstructorEmbedding.")
    rows = json.loads((exported / "snippet-rows.json").read_text())
    wanted = np.load(ROOT / "training/goldens/t5-no-dense/vectors.npy")[rows]
    assert np.isfinite(wanted).all() and len(rows) > 0
    names = {}
    exec((exported / "snippet.py").read_text(), names)
    np.testing.assert_allclose(names["vectors"], wanted, atol=1e-5)
