"""Two teachers joined: cosines against their weighted mean, the parts of the fit against SciPy and scikit-learn."""

import json
import shutil
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.linalg import orthogonal_procrustes
from sklearn.decomposition import TruncatedSVD
from torch.nn.functional import normalize

from facet_training import train as module
from facet_training.errors import UserError
from facet_training.model import InstructionEncoder
from facet_training.records import Pair
from facet_training.teacher import Teacher, fit_projection, joined
from facet_training.tokens import Grouped, PairTokenizer, group

TEXTS: list[Pair] = [("", f"the {word} of the harbour") for word in "bridge winter nurse engine violin letter".split()]


def cosines(rows: torch.Tensor) -> torch.Tensor:
    return normalize(rows, dim=-1) @ normalize(rows, dim=-1).T


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 1.0])
def test_joined_rows_have_the_weighted_mean_of_the_cosines(share: float) -> None:
    torch.manual_seed(1)
    a, b = torch.randn(9, 6) * 3, torch.randn(9, 11)
    both = joined(a, b, share)
    torch.testing.assert_close(both @ both.T, (1 - share) * cosines(a) + share * cosines(b))


def test_a_projection_that_has_room_for_both_keeps_every_cosine() -> None:
    torch.manual_seed(2)
    # Three dimensions of the one and four of the other are used: seven in all, and the first has eight.
    a, b = torch.randn(40, 3) @ torch.randn(3, 8), torch.randn(40, 4) @ torch.randn(4, 20)
    found = joined(a, b, 0.4) @ fit_projection(a, b, 0.4)
    torch.testing.assert_close(found @ found.T, 0.6 * cosines(a) + 0.4 * cosines(b), atol=1e-5, rtol=0)


def test_teachers_that_agree_give_the_first_ones_vectors() -> None:
    torch.manual_seed(3)
    a = torch.randn(40, 8)
    turned = torch.linalg.qr(torch.randn(20, 8)).Q.T
    found = joined(a, a @ turned, 0.5) @ fit_projection(a, a @ turned, 0.5)
    torch.testing.assert_close(found, normalize(a, dim=-1), atol=1e-5, rtol=0)


def test_the_fit_is_a_truncated_svd_turned_by_procrustes() -> None:
    torch.manual_seed(4)
    a, b = torch.randn(200, 8).double(), torch.randn(200, 20).double()
    both = joined(a, b, 0.5).numpy()
    svd = TruncatedSVD(8, algorithm="arpack").fit(both)
    turn, _ = orthogonal_procrustes(both @ svd.components_.T, normalize(a, dim=-1).numpy())
    np.testing.assert_allclose(fit_projection(a, b, 0.5).numpy(), svd.components_.T @ turn, atol=1e-5)


def grouped(model: InstructionEncoder) -> Grouped:
    return group(PairTokenizer(model.tokenizer, 32).encode(TEXTS), 2, model.tokenizer.pad_token_id)


def test_a_teacher_of_two_families_keeps_to_the_firsts_width_and_the_order_of_texts(golden) -> None:  # noqa: ANN001
    first, second = (InstructionEncoder.load(str(golden(name))).eval() for name in ("bert-safetensors", "t5-bin"))
    teacher = Teacher(first, second, 0.5)
    texts = [grouped(each) for each in teacher.encoders]
    teacher.fit([texts])
    found = teacher(texts)
    wanted = 0.5 * cosines(first.encode(TEXTS)) + 0.5 * cosines(second.encode(TEXTS))
    # Six texts span six dimensions at most, and the first has more.
    torch.testing.assert_close(found @ found.T, wanted, atol=1e-4, rtol=0)
    # Asked alone, the first gives its own vectors.
    torch.testing.assert_close(teacher(texts[:1]), first.encode(TEXTS), atol=1e-5, rtol=0)


def test_half_precision_ends_at_the_encoders(golden) -> None:  # noqa: ANN001
    first, second = (InstructionEncoder.load(str(golden(name))).eval() for name in ("bert-safetensors", "t5-bin"))
    teacher = Teacher(first, second, 0.5)
    texts = [grouped(each) for each in teacher.encoders]
    teacher.fit([texts])
    with torch.autocast("cpu", torch.bfloat16):
        a, b = (each.embed(part) for each, part in zip(teacher.encoders, texts, strict=True))
        found = teacher(texts)
    assert found.dtype == torch.float32
    torch.testing.assert_close(found, joined(a.float(), b.float(), 0.5) @ teacher.projection)


