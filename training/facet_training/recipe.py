"""A recipe: which tasks a training run draws from, how often and how. Read from TOML; see recipes/facet-mini.toml.

Without a recipe every task counts by its size, and the loss is the reference's.
"""

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import UserError
from .wording import Variation

KINDS = ("views", "labels", "general")


@dataclass(frozen=True)
class Task:
    """An entry of medi-mini's tasks.json.

    :ivar wording: its first instruction for queries, and its first for documents.
    """

    name: str
    kind: str
    group: str
    terms: str
    records: int
    view: str | None = None
    wording: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Rewording:
    """Batches of `tasks` that get other instructions instead of their own, at the rate `share`.

    Several may name a task: their shares sum to at most 1, and its other batches keep their own instructions.

    :ivar documents: for the positives and negatives; empty for those of `instructions`.
    :ivar contrast: factor on the contrastive loss of these batches; 0 leaves them to distillation alone.
    :ivar first_teacher: whether only the first of two teachers holds them near.
    :ivar own_teacher: whether the model that the run began with, given the batch's wording, holds them near.
    :ivar told: wording that this model is given instead.
    """

    share: float = 0.0
    tasks: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    contrast: float = 1.0
    first_teacher: bool = False
    own_teacher: bool = False
    told: str | None = None


@dataclass(frozen=True)
class Recipe:
    """See the comments in recipes/facet-mini.toml for what each part means.

    :ivar own_teacher: tasks and kinds whose `distil` holds them near the model that the run began with, told a task's first
        wording, whatever wording is in the batch: so that a task's other wordings come to mean what its first does.
    """

    terms: tuple[str, ...]
    shares: Mapping[str, float]
    weights: Mapping[str, float]
    max_length: Mapping[str, int]
    own_negatives: frozenset[str]
    distil: Mapping[str, float] = field(default_factory=dict)
    spread: Mapping[str, float] = field(default_factory=dict)
    plain_share: float = 0.0
    first_teacher: frozenset[str] = frozenset()
    own_teacher: frozenset[str] = frozenset()
    rewordings: tuple[Rewording, ...] = ()
    variation: Variation = field(default_factory=Variation)

    def task_weights(self, tasks: Mapping[str, Task]) -> dict[str, float]:
        """Chance of each allowed task (by id), summing to 1.

        A kind's share is split among its groups (a task without a group is its own) by the square root of
        their records times the group's weight, and a group's among its tasks by the tasks' weights alone:
        the views of one group are seen equally often, so that the instruction has to be read.
        """
        allowed = {task_id: task for task_id, task in tasks.items() if task.terms in self.terms}
        groups: dict[tuple[str, str], list[str]] = {}
        for task_id, task in allowed.items():
            groups.setdefault((task.kind, task.group), []).append(task_id)
        size = {
            key: math.sqrt(sum(allowed[task_id].records for task_id in ids)) * self.weights.get(key[1], 1.0)
            for key, ids in groups.items()
        }
        weights: dict[str, float] = {}
        for (kind, group), ids in groups.items():
            kind_size = sum(value for (other, _), value in size.items() if other == kind)
            own = {task_id: self._own(allowed[task_id]) for task_id in ids}
            total = sum(own.values())
            for task_id in ids:
                part = own[task_id] / total if total else 0.0
                weights[task_id] = self.shares[kind] * size[kind, group] / kind_size * part
        whole = sum(weights.values())
        return {task_id: weight / whole for task_id, weight in weights.items()}

    def distil_weight(self, task: Task) -> float:
        """The task's weight, else its kind's, else 0: no distillation."""
        return self.distil.get(task.name, self.distil.get(task.kind, 0.0))

    def spread_weight(self, task: Task) -> float:
        """Like `distil_weight`, for `loss.crowding_loss`."""
        return self.spread.get(task.name, self.spread.get(task.kind, 0.0))

    def taught_by_itself(self, task: Task) -> bool:
        """Whether `own_teacher` names the task or its kind."""
        return task.name in self.own_teacher or task.kind in self.own_teacher

    def rewording(self, task: Task, drawn: float) -> Rewording | None:
        """The rewording of a batch, drawn by share from those that name the task; None keeps its own instructions.

        :param drawn: a random number from 0 to 1.
        """
        for each in self.rewordings:
            if task.name in each.tasks:
                if drawn < each.share:
                    return each
                drawn -= each.share
        return None

    def check_names(self, tasks: Mapping[str, Task]) -> None:
        """:raises UserError: if a weight, a distillation or a list of tasks names what `tasks` does not have, if what is to be
        its own teacher is held near nothing, or if the rewordings of a task ask for more than all of its batches."""
        names = {task.name for task in tasks.values()}
        groups = {task.group for task in tasks.values()}
        unknown = sorted(
            (set(self.weights) - names - groups)
            | ((set(self.distil) | set(self.spread) | self.own_teacher) - names - set(KINDS))
            | self.own_negatives.union(self.first_teacher, *(each.tasks for each in self.rewordings)) - names
        )
        if unknown:
            raise UserError(f"the recipe names tasks that tasks.json does not have: {', '.join(unknown)}")
        idle = sorted(t.name for t in tasks.values() if self.taught_by_itself(t) and self.distil_weight(t) == 0)
        if idle:
            raise UserError(f"the recipe's own_teacher names what its distil gives no weight: {', '.join(idle)}")
        for name in sorted(names):
            shares = [each.share for each in self.rewordings if name in each.tasks]
            # Not sum(), because ten times 0.1 must be 1.
            if math.fsum(shares) > 1:
                raise UserError(f"the recipe's rewordings of {name} have shares of more than 1 in all: {shares}")

    def _own(self, task: Task) -> float:
        return self.weights.get(task.name, 1.0) if task.name != task.group else 1.0


