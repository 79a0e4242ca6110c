"""The targets of the built-in model, each met or missed."""

from collections.abc import Sequence
from dataclasses import dataclass

from .run import Scores

# Measures that every model has, instructed or not; "mean over the table" averages them.
SHARED = (
    "stsb-dev Spearman", "sick-r-trial Spearman", "msrp-test AP", "banking77-small accuracy", "clinc-small accuracy",
    "two-view intent", "two-view domain", "medquad nDCG@10", "wikiqa MAP", "billboard mscoco Pearson",
    "billboard cnndm Pearson",
)  # fmt: skip
LIMIT_MB, GOAL_MB = 25.0, 16.0


@dataclass(frozen=True)
class Target:
    """One line of the report. `start` is the start model's value without instructions, if it has one."""

    what: str
    start: float | None
    value: float
    wanted: str
    met: bool


def targets(start: Scores, shipped: Scores, fp32: Scores, size_mb: float) -> list[Target]:
    """:param start: of the start model without instructions, :param shipped: of the quantised model, both through
    the app's engine; :param fp32: of the unquantised model; :param size_mb: of all the model's files, 10^6 bytes.
    """

    def at_least(name: str, margin: float) -> Target:
        least = start[name] + margin
        return Target(name, start[name], shipped[name], f"≥ {least:.2f} (start {margin:+g})", shipped[name] >= least)

    def cost(view: str, least: float) -> Target:
        right = shipped[f"two-view {view}"]
        lost = right - shipped[f"two-view {view}, wrong instruction"]
        return Target(f"two-view {view}: lost under the wrong instruction", None, lost, f"≥ {least:g}", lost >= least)

    def kept(view: str) -> Target:
        name = f"two-view {view}"
        gain = shipped[name] - start[name]
        share = 100 * (shipped[f"{name}, unseen wordings"] - start[name]) / gain if gain > 0 else float("nan")
        return Target(f"{name}: gain kept by unseen wordings, %", None, share, "≥ 90", share >= 90)

    sts = at_least("stsb-dev Spearman", 0)
    difference = mean(shipped) - mean(fp32)
    return [
        at_least("two-view intent", 3),
        at_least("two-view domain", 12),
        cost("domain", 8),
        cost("intent", 3),
        at_least("banking77-small accuracy", 1),
        at_least("clinc-small accuracy", 1),
        Target(sts.what, sts.start, sts.value, f"{sts.wanted}; goal 84", sts.met),
        at_least("medquad nDCG@10", -0.5),
        at_least("wikiqa MAP", -0.5),
        at_least("billboard mscoco Pearson", 0),
        at_least("billboard cnndm Pearson", 0),
        kept("intent"),
        kept("domain"),
        Target("quantised − fp32, mean over the table", None, difference, "within 0.3", abs(difference) <= 0.3),
        Target("size of the model's files, MB", None, size_mb, f"≤ {LIMIT_MB:g}; goal {GOAL_MB:g}", size_mb <= LIMIT_MB),
    ]


def mean(scores: Scores) -> float:
    """Mean of the measures that every model has."""
    return sum(scores[name] for name in SHARED) / len(SHARED)


def print_targets(report: Sequence[Target]) -> None:
    """A Markdown table."""
    print("| what | start | facet-mini | target | |\n|---|---:|---:|---|---|")
    for each in report:
        start = "" if each.start is None else f"{each.start:.2f}"
        print(f"| {each.what} | {start} | {each.value:.2f} | {each.wanted} | {'met' if each.met else '**not met**'} |")
    missed = sum(not each.met for each in report)
    print(f"\n{len(report) - missed} of {len(report)} targets met.")
