"""The training loop."""

import signal
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import torch
from transformers import get_linear_schedule_with_warmup

from .batches import BatchPlan
from .checkpoints import find_checkpoint, load_state, restore, save_checkpoint
from .data import BatchReader, Triples, read_data
from .errors import UserError
from .loss import crowding_loss, distillation_loss, instructor_loss, own_negative_loss
from .model import InstructionEncoder
from .progress import Progress
from .recipe import Recipe, Task, read_recipe, read_tasks
from .records import Pair
from .settings import Settings
from .tokens import Encoded, PairTokenizer


class Stopped(Exception):
    """SIGTERM or SIGINT came; the state is saved."""


def train(settings: Settings) -> None:
    """Trains, and leaves the final model in `output_dir` itself, checkpoints beside it.

    :raises UserError: for wrong arguments or records, before training starts.
    :raises Stopped: after a signal, once a checkpoint is written.
    """
    Trainer(settings).run()


class Trainer:
    """One run: everything is read and checked when it is made; `run` trains."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.device = pick_device(settings.device)
        resumed = find_checkpoint(settings) if settings.resume is not None else None
        state = load_state(resumed, settings) if resumed is not None else None
        recipe, tasks = read_recipe_and_tasks(settings)
        weights = None if recipe is None else recipe.task_weights(tasks)
        keep = None if weights is None else [task for task, weight in weights.items() if weight > 0]
        data = read_data(settings.data, keep, settings.max_examples)
        self.recipe = recipe
        self.plan = BatchPlan(
            data.rows, data.lengths, settings.per_device_train_batch_size, settings.seed, weights
        )
        self.reader = BatchReader(data, settings.max_source_length, settings.separator, settings.seed, recipe, tasks)
        self.steps = settings.max_steps
        if self.steps < 0:
            self.steps = round(self.plan.batches_per_epoch * settings.num_train_epochs)

        torch.manual_seed(settings.seed)
        self.model = InstructionEncoder.load(str(resumed or settings.model_name_or_path)).to(self.device)
        if settings.dropout is not None:
            self.model.set_dropout(settings.dropout)
        if settings.freeze_embeddings:
            self.model.freeze_embeddings()
        self.model.train()
        self.teacher = self._load_teacher()
        self.tokenizers: dict[int, PairTokenizer] = {}
        trained = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(
            trained, lr=settings.learning_rate, weight_decay=settings.weight_decay, fused=True
        )
        warmup = round(self.steps * settings.warmup_ratio)
        self.scheduler = get_linear_schedule_with_warmup(self.optimizer, warmup, self.steps)
        self.done = 0 if state is None else restore(state, self.optimizer, self.scheduler, self.device)
        self._stop = False

    def run(self) -> None:
        """Trains from `self.done` to `self.steps`."""
        settings = self.settings
        settings.output_dir.mkdir(parents=True, exist_ok=True)
        progress = Progress(settings.output_dir / "log.jsonl", self.done, self.steps, settings.logging_steps)
        previous = [(sig, signal.signal(sig, self._on_signal)) for sig in (signal.SIGTERM, signal.SIGINT)]
        saved = self.done
        try:
            for batch in self.plan.starting_at(self.done):
                if self.done >= self.steps:
                    break
                loss, norm, tokens = self._step(self.reader.read(batch))
                self.done += 1
                rate = self.scheduler.get_last_lr()[0]
                progress.step(self.done, self._task_name(batch.task), loss, norm, rate, tokens)
                if self._stop or self.done % settings.save_steps == 0:
                    self._save()
                    saved = self.done
                if self._stop:
                    raise Stopped(f"stopped at step {self.done}, saved; --resume goes on from there")
            if saved != self.done:
                self._save()
            self.model.save(settings.output_dir)
        finally:
            progress.close()
            for sig, handler in previous:
                signal.signal(sig, handler)

    def _step(self, triples: Triples) -> tuple[float, float, int]:
        """One update. (loss, gradient norm before clipping, tokens read)."""
        encoded = self._encode([*triples.query, *triples.pos, *triples.neg], triples.max_length)
        size = len(triples.query)
        with torch.autocast("cuda", torch.bfloat16, enabled=self.device.type == "cuda"):
            vectors = self.model.embed(encoded, self.settings.length_groups)
        query, pos, neg = vectors.float().split(size)
        contrast = own_negative_loss if triples.own_negatives else instructor_loss
        loss = contrast(query, pos, neg, self.settings.cl_temperature)
        if triples.distil_weight > 0 and self.teacher is not None:
            loss = loss + triples.distil_weight * distillation_loss(
                vectors[: 2 * size], self._teach([*triples.query, *triples.pos], triples.max_length)
            )
        if triples.spread_weight > 0:
            loss = loss + triples.spread_weight * crowding_loss(vectors)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.settings.max_grad_norm)
        self.optimizer.step()
        self.scheduler.step()
        return loss.item(), norm.item(), sum(map(len, encoded.ids))

    def _encode(self, pairs: list[Pair], max_length: int) -> Encoded:
        limit = min(max_length, self.model.layout.max_seq_length)
        if limit not in self.tokenizers:
            self.tokenizers[limit] = PairTokenizer(self.model.tokenizer, limit)
        return self.tokenizers[limit].encode(pairs)

    @torch.no_grad()
    def _teach(self, pairs: list[Pair], max_length: int) -> torch.Tensor:
        """The start model's vectors of the texts alone, float32 [n, dim]."""
        assert self.teacher is not None
        encoded = self._encode([("", text) for _, text in pairs], max_length)
        with torch.autocast("cuda", torch.bfloat16, enabled=self.device.type == "cuda"):
            return self.teacher.embed(encoded, self.settings.length_groups)

    def _load_teacher(self) -> InstructionEncoder | None:
        if self.recipe is None or not self.recipe.distil:
            return None
        name = self.settings.teacher_name_or_path or self.settings.model_name_or_path
        return InstructionEncoder.load(name).to(self.device).eval()

    def _save(self) -> None:
        save_checkpoint(
            self.settings.output_dir, self.model, self.optimizer, self.scheduler, self.done, self.settings
        )

    def _task_name(self, task: str) -> str:
        known = self.reader.tasks.get(task)
        return known.name if known else task

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        # The step under way is finished first: a checkpoint lies between steps.
        self._stop = True


def pick_device(name: str) -> torch.device:
    """:raises UserError: if CUDA is asked for and there is none."""
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("--device cuda: PyTorch sees no CUDA GPU")
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)


def read_recipe_and_tasks(settings: Settings) -> tuple[Recipe | None, Mapping[str, Task]]:
    """:raises UserError: if no tasks.json lies where it is looked for, or lacks what the recipe names."""
    if settings.recipe is None:
        return None, {}
    path: Path = settings.tasks or settings.data[0].parent / "tasks.json"
    recipe, tasks = read_recipe(settings.recipe), read_tasks(path)
    recipe.check_names(tasks)
    return recipe, tasks
