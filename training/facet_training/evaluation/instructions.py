"""Instructions for embedding the sets, fixed before any model was trained."""

from collections.abc import Iterable
from dataclasses import dataclass

# One instruction for all texts of a set, or one each for queries and documents.
STS = "Represent the sentence for semantic textual similarity: "
PARAPHRASE = "Represent the sentence for finding a paraphrase: "
BANKING = "Represent the bank customer query for classifying the user intent: "
CLINC = "Represent the assistant query for classifying the user intent: "
MEDQUAD = (
    "Represent the medical question for retrieving supporting documents: ",
    "Represent the medical document for retrieval: ",
)
WIKIQA = (
    "Represent the Wikipedia question for retrieving supporting documents: ",
    "Represent the Wikipedia document for retrieval: ",
)
# As in the reference's evaluation/text_evaluation/main.py, for instructor-large.
MSCOCO = "Represent the caption: "
CNNDM = "Represent a comment: "


@dataclass(frozen=True)
class View:
    """A way to look at the two-view texts: the wording of training, and wordings that occur in no task."""

    name: str
    instruction: str
    unseen: tuple[str, ...]


INTENT = View(
    "intent",
    "Represent the assistant query for classifying the user intent: ",
    (
        "Represent the request for telling apart the actions that users ask for: ",
        "Represent the chatbot message for recognising its purpose: ",
        "Represent the question or command for clustering by what the person wants done: ",
    ),
)
DOMAIN = View(
    "domain",
    "Represent the assistant query for classifying the domain: ",
    (
        "Represent the request for sorting by subject area: ",
        "Represent the chatbot message for clustering by topic: ",
        "Represent the question or command for finding the field of life it belongs to: ",
    ),
)
VIEWS = (INTENT, DOMAIN)


def described() -> list[str]:
    """The instructions of each set, one line per set."""
    both = {"stsb-dev, sick-r-trial": STS, "msrp-test": PARAPHRASE, "banking77-small": BANKING, "clinc-small": CLINC}
    both |= {"billboard-mscoco": MSCOCO, "billboard-cnndm": CNNDM}
    both |= {f"two-view, {view.name}": view.instruction for view in VIEWS}
    both |= {f"two-view, {v.name}, unseen {n}": wording for v in VIEWS for n, wording in enumerate(v.unseen, start=1)}
    apart = {"medquad-retrieval": MEDQUAD, "wikiqa-test-reranking": WIKIQA}
    lines = [f'{name}: "{wording}"' for name, wording in both.items()]
    return lines + [f'{name}: queries "{ask}", documents "{tell}"' for name, (ask, tell) in apart.items()]


def normalised(instruction: str) -> str:
    """Letters and digits in lower case, with one space between words: equal wordings count as the same."""
    return " ".join("".join(c if c.isalnum() else " " for c in instruction.lower()).split())


def seen_wordings(training: Iterable[str]) -> list[str]:
    """Unseen wordings that occur in `training` after all; must be empty."""
    known = {normalised(instruction) for instruction in training}
    return [wording for view in VIEWS for wording in view.unseen if normalised(wording) in known]
