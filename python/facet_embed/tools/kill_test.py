"""Kills workers and the driver of a job on a local Ray cluster at random moments, and proves that nothing is lost or doubled.

    python kill_test.py --model FOLDER [--seed N] [--workers-killed 3] [--drivers-killed 2]

The seed is printed, and decides the victims and the moments. `npm run test:ray` runs it with a small model.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from facet_embed import Embedder
from facet_embed.job import is_partial

INSTRUCTION = "Represent the sentence for clustering: "
TEXTS = 6_000
FILES = 3
ROWS = 150
LONGEST_RUN = 900


def make_texts(folder: Path, choose: random.Random) -> dict[str, str]:
    """Writes FILES Parquet files; gives the text of each id. Some texts are the same."""
    words = "river bank rate town hill sea metal heat order card day bridge cave rain question lens vector north".split()
    texts: dict[str, str] = {}
    for file in range(FILES):
        ids = [f"{file}-{row}" for row in range(TEXTS // FILES)]
        lines = [" ".join(choose.choices(words, k=choose.randint(1, 30))) for _ in ids]
        lines[7] = lines[8]
        lines[11] = " "
        pq.write_table(pa.table({"key": ids, "t": lines}), folder / f"{file}.parquet", row_group_size=500)
        texts |= dict(zip(ids, lines))
    return texts


def processes() -> dict[int, tuple[int, str]]:
    """Parent and command line of every process."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text()
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        found[int(entry.name)] = (int(stat.rpartition(")")[2].split()[1]), line)
    return found


def descendants(root: int) -> list[tuple[int, str]]:
    every = processes()
    found, front = [], [root]
    while front:
        front = [pid for pid, (parent, _) in every.items() if parent in front]
        found += [(pid, every[pid][1]) for pid in front]
    return found


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def outputs(folder: Path) -> int:
    return sum(1 for each in folder.glob("part-*.parquet"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    parser.add_argument("--workers-killed", type=int, default=3)
    parser.add_argument("--drivers-killed", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    choose = random.Random(given.seed)
    print(f"seed {given.seed}: killing {given.workers_killed} workers and {given.drivers_killed} drivers", flush=True)
    with tempfile.TemporaryDirectory(prefix="facet-kill-") as scratch:
        return run(given, choose, Path(scratch))


def run(given: argparse.Namespace, choose: random.Random, scratch: Path) -> int:
    (scratch / "in").mkdir()
    texts = make_texts(scratch / "in", choose)
    output = scratch / "out"
    units = FILES * -(-TEXTS // FILES // ROWS)
    command = [
        *(sys.executable, "-m", "facet_embed.ray", "--model", given.model, "--input", f"{scratch}/in/*.parquet"),
        *("--text-column", "t", "--id-column", "key", "--instruction", INSTRUCTION, "--output", str(output)),
        *("--rows-per-file", str(ROWS), "--workers", str(given.workers), "--num-cpus", str(given.workers)),
    ]
    # Each kill comes when so many files are there, in random order of victims.
    victims = ["worker"] * given.workers_killed + ["driver"] * given.drivers_killed
    choose.shuffle(victims)
    moments = sorted(choose.sample(range(1, units - 2), len(victims)))
    schedule = list(zip(moments, victims))
    began = time.monotonic()
    starts = 0
    while True:
        starts += 1
        with (scratch / f"log-{starts}").open("wb") as log:
            driver = subprocess.Popen(command, stdout=log, stderr=log)
        code = watch(driver, output, schedule, choose)
        if code == 0:
            break
        if code is not None:
            print((scratch / f"log-{starts}").read_text()[-4000:])
            print(f"FAILED: the driver ended with {code}")
            return 1
        if time.monotonic() - began > LONGEST_RUN:
            print("FAILED: it took too long")
            return 1
    if schedule:
        print(f"FAILED: {len(schedule)} kills never came")
        return 1
    print((scratch / f"log-{starts}").read_text().rstrip().split("\n")[-1])
    return check(given.model, output, texts, starts, time.monotonic() - began)


def watch(driver: subprocess.Popen, output: Path, schedule: list, choose: random.Random) -> int | None:
    """Kills by schedule until the driver ends: its exit code; None where it was killed."""
    while driver.poll() is None:
        if schedule and output.exists() and outputs(output) >= schedule[0][0]:
            # Not only at the moment when a file appears.
            time.sleep(choose.uniform(0, 0.5))
            below = descendants(driver.pid)
            if schedule[0][1] == "driver":
                print(f"  {outputs(output)} files: killing the driver", flush=True)
                kill(driver.pid)
                driver.wait()
                # The cluster's own processes end with their driver; what does not within a while is ended here.
                deadline = time.monotonic() + 20
                left = {pid for pid, _ in below}
                while left & processes().keys() and time.monotonic() < deadline:
                    time.sleep(0.5)
                for pid in left & processes().keys():
                    kill(pid)
                schedule.pop(0)
                return None
            workers = [pid for pid, line in below if "MapWorker" in line]
            if workers:
                victim = choose.choice(sorted(workers))
                print(f"  {outputs(output)} files: killing worker {victim} of {len(workers)}", flush=True)
                kill(victim)
                schedule.pop(0)
        time.sleep(0.1)
    return driver.returncode


def check(model: str, output: Path, texts: dict[str, str], starts: int, seconds: float) -> int:
    table = pa.concat_tables([pq.read_table(file) for file in sorted(output.glob("part-*.parquet"))])
    ids = table["key"].to_pylist()
    lost, doubled = len(texts.keys() - set(ids)), len(ids) - len(set(ids))
    wanted = Embedder(model, threads=1).encode([(INSTRUCTION, texts[each]) for each in ids])
    wrong = 0
    for row, (each, vector) in enumerate(zip(ids, table["vector"].to_pylist())):
        if texts[each].strip() == "":
            wrong += vector is not None
        else:
            wrong += vector is None or not np.allclose(np.array(vector, np.float32), wanted[row], atol=2e-5)
    partial = [each.name for each in output.iterdir() if is_partial(each.name)]
    print(
        f"{len(ids)} rows after {starts} starts in {seconds:.0f} s: {lost} lost, {doubled} doubled, {wrong} wrong vectors, "
        f"{len(partial)} half-written files"
    )
    return 0 if (lost, doubled, wrong) == (0, 0, 0) and len(ids) == len(texts) else 1


if __name__ == "__main__":
    sys.exit(main())
