#!/usr/bin/env python3
"""The trainer from the repository's root, in its pinned environment (made on the first call).

    python3 training/run.py train --help
    python3 training/run.py evaluate --models public/models/facet-mini

The same as `python -m facet_training …` where the package is installed.
"""

import os
import sys
from pathlib import Path

TRAINING = Path(__file__).resolve().parent
sys.path[:0] = [str(TRAINING / "reference"), str(TRAINING)]

# Read when a process starts, hence set before `enter` starts one. glibc gives large blocks back to the kernel when they
# are freed, and PyTorch asks for the same again at every layer: on a virtual machine half of a step went into page
# faults. OpenMP's threads spin at barriers, which costs more than it gives beside other work.
for name, value in {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(8 << 30),
    "MALLOC_TOP_PAD_": str(256 << 20),
    "MALLOC_ARENA_MAX": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
}.items():
    os.environ.setdefault(name, value)

import environment

environment.enter(TRAINING / "reference" / "requirements.txt")

from facet_training.__main__ import main

sys.exit(main())