def read_tasks(path: Path) -> dict[str, Task]:
    """tasks.json by id. :raises UserError: if it is missing or not such a list."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {str(entry["id"]): _task(entry) for entry in entries}
    except (OSError, json.JSONDecodeError, LookupError, TypeError) as error:
        raise UserError(f"{path}: is no list of tasks: {error!r}") from error


def _task(entry: dict) -> Task:
    group = entry["multi_view_group"]
    if group:
        kind = "views"
    else:
        kind = "labels" if entry["type"] in ("classification", "clustering") else "general"
    wording = (entry["query_instructions"][0], entry["doc_instructions"][0])
    return Task(
        entry["name"], kind, group or entry["name"], entry["terms"], entry["train_records"], entry.get("view"), wording
    )


def read_recipe(path: Path) -> Recipe:
    """:raises UserError: if the file, or the one it extends, is missing, not TOML, or has unknown keys."""
    try:
        raw = _read_tables(path)
        distil = raw.pop("distil", {})
        reword = raw.pop("reword", [])
        vary = raw.pop("vary", {})
        recipe = Recipe(
            terms=tuple(raw.pop("terms")),
            shares=raw.pop("shares"),
            weights=raw.pop("weights", {}),
            max_length=raw.pop("max_length"),
            own_negatives=frozenset(raw.pop("own_negatives", [])),
            plain_share=distil.pop("plain_share", 0.0),
            first_teacher=frozenset(distil.pop("first_teacher", [])),
            own_teacher=frozenset(distil.pop("own_teacher", [])),
            distil=distil,
            spread=raw.pop("spread", {}),
            rewordings=tuple(
                Rewording(
                    each["share"],
                    tuple(each["tasks"]),
                    tuple(each["instructions"]),
                    tuple(each.get("documents", [])),
                    each.get("contrast", 1.0),
                    each.get("first_teacher", False),
                    each.get("own_teacher", False),
                    each.get("told"),
                )
                for each in reword
            ),
            variation=Variation(
                vary.get("share", 0.0),
                tuple(vary.get("types", [])),
                tuple(vary.get("verbs", [])),
                {view: tuple(nouns) for view, nouns in vary.get("nouns", {}).items()},
                tuple(vary.get("starts", [])),
                vary.get("apart", False),
            ),
        )
    except (KeyError, TypeError) as error:
        raise UserError(f"{path}: {error!r}") from error
    if raw or set(recipe.shares) != set(KINDS) or set(recipe.max_length) != set(KINDS):
        raise UserError(f"{path}: unknown keys {sorted(raw)}, or shares/max_length lack one of {', '.join(KINDS)}")
    return recipe


def _read_tables(path: Path, extended_by: tuple[Path, ...] = ()) -> dict:
    """The file's tables over those of the recipe beside it that its `extends` names.

    :raises UserError: if a file is missing, not TOML, or extends itself.
    """
    path = path.resolve()
    if path in extended_by:
        raise UserError(f"{path}: extends itself")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        # Here rather than in read_recipe, because the error may lie in the extended recipe.
        raise UserError(f"{path}: {error!r}") from error
    base = raw.pop("extends", None)
    return raw if base is None else _laid_over(_read_tables(path.parent / base, (*extended_by, path)), raw)


def _laid_over(base: dict, raw: dict) -> dict:
    """Tables key by key, rewordings by their names; any other value, a list too, replaces the base's."""
    out = dict(base)
    for key, value in raw.items():
        if key == "reword":
            named = {each.get("name", at): each for at, each in enumerate(base.get(key, []))}
            named |= {each["name"]: named.get(each["name"], {}) | each for each in value}
            out[key] = list(named.values())
        else:
            out[key] = _laid_over(base[key], value) if isinstance(value, dict) and key in base else value
    return out


def read_instructions(path: Path) -> dict[str, set[str | None]]:
    """Every wording of every task in tasks.json, for both sides, with the views that use it."""
    found: dict[str, set[str | None]] = {}
    for entry in json.loads(path.read_text(encoding="utf-8")):
        for words in (*entry["query_instructions"], *entry["doc_instructions"]):
            found.setdefault(words, set()).add(entry.get("view"))
    return found
