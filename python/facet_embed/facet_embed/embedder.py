"""Embeds pairs of instruction and text on a device that has passed the model's self-check."""

import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from .batches import LIMITS, pad, plan_batches
from .errors import DeviceError, FacetError
from .folder import ModelFolder, open_folder
from .reading import PairTokeniser, TokenisedPair

PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}


@dataclass(frozen=True)
class Limit:
    """Least cosine with a stored vector, and largest difference of a value as a fraction of its length."""

    cosine: float
    difference: float


#: Kernels differ in the order of their fp32 sums; where activations are in 8 bits, now and then one is rounded the other
#: way, and that grows through the layers. A GPU computes fp32 products in fewer bits.
EXACT = Limit(0.99999, 2e-5)
ROUNDED = Limit(0.999, 1e-2)
GPU = Limit(0.999, 5e-4)


@dataclass(frozen=True)
class SelfCheck:
    #: Lowest cosine with the stored vectors.
    cosine: float
    #: Largest difference of a value, as a fraction of the vector's length.
    difference: float


@dataclass(frozen=True)
class Encoded:
    #: float32 [pairs, dim]; zeros for a pair that was refused.
    vectors: np.ndarray
    #: Tokens of each pair, special ones included, int32 [pairs].
    tokens: np.ndarray
    #: Leading tokens out of the mean, int32 [pairs].
    masked: np.ndarray
    #: Whether the pair was cut at the model's limit, bool [pairs].
    truncated: np.ndarray
    #: Why nothing of the text is pooled ("cut", "empty", "fused"); None where something is.
    unread: list[str | None]
    #: Why the pair has no vector; None where it has.
    refused: list[str | None]


