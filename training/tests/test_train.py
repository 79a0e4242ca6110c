"""Training runs on a tiny model: resume, signals, errors before the start, the log."""

import json
import os
import shutil
import signal
from pathlib import Path

import pytest
import torch

from facet_training import train as module
from facet_training.errors import UserError
from facet_training.model import InstructionEncoder
from facet_training.train import Stopped, train


def losses(folder: Path) -> list[tuple[int, float]]:
    rows = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    return [(row["step"], row["loss"]) for row in rows]


@pytest.mark.parametrize("case", ["bert-safetensors", "t5-bin"])
def test_loss_falls_and_the_log_is_whole(case: str, golden, settings, tmp_path: Path) -> None:  # noqa: ANN001
    train(settings(model_name_or_path=str(golden(case)), max_steps=25, dropout=0.0))
    curve = [loss for _, loss in losses(tmp_path / "out")]
    assert sum(curve[-5:]) < sum(curve[:5])
    row = json.loads((tmp_path / "out" / "log.jsonl").read_text().splitlines()[0])
    assert set(row) == {
        "step", "loss", "task", "learning_rate", "grad_norm", "tokens_per_second", "seconds", "seconds_left",
    }  # fmt: skip
    assert InstructionEncoder.load(str(tmp_path / "out")).encode([("", "a")]).isfinite().all()


@pytest.mark.parametrize("how", ["as the reference", "by a recipe", "by two teachers, in bf16"])
def test_resumed_curve_equals_the_uninterrupted(settings, recipe: dict, golden, tmp_path: Path, how: str) -> None:  # noqa: ANN001
    more = {} if how == "as the reference" else dict(recipe)
    if how == "by two teachers, in bf16":
        more |= {"second_teacher_name_or_path": str(golden("t5-bin")), "bf16": True}
    train(settings(output_dir=tmp_path / "whole", **more))
    # The interrupted run: the same up to step 4, as if the machine had died in step 5.
    broken = tmp_path / "broken"
    train(settings(output_dir=broken, **more))
    shutil.rmtree(broken / "checkpoint-8")
    shutil.rmtree(broken / "checkpoint-4")
    (broken / "log.jsonl").unlink()
    stopped = settings(output_dir=broken, **more)
    trainer = module.Trainer(stopped)
    original, count = trainer._step, 0

    def step(triples):  # noqa: ANN001, ANN202
        nonlocal count
        count += 1
        if count == 4:
            os.kill(os.getpid(), signal.SIGTERM)
        return original(triples)

    trainer._step = step
    with pytest.raises(Stopped, match="step 4"):
        trainer.run()
    assert (broken / "checkpoint-4" / "training_state.pt").exists()
    torch.manual_seed(999)  # a new process would have another random state
    train(settings(output_dir=broken, resume="last", **more))
    assert losses(broken) == losses(tmp_path / "whole")
    final = [InstructionEncoder.load(str(tmp_path / name)).state_dict() for name in ("whole", "broken")]
    for name, value in final[0].items():
        torch.testing.assert_close(final[1][name], value, atol=0, rtol=0, msg=name)


def test_bf16_is_used_where_it_is_asked_for(settings, tmp_path: Path) -> None:  # noqa: ANN001
    for bf16 in (False, True):
        train(settings(output_dir=tmp_path / str(bf16), bf16=bf16, dropout=0.0))
    exact, half = ([loss for _, loss in losses(tmp_path / str(bf16))] for bf16 in (False, True))
    assert exact != half
    assert half == pytest.approx(exact, rel=0.05)


def test_batches_made_by_other_processes_are_the_same(settings, recipe: dict, tmp_path: Path) -> None:  # noqa: ANN001
    for workers in (0, 2):
        train(settings(output_dir=tmp_path / str(workers), dataloader_num_workers=workers, **recipe))
    assert losses(tmp_path / "0") == losses(tmp_path / "2")


def test_the_teacher_may_be_another_model(settings, recipe: dict, golden) -> None:  # noqa: ANN001
    teacher = str(golden("bert-short-bin"))
    trainer = module.Trainer(settings(teacher_name_or_path=teacher, **recipe))
    wanted = InstructionEncoder.load(teacher).state_dict()
    for name, value in trainer.teacher.first.state_dict().items():
        torch.testing.assert_close(value, wanted[name], msg=name)
    assert trainer.model.layout.folder == golden("bert-safetensors")


def test_only_the_last_checkpoint_keeps_its_state(settings, tmp_path: Path) -> None:  # noqa: ANN001
    train(settings(save_steps=2, save_total_limit=2))
    names = sorted(path.name for path in (tmp_path / "out").glob("checkpoint-*"))
    assert names == ["checkpoint-4", "checkpoint-6", "checkpoint-8"]
    states = sorted(path.parent.name for path in (tmp_path / "out").glob("*/training_state.pt"))
    assert states == ["checkpoint-8"]


def test_refuses_to_resume_another_run(settings) -> None:  # noqa: ANN001
    train(settings(max_steps=4))
    with pytest.raises(UserError, match="seed: 42 then, 43 now"):
        train(settings(max_steps=4, resume="last", seed=43))
    with pytest.raises(UserError, match="no checkpoint"):
        train(settings(output_dir=Path("/nonexistent"), resume="last"))


def test_a_malformed_record_stops_before_training(settings, records_file: Path, tmp_path: Path) -> None:  # noqa: ANN001
    with records_file.open("a") as file:
        file.write('{"query": []}\n')
    with pytest.raises(UserError, match=r"records\.jsonl:61: query must be"):
        train(settings())
    assert not (tmp_path / "out").exists()


def test_cuda_is_asked_for_in_vain(settings) -> None:  # noqa: ANN001
    if torch.cuda.is_available():
        pytest.skip("there is a CUDA GPU")
    with pytest.raises(UserError, match="no CUDA GPU"):
        train(settings(device="cuda"))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
def test_trains_on_cuda_in_bf16(settings, tmp_path: Path) -> None:  # noqa: ANN001
    train(settings(device="cuda", max_steps=20, dropout=0.0))
    curve = [loss for _, loss in losses(tmp_path / "out")]
    assert sum(curve[-5:]) < sum(curve[:5])
