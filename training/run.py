#!/usr/bin/env python3
"""The trainer from the repository's root, in its pinned environment (made on the first call).

    python3 training/run.py train --help
    python3 training/run.py evaluate --models public/models/facet-mini

The same as `python -m facet_training …` where the package is installed.
"""

import sys
from pathlib import Path

TRAINING = Path(__file__).resolve().parent
sys.path[:0] = [str(TRAINING / "reference"), str(TRAINING)]

import environment

environment.enter(TRAINING / "reference" / "requirements.txt")

from facet_training.__main__ import main

sys.exit(main())
