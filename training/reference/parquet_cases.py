#!/usr/bin/env python3
"""Writes the Parquet files of src/corpus/fixtures/parquet by pyarrow, each beside the cells that must be read from it.

    python3 training/reference/parquet_cases.py FOLDER
"""

import datetime as dt
import decimal
import json
import sys
import uuid
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(sys.argv[1])
UTC = dt.timezone.utc


def write(name, table, cells, notes=(), **options):
    """`cells`: {column: [cell or None]}, in the order of the columns."""
    pq.write_table(table, FOLDER / f"{name}.parquet", **options)
    expected = {"columns": cells, "notes": list(notes)}
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.expected.json").write_text(text + "\n", "utf-8")


def cell(value):
    """A plain value as a cell: what JSON writes, and None for a missing one."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


texts = ["The kettle whistles.", "", None, "naïve — “quoted”, ok\nsecond line", "𝔘nicode ✓"]
flat = pa.table(
    {
        "text": pa.array(texts),
        "n": pa.array([1, -2, None, 2**31 - 1, 0], pa.int32()),
        "big": pa.array([2**63 - 1, -(2**63), None, 0, 7], pa.int64()),
        "unsigned": pa.array([2**64 - 1, 0, None, 1, 2], pa.uint64()),
        "single": pa.array([0.1, -2.5, None, 1e20, 3.0], pa.float32()),
        "double": pa.array([0.1, -1e-7, None, float("nan"), float("-inf")], pa.float64()),
        "yes": pa.array([True, False, None, True, False]),
    }
)
flat_cells = {
    "text": texts,
    "n": ["1", "-2", None, "2147483647", "0"],
    "big": ["9223372036854775807", "-9223372036854775808", None, "0", "7"],
    "unsigned": ["18446744073709551615", "0", None, "1", "2"],
    "single": ["0.1", "-2.5", None, "100000000000000000000", "3"],
    "double": ["0.1", "-1e-7", None, "NaN", "-Infinity"],
    "yes": ["true", "false", None, "true", "false"],
}
for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    write(f"flat-{codec}", flat, flat_cells, compression=codec)
write("flat-groups", flat, flat_cells, row_group_size=2, data_page_version="2.0")
write("flat-plain", flat, flat_cells, use_dictionary=False, write_statistics=False)

moment = dt.datetime(2024, 2, 29, 13, 5, 9, 120_000)
write(
    "dates",
    pa.table(
        {
            "day": pa.array([dt.date(2024, 2, 29), dt.date(1969, 12, 31), None]),
            "local": pa.array([moment, dt.datetime(1, 1, 1), None], pa.timestamp("us")),
            "utc": pa.array([moment.replace(tzinfo=UTC), None, None], pa.timestamp("ms", "UTC")),
            "nanos": pa.array([1_709_211_909_123_456_789, 0, None], pa.timestamp("ns")),
            "time": pa.array([dt.time(23, 59, 59, 5), dt.time(0), None], pa.time64("us")),
            "price": pa.array([decimal.Decimal("12.30"), decimal.Decimal("-0.05"), None], pa.decimal128(9, 2)),
            "wide": pa.array([decimal.Decimal("12345678901234567890123.4"), None, None], pa.decimal128(30, 1)),
        }
    ),
    {
        "day": ["2024-02-29", "1969-12-31", None],
        "local": ["2024-02-29T13:05:09.12", "0001-01-01T00:00:00", None],
        "utc": ["2024-02-29T13:05:09.12Z", None, None],
        "nanos": ["2024-02-29T13:05:09.123456789", "1970-01-01T00:00:00", None],
        "time": ["23:59:59.000005", "00:00:00", None],
        "price": ["12.30", "-0.05", None],
        "wide": ["12345678901234567890123.4", None, None],
    },
)

tags = [["a", "b"], [], None]
person = [{"name": "Ada", "age": 36}, {"name": None, "age": None}, None]
turns = [[{"role": "user", "content": "Hi"}, {"role": "bot", "content": "Hello"}], [], None]
write(
    "nested",
    pa.table(
        {
            "tags": pa.array(tags, pa.list_(pa.string())),
            "person": pa.array(person, pa.struct([("name", pa.string()), ("age", pa.int64())])),
            "turns": pa.array(turns, pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))),
            "scores": pa.array([[0.5, 0.25], [1.0], None], pa.list_(pa.float32())),
            "pairs": pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int32())),
            "deep": pa.array([[["x"], []], [None], None], pa.list_(pa.list_(pa.string()))),
        }
    ),
    {
        "tags": [cell(row) for row in tags],
        "tags[0]": ["a", None, None],
        "tags[1]": ["b", None, None],
        "person.name": ["Ada", None, None],
        "person.age": ["36", None, None],
        "turns": [cell(row) for row in turns],
        "turns[0].role": ["user", None, None],
        "turns[0].content": ["Hi", None, None],
        "turns[1].role": ["bot", None, None],
        "turns[1].content": ["Hello", None, None],
        "scores": ["[0.5,0.25]", "[1]", None],
        "pairs.k": ["1", None, None],
        "deep": ['[["x"],[]]', "[null]", None],
    },
)

key = uuid.UUID("12345678-1234-5678-1234-567812345678")
write(
    "bytes",
    pa.table(
        {
            "raw": pa.array([b"plain text", b"\xff\x00\x10", b"\xff" * 65, None], pa.binary()),
            "fixed": pa.array([key.bytes, None, None, None], pa.binary(16)),
            "empty": pa.nulls(4),
        }
    ),
    {
        "raw": ["plain text", "ff0010", "[65 bytes]", None],
        "fixed": [key.hex, None, None, None],
        "empty": [None, None, None, None],
    },
)

write(
    "vectors",
    pa.table(
        {
            "text": ["one", "two"],
            "vector": pa.array([[0.5] * 64, [0.25] * 64], pa.list_(pa.float32())),
        }
    ),
    {"text": ["one", "two"]},
    ["The column “vector” holds vectors of numbers and is left out."],
)
write("empty", pa.table({"text": pa.array([], pa.string()), "label": pa.array([], pa.string())}), {})
write("zeros", pa.table({"text": ["a\0b"]}), {"text": ["a�b"]}, ["Zero characters (\\u0000) in 1 cell were replaced by �."])
