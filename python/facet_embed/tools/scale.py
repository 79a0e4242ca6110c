"""Measures one and two workers on Ray beside two plain processes, and simulates more from the recorded times.

    python scale.py --model FOLDER [--texts 4000]

Two plain processes show what two cores lose anyway: shared memory bandwidth, cache, clock. What Ray loses beyond that is
the engine's.
"""

import argparse
import heapq
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

#: Texts like the reference point's: short.
REFERENCE = "357,893 short texts/s on 8 A100 (44,700 each), multilingual-e5-small, public report of 2026"
CODE = """
import json, sys, time
import pyarrow.parquet as pq
from facet_embed import Embedder
texts = pq.read_table(sys.argv[2])["t"].to_pylist()
embedder = Embedder(sys.argv[1], threads=1)
embedder.encode(texts[:64])
print("ready", flush=True)
sys.stdin.readline()
began = time.perf_counter()
for start in range(0, len(texts), int(sys.argv[3])):
    embedder.encode_all([("", text) for text in texts[start:start + int(sys.argv[3])]])
print(time.perf_counter() - began, flush=True)
"""


def plain(model: str, files: list[Path], rows: int) -> float:
    """Texts a second of one process a file, all at the same time."""
    found = [
        subprocess.Popen(
            [sys.executable, "-c", CODE, model, str(file), str(rows)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for file in files
    ]
    for each in found:
        each.stdout.readline()
    for each in found:
        each.stdin.write("\n")
        each.stdin.flush()
    seconds = [float(each.stdout.readline()) for each in found]
    for each in found:
        each.wait()
    return sum(pq.read_metadata(file).num_rows for file in files) / max(seconds)


def on_ray(model: str, folder: Path, workers: int, rows: int, scratch: Path) -> tuple[float, list[dict]]:
    """Texts a second between the first and the last unit's end, as a worker's start-up is paid once; and the units."""
    log = scratch / f"timings-{workers}.jsonl"
    subprocess.run(
        [
            *(sys.executable, "-m", "facet_embed.ray", "--model", model, "--input", f"{folder}/*.parquet"),
            *("--text-column", "t", "--output", str(scratch / f"out-{workers}"), "--rows-per-file", str(rows)),
            *("--workers", str(workers), "--num-cpus", str(workers), "--timings", str(log)),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    units = [json.loads(line) for line in log.read_text().splitlines()]
    # The first unit of each worker may have waited for its session.
    first = workers
    spent = units[-1]["at"] - units[first - 1]["at"]
    return sum(unit["rows"] for unit in units[first:]) / spent, units


def simulate(work: list[float], workers: int, give: float, count: int) -> tuple[float, float]:
    """Seconds for `count` units on `workers`, each `give` seconds apart at the driver; and the driver's share of them."""
    free = [0.0] * workers
    heapq.heapify(free)
    driver = 0.0
    for unit in range(count):
        ready = heapq.heappop(free)
        driver = max(driver, ready) + give
        heapq.heappush(free, driver + work[unit % len(work)])
    end = max(free)
    return end, count * give / end


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--texts", type=int, default=4000)
    parser.add_argument("--rows", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="facet-scale-") as folder:
        return measure(given, Path(folder))


def measure(given: argparse.Namespace, scratch: Path) -> int:
    words = "river bank rate town hill sea metal heat order card day bridge cave rain question lens vector north".split()
    texts = [" ".join(words[(at * 7 + step * step) % len(words)] for step in range(5 + at % 11)) for at in range(given.texts)]
    folder = scratch / "in"
    folder.mkdir()
    files = [folder / "0.parquet", folder / "1.parquet"]
    half = len(texts) // 2
    pq.write_table(pa.table({"t": texts[:half]}), files[0])
    pq.write_table(pa.table({"t": texts[half:]}), files[1])

    one, two = plain(given.model, files[:1], given.rows), plain(given.model, files, given.rows)
    print(f"plain processes: one {one:.0f} texts/s, two {two:.0f}: {two / one / 2:.2f} of ideal")
    (ray_one, units), (ray_two, _) = (on_ray(given.model, folder, n, given.rows, scratch) for n in (1, 2))
    print(f"Ray:             one {ray_one:.0f} texts/s, two {ray_two:.0f}: {ray_two / ray_one / 2:.2f} of ideal")
    print(f"what Ray keeps of what two plain processes keep: {(ray_two / ray_one) / (two / one):.2f}")
    print(f"one core: {one:.0f} texts/s plain, {ray_one:.0f} on Ray; beside {REFERENCE}")

    work = [unit["read"] + unit["embed"] + unit["write"] for unit in units]
    io = sum(unit["read"] + unit["write"] for unit in units) / sum(work)
    gaps = [b["at"] - a["at"] for a, b in zip(units, units[1:])]
    # One worker: what passes between two ends beyond the work is the engine's, the driver's and the actor's together.
    give = max(0.0, sorted(gap - own for gap, own in zip(gaps, work[1:]))[len(gaps) // 2])
    print(f"a unit of {given.rows} texts: {sum(work) / len(work):.3f} s of work ({io:.1%} Parquet), {give * 1000:.1f} ms of Ray")
    # A job's units are larger: work grows with the rows, what Ray takes does not.
    for rows in (given.rows, 20_000):
        scaled = [each * rows / given.rows for each in work]
        ideal = rows / (sum(scaled) / len(scaled))
        for workers in (2, 8, 64, 512):
            count = max(workers, 100_000_000 // rows)
            seconds, share = simulate(scaled, workers, give, count)
            print(
                f"simulated, 10^8 texts, {rows} a unit, {workers:4} workers: {count * rows / seconds:10.0f} texts/s, "
                f"{count * rows / seconds / ideal / workers:.3f} of ideal, {seconds / 3600:8.2f} h, driver busy {share:.1%}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
