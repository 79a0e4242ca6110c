#!/usr/bin/env python3
"""The trainer's tests in their pinned environment (made on the first call; needs the network then).

    python3 training/run_tests.py [pytest's arguments]
"""

import os
import sys
from pathlib import Path

TRAINING = Path(__file__).resolve().parent
sys.path[:0] = [str(TRAINING / "reference"), str(TRAINING)]

import environment

# Tiny models: threads cost more than they give, and the tokenizer's would warn about forks.
os.environ |= {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
environment.enter(TRAINING / "reference" / "requirements.txt")
environment.enter(TRAINING / "requirements.txt")

import pytest

sys.exit(pytest.main(["--rootdir", str(TRAINING), *(sys.argv[1:] or ["-q", str(TRAINING / "tests")])]))
