"""Recipes: chances of tasks, and what a batch of a task becomes."""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from facet_training.batches import Batch
from facet_training.data import BatchReader, TrainingData
from facet_training.errors import UserError
from facet_training.recipe import Recipe, Rewording, Task, read_recipe
from facet_training.records import Record

RECIPES = sorted((Path(__file__).resolve().parents[1] / "recipes").glob("*.toml"))
TASKS = {
    "0": Task("fine", "views", "g", "open", 400),
    "1": Task("coarse", "views", "g", "open", 500),
    "2": Task("other", "views", "h", "open", 100),
    "3": Task("search", "general", "search", "open", 100),
    "4": Task("closed", "general", "closed", "research", 9999),
    "5": Task("label", "labels", "label", "open", 100),
}


def make(**more: object) -> Recipe:
    base = dict(
        terms=("open",), shares={"views": 0.6, "labels": 0.1, "general": 0.3}, weights={}, own_negatives=frozenset(),
        max_length={"views": 20, "labels": 20, "general": 30},
    )  # fmt: skip
    return Recipe(**(base | more))


def test_shares_groups_and_tasks() -> None:
    weights = make().task_weights(TASKS)
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["0"] == pytest.approx(weights["1"])
    # Groups by the square root of their records: 900 against 100.
    assert weights["0"] + weights["1"] == pytest.approx(3 * weights["2"])
    assert weights["3"] == pytest.approx(0.3)
    assert "4" not in weights


def test_factors_on_groups_and_tasks() -> None:
    weights = make(weights={"h": 3, "coarse": 0.5}).task_weights(TASKS)
    assert weights["2"] == pytest.approx(weights["0"] + weights["1"])
    assert weights["0"] == pytest.approx(2 * weights["1"])
    assert sum(weights[key] for key in "012") == pytest.approx(0.6)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weights": {"finee": 2}},
        {"distil": {"gneral": 5.0}},
        {"own_negatives": frozenset({"finee"})},
        {"first_teacher": frozenset({"finee"})},
        {"spread": {"veiws": 1.0}},
        {"rewordings": (Rewording(0.5, ("serch",), ()),)},
    ],
)
def test_misspelt_names_are_refused(wrong: dict) -> None:
    make(weights={"g": 2, "fine": 3}, distil={"views": 1, "search": 2}).check_names(TASKS)
    with pytest.raises(UserError, match="finee|gneral|veiws|serch"):
        make(**wrong).check_names(TASKS)


def test_rewordings_can_take_no_more_than_all_batches_of_a_task() -> None:
    half = Rewording(0.5, ("search",), ("About: ",))
    make(rewordings=(half, half, Rewording(0.5, ("coarse",), ("Else: ",)))).check_names(TASKS)
    with pytest.raises(UserError, match="search.*more than 1"):
        make(rewordings=(half, half, Rewording(0.1, ("search",), ("Late: ",)))).check_names(TASKS)


def reader(recipe: Recipe) -> BatchReader:
    return BatchReader(records("Represent:"), 25, " ", 1, recipe, TASKS)


def records(instruction: str) -> TrainingData:
    made = [Record((instruction, "q"), (instruction, "p"), (instruction, "n"), task) for task in "0023"]
    return TrainingData(made, {})


def test_what_a_batch_becomes() -> None:
    recipe = make(
        own_negatives=frozenset({"fine"}), distil={"general": 3.0, "other": 1.0}, plain_share=0.5,
        rewordings=(Rewording(1.0, ("search",), ("About: ",), contrast=0.25),),
    )  # fmt: skip
    fine = reader(recipe).read(Batch(0, "0", (0, 1)))
    assert (fine.own_negatives, fine.distil_weight, fine.max_length) == (True, 0, 20)
    assert fine.query == [("Represent: ", "q")] * 2
    general = [reader(recipe).read(Batch(step, "3", (3,))) for step in range(40)]
    assert all((triples.distil_weight, triples.max_length) == (3, 25) for triples in general)
    assert {triples.query[0][0] for triples in general} == {"", "About: "}
    # Only reworded batches are contrasted less.
    assert {(triples.query[0][0], triples.contrast_weight) for triples in general} == {("", 1.0), ("About: ", 0.25)}
    # Views are held to the start model where they are named, and always keep their instruction.
    named = [reader(recipe).read(Batch(step, "2", (2,))) for step in range(40)]
    assert {triples.distil_weight for triples in named} == {1}
    assert {triples.query[0][0] for triples in named} == {"Represent: "}
    assert general == [reader(recipe).read(Batch(step, "3", (3,))) for step in range(40)]