@pytest.fixture
def mpnet(golden, tmp_path: Path) -> Path:  # noqa: ANN001
    """A small MPNet of random weights, with the tokenizer and the modules of a BERT case."""
    from transformers import MPNetConfig, MPNetModel

    folder = tmp_path / "mpnet"
    shutil.copytree(golden("bert-safetensors"), folder)
    (folder / "model.safetensors").unlink()
    words = json.loads((folder / "config.json").read_text())["vocab_size"]
    torch.manual_seed(5)
    shape = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64)
    MPNetModel(MPNetConfig(vocab_size=words, **shape), add_pooling_layer=False).save_pretrained(folder)
    return folder


def test_mpnet_gives_the_vectors_of_sentence_transformers(mpnet: Path) -> None:
    from sentence_transformers import SentenceTransformer

    wanted = SentenceTransformer(str(mpnet), device="cpu").encode([text for _, text in TEXTS])
    found = InstructionEncoder.load(str(mpnet)).encode(TEXTS).numpy()
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_mpnet_teaches_and_is_not_taught(mpnet: Path, settings, recipe: dict, tmp_path: Path) -> None:  # noqa: ANN001
    with pytest.raises(UserError, match="MPNet can teach"):
        module.train(settings(model_name_or_path=str(mpnet)))
    module.train(settings(max_steps=2, second_teacher_name_or_path=str(mpnet), **recipe))
    assert InstructionEncoder.load(str(tmp_path / "out")).family == "bert"


def test_the_second_reads_only_what_it_teaches(settings, recipe: dict, golden) -> None:  # noqa: ANN001
    words = recipe["recipe"].read_text()
    second = str(golden("t5-bin"))

    def encoders_asked(words: str) -> set[tuple[str, int]]:
        recipe["recipe"].write_text(words)
        trainer = module.Trainer(settings(second_teacher_name_or_path=second, **recipe))
        steps = map(trainer._steps.__getitem__, islice(trainer.plan.starting_at(0), 40))
        return {(step.task, len(step.plain or [])) for step in steps}

    assert encoders_asked(words) == {("sorting", 2), ("search", 2)}
    apart = words.replace("[distil]", '[distil]\nfirst_teacher = ["sorting"]')
    assert encoders_asked(apart) == {("sorting", 1), ("search", 2)}
    module.train(settings(second_teacher_name_or_path=second, **recipe))
    recipe["recipe"].write_text(apart.replace('["sorting"]', '["sorting", "search"]'))
    with pytest.raises(UserError, match="both teachers teach none"):
        module.train(settings(second_teacher_name_or_path=second, **recipe))


def test_refuses_a_second_teacher_without_a_use_or_a_fair_share(settings, recipe: dict, golden) -> None:  # noqa: ANN001
    with pytest.raises(UserError, match="distils nothing"):
        module.train(settings(second_teacher_name_or_path=str(golden("t5-bin"))))
    with pytest.raises(UserError, match="1.5 is not from 0 to 1"):
        module.train(settings(second_teacher_share=1.5, **recipe))


def test_the_model_that_the_run_began_with_teaches_after_a_pause_too(settings, recipe: dict, golden) -> None:  # noqa: ANN001
    words = recipe["recipe"].read_text().replace("[distil]", '[distil]\nown_teacher = ["views", "search"]')
    recipe["recipe"].write_text(words)
    trainer = module.Trainer(settings(max_steps=4, save_steps=2, **recipe))
    trainer.run()
    resumed = module.Trainer(settings(max_steps=4, save_steps=2, resume="last", **recipe))
    step = resumed._steps[next(resumed.plan.starting_at(0))]
    assert step.plain is None and step.taught is not None and step.triples.taught is not None
    start = InstructionEncoder.load(str(golden("bert-safetensors")))
    wanted = start.encode(step.triples.taught, max_length=step.triples.max_length).numpy()
    np.testing.assert_allclose(resumed._taught(step).numpy(), wanted, atol=1e-5)
