"""The vectors of Facet's page in Python, from a folder that `npm run model -- … --onnx FOLDER` wrote.

    from facet_embed import Embedder

    embedder = Embedder("folder")
    vectors = embedder.encode([("Represent the Science title: ", "Isotope ratios in cave deposits")])
"""

from .embedder import Embedder, Encoded
from .errors import DeviceError, FacetError, FolderError
from .folder import ModelFolder, open_folder
from .reading import PairTokeniser, TokenisedPair

__all__ = [
    "DeviceError",
    "Embedder",
    "Encoded",
    "FacetError",
    "FolderError",
    "ModelFolder",
    "PairTokeniser",
    "TokenisedPair",
    "open_folder",
]