class Embedder:
    """A model on a device.

    :param folder: an ONNX export (`npm run model -- MODEL --onnx FOLDER`).
    :param device: "cpu", "cuda" (needs the package `onnxruntime-gpu` instead of `onnxruntime`), or "auto": CUDA where it
        is there and passes the check, else the CPU.
    :param arithmetic: of an int8 model: "int8" multiplies activations in 8 bits, as the page on WebAssembly; "fp32" takes
        the same weights and keeps activations whole, as the page on WebGPU, and gives the same vectors on every device
        to the sixth digit. "auto" is int8 on a CPU and fp32 on CUDA. Other models have one arithmetic.
    :param threads: threads of a CPU; all cores by default.
    :param check_files: whether every file is compared with its checksum.
    :raises FolderError: if the folder cannot be used.
    :raises DeviceError: if the device is missing, or does not reproduce the model's vectors.
    """

    def __init__(
        self,
        folder: str | Path,
        device: str = "cpu",
        threads: int | None = None,
        check_files: bool = True,
        arithmetic: str = "auto",
    ):
        if arithmetic not in ("int8", "fp32", "auto"):
            raise DeviceError(f'arithmetic is "{arithmetic}"; it must be int8, fp32 or auto')
        if arithmetic == "int8" and device != "cpu":
            raise DeviceError("arithmetic int8 is for device cpu; take fp32 or auto")
        if device not in ("cpu", "cuda", "auto"):
            raise DeviceError(f'device is "{device}"; it must be cpu, cuda or auto')
        self.folder: ModelFolder = open_folder(folder, check_files)
        self.tokeniser = PairTokeniser(self.folder)
        self._canary = self.folder.canary()
        graphs = self.folder.manifest["graphs"]
        self._one_graph = graphs["cpu"] == graphs["cuda"]
        self._arithmetic = arithmetic
        self._check_tokens()
        self.device, self._session, self.self_check = self._start(device, threads)

    @property
    def dim(self) -> int:
        return self.folder.dim

    def encode(self, pairs: Sequence[tuple[str, str] | str]) -> np.ndarray:
        """Embeds pairs (instruction, text), or texts alone: float32 [pairs, dim].

        A pair that cannot be tokenised gets zeros, with a warning.
        """
        encoded = self.encode_all(pairs)
        for row, why in enumerate(encoded.refused):
            if why is not None:
                warnings.warn(f"text {row + 1} was skipped, and its vector is zeros: {why}", stacklevel=2)
        return encoded.vectors

    def encode_all(
        self,
        pairs: Sequence[tuple[str, str] | str],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Encoded:
        """Embeds pairs, with what is known of each. Equal pairs are embedded once.

        :param on_progress: called with the texts done and in all.
        """
        given = [_pair(pair, row) for row, pair in enumerate(pairs)]
        rows: dict[tuple[str, str], int] = {}
        of = np.fromiter((rows.setdefault(pair, len(rows)) for pair in given), np.int64, len(given))
        texts = self.tokeniser.tokenise_all(list(rows))
        vectors = np.zeros((len(texts), self.dim), np.float32)
        usable = [index for index, text in enumerate(texts) if text.refused is None]
        done = 0
        for batch in plan_batches([len(texts[index].ids) for index in usable], LIMITS[self.device]):
            at = [usable[index] for index in batch]
            vectors[at] = self._run([texts[index] for index in at])
            done += len(at)
            if on_progress is not None:
                on_progress(done, len(usable))
        return Encoded(
            vectors=vectors[of],
            tokens=np.array([len(text.ids) for text in texts], np.int32)[of],
            masked=np.array([text.masked for text in texts], np.int32)[of],
            truncated=np.array([text.truncated for text in texts], bool)[of],
            unread=[texts[index].unread for index in of],
            refused=[texts[index].refused for index in of],
        )

    def _run(self, texts: Sequence[TokenisedPair]) -> np.ndarray:
        return self._run_on(self._session, texts)

    def _run_on(self, session: ort.InferenceSession, texts: Sequence[TokenisedPair]) -> np.ndarray:
        names = self.folder.manifest["inputs"]
        ids, attention, pooling = pad(texts)
        feeds = {names["ids"]: ids, names["attentionMask"]: attention, names["poolingMask"]: pooling}
        return session.run([self.folder.manifest["output"]], feeds)[0]

    def _start(self, device: str, threads: int | None) -> tuple[str, ort.InferenceSession, SelfCheck]:
        if device != "auto":
            return device, *self._open(device, threads)
        if PROVIDERS["cuda"] in ort.get_available_providers():
            try:
                return "cuda", *self._open("cuda", threads)
            except DeviceError as error:
                warnings.warn(f"{error} The CPU is used instead.", stacklevel=3)
        return "cpu", *self._open("cpu", threads)

    def _open(self, device: str, threads: int | None) -> tuple[ort.InferenceSession, SelfCheck]:
        available = ort.get_available_providers()
        if PROVIDERS[device] not in available:
            raise DeviceError(
                f"cuda: this ONNX Runtime has {', '.join(available)} alone; "
                "`pip uninstall onnxruntime && pip install onnxruntime-gpu==" + ort.__version__ + "`, or take cpu"
            )
        in_8_bits = device == "cpu" and self._arithmetic != "fp32" and not self._one_graph
        graph = self.folder.graph("cpu" if in_8_bits else "cuda")
        options = ort.SessionOptions()
        options.log_severity_level = 3
        if threads is not None:
            options.intra_op_num_threads = threads
        # Threads that wait would else burn the cores of other workers.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Graphs are written with fused operators.
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
        if in_8_bits:
            # Processors without VNNI add pairs of products in 16 bits, which overflow: a pass of this level avoids it.
            options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
            options.add_session_config_entry("session.x64quantprecision", "1")
        else:
            # Weights become fp32 once, when the session is made, and not at every run.
            options.add_session_config_entry("session.disable_quant_qdq", "1")
        providers = [PROVIDERS[device]] if device == "cpu" else [PROVIDERS[device], PROVIDERS["cpu"]]
        try:
            session = ort.InferenceSession(str(graph), options, providers=providers)
            # The library falls back to the CPU with a line in the log.
            if session.get_providers()[0] != PROVIDERS[device]:
                raise DeviceError(f"{device}: could not be started (driver or CUDA libraries are missing); take cpu")
            return session, self._check(session, device, in_8_bits)
        except FacetError:
            raise
        except Exception as error:  # the library's own classes are not public
            raise DeviceError(f"{device}: {graph.name} cannot be run: {error}") from error

    def _check(self, session: ort.InferenceSession, device: str, in_8_bits: bool) -> SelfCheck:
        """Compares the device's vectors of the canary with the stored ones."""
        rounded = in_8_bits and all(row["integer"] is not None for row in self._canary)
        limit = GPU if device == "cuda" else ROUNDED if in_8_bits else EXACT
        cosine, difference = 1.0, 0.0
        for at, row in enumerate(self._canary):
            text = TokenisedPair(row["ids"], row["masked"], False, None)
            found = self._run_on(session, [text])[0]
            stored = np.array(row["integer"] if rounded else row["vector"], np.float32)
            own = agreement(found, stored)
            apart = float(np.abs(found - stored).max()) / (float(np.linalg.norm(stored)) or 1.0)
            # NaN must fail too.
            if not (own >= limit.cosine and apart <= limit.difference):
                raise DeviceError(
                    f"{device}: computes other vectors than the model's: canary {at + 1} of {len(self._canary)} has "
                    f"cosine {own:.5f} with its stored vector (at least {limit.cosine}) and differs by {apart:.1e} of "
                    f"its length (at most {limit.difference}). Take another device, or other versions of ONNX Runtime "
                    "and the driver."
                )
            cosine, difference = min(cosine, own), max(difference, apart)
        return SelfCheck(cosine, difference)

    def _check_tokens(self) -> None:
        """Compares the token ids of the canary with the page's."""
        for at, row in enumerate(self._canary):
            found = self.tokeniser.tokenise((row["instruction"], row["text"]))
            if found.ids != row["ids"] or found.masked != row["masked"]:
                raise FacetError(
                    f"{self.folder.path}: the tokens of canary {at + 1} are not the page's; install tokenizers==0.15.2, "
                    "and take package and export from the same checkout of Facet"
                )


def agreement(a: np.ndarray, b: np.ndarray) -> float:
    """Cosine of two vectors that should be the same; of two zero vectors 1, NaN if a value is."""
    norms = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    if 0.0 in norms:
        return 1.0 if norms[0] == norms[1] else 0.0
    return float(np.dot(a.astype(np.float64), b.astype(np.float64))) / (norms[0] * norms[1])


def _pair(pair: tuple[str, str] | str, row: int) -> tuple[str, str]:
    if isinstance(pair, str):
        return "", pair
    if len(pair) == 2 and all(isinstance(part, str) for part in pair):
        return pair[0], pair[1]
    raise FacetError(f"pair {row + 1} is {json.dumps(pair, default=str)[:80]}; give (instruction, text) or a text")
