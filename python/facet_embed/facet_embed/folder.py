"""Opens the folder of an ONNX export: `facet.json` and the files it lists."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from .errors import FolderError

FORMAT = "facet-onnx"
VERSION = 1
PIECE = 1 << 22


@dataclass(frozen=True)
class Rules:
    """How the model reads instruction and text; `InputRules` of src/encoders/input.ts."""

    #: "instructor" or "sentence-transformers": whose way of joining and counting holds.
    package: str
    #: "masked": the instruction is out of the mean; "pooled": in it.
    instruction: str
    lowercase: bool
    prompts: dict[str, str]
    default_prompt: str | None

    def effective(self, instruction: str) -> str:
        """The instruction that a text is read with: for an empty one the model's default prompt, if it has one."""
        if instruction == "" and self.default_prompt is not None:
            return self.prompts.get(self.default_prompt, "")
        return instruction


@dataclass(frozen=True)
class ModelFolder:
    path: Path
    #: facet.json as it was read.
    manifest: dict
    name: str
    #: Under which the page knows the model.
    fingerprint: str
    precision: str
    dim: int
    max_seq_length: int
    vocab_size: int
    rules: Rules
    #: Number of special tokens before a text, and the ids of those after it.
    before: int
    after: tuple[int, ...]

    def file(self, name: str) -> Path:
        return self.path / name

    def graph(self, processor: str) -> Path:
        return self.file(self.manifest["graphs"][processor])

    def canary(self) -> list[dict]:
        return json.loads(self.file(self.manifest["canary"]).read_text("utf-8"))


def open_folder(path: str | Path, check: bool = True) -> ModelFolder:
    """Opens a folder.

    :param check: whether every file is compared with its SHA-256 (half a second a gigabyte).
    :raises FolderError: if the folder is no export, is of another version, or a file is missing or damaged.
    """
    path = Path(path)
    file = path / "facet.json"
    try:
        manifest = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise FolderError(
            f"{path}: has no facet.json; write the folder with `npm run model -- MODEL --onnx {path}`"
        ) from None
    except (OSError, ValueError) as error:
        raise FolderError(f"{file}: cannot be read ({error}); export the model again") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise FolderError(f"{file}: is no ONNX export of Facet's; write one with `npm run model -- MODEL --onnx FOLDER`")
    if manifest.get("version") != VERSION:
        raise FolderError(
            f"{file}: is of version {manifest.get('version')}, and this package reads {VERSION}; "
            "take the package and the export from the same checkout of Facet"
        )
    try:
        folder = _parse(path, manifest)
    except (KeyError, TypeError, ValueError) as error:
        raise FolderError(f"{file}: field {error} is missing or wrong; export the model again") from error
    for name, record in manifest["files"].items():
        _check_file(path / name, record, check)
    return folder


def _parse(path: Path, manifest: dict) -> ModelFolder:
    given = manifest["input"]
    if given["package"] not in ("instructor", "sentence-transformers"):
        raise ValueError(f'"input.package" ({given["package"]})')
    if given["instruction"] not in ("masked", "pooled"):
        raise ValueError(f'"input.instruction" ({given["instruction"]})')
    rules = Rules(
        package=given["package"],
        instruction=given["instruction"],
        lowercase=bool(given["lowercase"]),
        prompts=dict(given["prompts"]),
        default_prompt=given["defaultPrompt"],
    )
    special = manifest["specialTokens"]
    names = [manifest["tokenizer"], manifest["canary"], *manifest["graphs"].values(), *manifest["files"]]
    for name in names:
        if not isinstance(name, str) or "/" in name or "\\" in name or name.startswith("."):
            raise ValueError(f'"files" ({name})')
    return ModelFolder(
        path=path,
        manifest=manifest,
        name=str(manifest["name"]),
        fingerprint=str(manifest["fingerprint"]),
        precision=str(manifest["precision"]),
        dim=int(manifest["dim"]),
        max_seq_length=int(manifest["maxSeqLength"]),
        vocab_size=int(manifest["vocabSize"]),
        rules=rules,
        before=int(special["before"]),
        after=tuple(int(each) for each in special["after"]),
    )


def _check_file(file: Path, record: dict, whole: bool) -> None:
    try:
        size = file.stat().st_size
        if size != record["bytes"]:
            raise FolderError(
                f"{file}: has {size} bytes, and facet.json says {record['bytes']}; copy or export it again"
            )
        if whole and _sha256(file) != record["sha256"]:
            raise FolderError(f"{file}: does not have the checksum of facet.json; copy or export it again")
    except OSError as error:
        raise FolderError(f"{file}: cannot be read ({error.strerror}); copy or export it again") from error


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