def test_tasks_and_rewordings_may_be_taught_by_the_first_teacher_alone(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(
        BASE.replace("plain_share = 0.2", 'general = 2.0\nother = 1.0\nfirst_teacher = ["other"]').replace(
            "share = 0.3", "share = 0.3\nfirst_teacher = true"
        )
    )
    recipe = read_recipe(tmp_path / "r.toml")
    recipe.check_names(TASKS)
    assert [reader(recipe).read(Batch(0, task, (0,))).first_teacher for task in "02"] == [False, True]
    found = [reader(recipe).read(Batch(step, "3", (3,))) for step in range(40)]
    assert {(triples.query[0][0], triples.first_teacher) for triples in found} == {("Find: ", True), ("Represent: ", False)}


def test_a_task_may_be_taught_its_first_wording_by_the_model_that_the_run_began_with(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(
        BASE.replace("plain_share = 0.2", 'views = 2.0\ngeneral = 1.0\nown_teacher = ["views", "search"]\nplain_share = 0.2')
        .replace("share = 0.3", 'share = 0.5\ntold = "Tell: "')
        + '[vary]\nshare = 1.0\nverbs = ["sorting by"]\ntypes = ["thing"]\n'
    )
    tasks = TASKS | {
        "2": replace(TASKS["2"], wording=("First:", "First:")),
        "3": replace(TASKS["3"], wording=("Ask:", "Hold:")),
    }
    recipe = read_recipe(tmp_path / "r.toml")
    recipe.check_names(tasks)
    made = BatchReader(records("Represent the note for classifying the kind:"), 25, " ", 1, recipe, tasks)
    view = made.read(Batch(0, "2", (2,)))
    # The batch has other words; the teacher is told the first, with a separator, of the same texts.
    assert "sorting by" in view.query[0][0]
    assert view.taught == [("First: ", "q"), ("First: ", "p")]
    general = [made.read(Batch(step, "3", (3,))) for step in range(60)]
    told = {(triples.query[0][0][:4], tuple(words for words, _ in triples.taught or [])) for triples in general}
    assert told == {("", ("", "")), ("Find", ("Tell: ", "Tell: ")), ("Repr", ("Ask: ", "Hold: "))}
    assert reader(make(distil={"other": 1.0})).read(Batch(0, "2", (2,))).taught is None
    with pytest.raises(UserError, match="own_teacher names what its distil gives no weight: label"):
        make(distil={"views": 1.0}, own_teacher=frozenset({"views", "label"})).check_names(TASKS)
    # A rewording alone may be, and is then told what the batch is.
    alone = make(distil={"general": 1.0}, rewordings=(Rewording(1.0, ("search",), ("Find: ",), ("Hold: ",), own_teacher=True),))
    assert reader(alone).read(Batch(0, "3", (3,))).taught == [("Find: ", "q"), ("Hold: ", "p")]


def test_questions_and_documents_are_reworded_apart_and_views_spread() -> None:
    recipe = make(
        rewordings=(Rewording(1.0, ("search",), ("Find: ",), ("Hold: ", "Keep: ")),),
        spread={"views": 2.0, "other": 0.0},
    )  # fmt: skip
    found = [reader(recipe).read(Batch(step, "3", (3,))) for step in range(40)]
    assert {triples.query[0][0] for triples in found} == {"Find: "}
    assert {side[0][0] for triples in found for side in (triples.pos, triples.neg)} == {"Hold: ", "Keep: "}
    weights = [reader(recipe).read(Batch(0, task, (0,))).spread_weight for task in "023"]
    assert weights == [2.0, 0.0, 0.0]


def test_rewordings_of_one_task_share_its_batches() -> None:
    recipe = make(
        rewordings=(
            Rewording(0.3, ("search",), ("First: ",), contrast=0.5), Rewording(1.0, ("coarse",), ("Else: ",)),
            Rewording(0.5, ("search",), ("Second: ",), contrast=0.0),
        ),
    )  # fmt: skip
    found = [reader(recipe).read(Batch(step, "3", (3,))) for step in range(400)]
    drawn = Counter((triples.query[0][0], triples.contrast_weight) for triples in found)
    assert set(drawn) == {("First: ", 0.5), ("Second: ", 0.0), ("Represent: ", 1.0)}
    # 120, 200 and 80 are due; four standard deviations are 40 at most.
    assert abs(drawn["First: ", 0.5] - 120) < 40 and abs(drawn["Second: ", 0.0] - 200) < 40


@pytest.mark.parametrize("shipped", RECIPES, ids=lambda path: path.stem)
def test_the_shipped_recipes_read_and_bad_ones_do_not(shipped: Path, tmp_path: Path) -> None:
    assert read_recipe(shipped).terms == ("open",)
    # Beside the recipes that it may extend.
    shutil.copytree(shipped.parent, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "r.toml"
    path.write_text(shipped.read_text() + "\n[sharess]\nviews = 0.5\n")
    with pytest.raises(UserError, match="sharess"):
        read_recipe(path)
    path.write_text("colour = 3\n" + shipped.read_text())
    with pytest.raises(UserError, match="colour"):
        read_recipe(path)


BASE = """
terms = ["open"]
own_negatives = ["fine", "label"]
[shares]
views = 0.5
labels = 0.1
general = 0.4
[max_length]
views = 20
labels = 20
general = 30
[distil]
plain_share = 0.2
[[reword]]
name = "first"
share = 0.3
tasks = ["search"]
instructions = ["Find:"]
[[reword]]
share = 0.1
tasks = ["other"]
instructions = ["Group:"]
"""


def test_a_recipe_says_only_what_it_changes_of_the_one_that_it_extends(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(BASE)
    (tmp_path / "middle.toml").write_text(
        'extends = "base.toml"\nown_negatives = ["label"]\n[shares]\nviews = 0.4\n[spread]\nviews = 3.0\n'
    )
    (tmp_path / "last.toml").write_text(
        'extends = "middle.toml"\n[shares]\ngeneral = 0.5\n[distil]\nfine = 2.0\n'
        '[[reword]]\nname = "first"\nshare = 0.6\n'
        '[[reword]]\nname = "new"\nshare = 0.2\ntasks = ["label"]\ninstructions = ["Label:"]\n'
    )
    assert read_recipe(tmp_path / "last.toml") == make(
        shares={"views": 0.4, "labels": 0.1, "general": 0.5},
        own_negatives=frozenset({"label"}),
        distil={"fine": 2.0},
        plain_share=0.2,
        spread={"views": 3.0},
        rewordings=(
            Rewording(0.6, ("search",), ("Find:",)),
            Rewording(0.1, ("other",), ("Group:",)),
            Rewording(0.2, ("label",), ("Label:",)),
        ),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('extends = "absent.toml"', "absent.toml"),
        ('extends = "last.toml"', "extends itself"),
        ('extends = "base.toml"\n[[reword]]\nname = "frist"\nshare = 0.6', "tasks"),
        ('extends = "base.toml"\n[[reword]]\nshare = 0.6', "name"),
        ('extends = "base.toml"\nshaers = 1', "shaers"),
        (BASE.replace("labels = 0.1\n", ""), "shares/max_length lack one"),
    ],
)
def test_an_extension_that_cannot_be_is_refused(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(BASE)
    (tmp_path / "last.toml").write_text(text)
    with pytest.raises(UserError, match=says):
        read_recipe(tmp_path / "last.toml")
