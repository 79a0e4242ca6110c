"""The training loop."""

import signal
import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from types import FrameType

import torch
from transformers import get_linear_schedule_with_warmup

from .batches import BatchPlan
from .checkpoints import find_checkpoint, load_state, restore, save_checkpoint
from .data import BatchReader, read_data
from .device import pick_device
from .errors import UserError
from .loader import PairGrouper, Step, Steps, load_steps
from .loss import crowding_loss, distillation_loss, instructor_loss, own_negative_loss
from .model import InstructionEncoder
from .progress import Progress
from .recipe import Recipe, Task, read_recipe, read_tasks
from .settings import Settings
from .teacher import Teacher

# Batches for fitting a joined teacher: a few thousand texts, in the proportions of the training.
FITTED = 120


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
        if self.model.family == "mpnet":
            raise UserError(f"{settings.model_name_or_path}: MPNet can teach, but Facet runs T5 encoders and BERT only")
        if settings.dropout is not None:
            self.model.set_dropout(settings.dropout)
        if settings.freeze_embeddings:
            self.model.freeze_embeddings()
        self.model.train()
        self.teacher = self._load_teacher()
        self.start = self._load_start()
        teachers = [] if self.teacher is None else self.teacher.encoders
        self._steps = Steps(self.reader, self._grouper(self.model), [self._grouper(each) for each in teachers])
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
        self._fit_teacher()
        progress = Progress(settings.output_dir / "log.jsonl", self.done, self.steps, settings.logging_steps)
        previous = [(sig, signal.signal(sig, self._on_signal)) for sig in (signal.SIGTERM, signal.SIGINT)]
        saved = self.done
        try:
            batches = islice(self.plan.starting_at(self.done), self.steps - self.done)
            for step in load_steps(self._steps, batches, settings.dataloader_num_workers):
                loss, norm = self._step(step)
                self.done += 1
                rate = self.scheduler.get_last_lr()[0]
                progress.step(self.done, self._task_name(step.task), loss, norm, rate, step.pairs.tokens)
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

    def _step(self, step: Step) -> tuple[torch.Tensor, torch.Tensor]:
        """One update. (loss, gradient norm before clipping), left on the device: reading them would wait for it."""
        triples = step.triples
        size = len(triples.query)
        with self._autocast():
            vectors = self.model.embed(step.pairs)
        query, pos, neg = vectors.float().split(size)
        contrast = own_negative_loss if triples.own_negatives else instructor_loss
        loss = triples.contrast_weight * contrast(query, pos, neg, self.settings.cl_temperature)
        taught = self._taught(step)
        if taught is not None:
            loss = loss + triples.distil_weight * distillation_loss(vectors[: 2 * size], taught)
        if triples.spread_weight > 0:
            loss = loss + triples.spread_weight * crowding_loss(vectors)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.settings.max_grad_norm)
        self.optimizer.step()
        self.scheduler.step()
        return loss.detach(), norm

    @torch.no_grad()
    def _taught(self, step: Step) -> torch.Tensor | None:
        """float32 [queries and positives, dim]: the step's target of distillation; None without one."""
        with self._autocast():
            if step.taught is not None and self.start is not None:
                return self.start.embed(step.taught).float()
            return None if step.plain is None or self.teacher is None else self.teacher(step.plain)

    def _autocast(self) -> torch.autocast:
        enabled = self.device.type == "cuda" if self.settings.bf16 is None else self.settings.bf16
        return torch.autocast(self.device.type, torch.bfloat16, enabled=enabled)

    def _load_teacher(self) -> Teacher | None:
        settings = self.settings
        second = settings.second_teacher_name_or_path
        if self.recipe is None or not self.recipe.distil:
            if second is not None:
                raise UserError("--second_teacher_name_or_path: the recipe distils nothing")
            return None
        if not 0 <= settings.second_teacher_share <= 1:
            raise UserError(f"--second_teacher_share: {settings.second_teacher_share} is not from 0 to 1")
        first = InstructionEncoder.load(settings.teacher_name_or_path or settings.model_name_or_path)
        other = None if second is None else InstructionEncoder.load(second)
        return Teacher(first, other, settings.second_teacher_share).to(self.device).eval()

    def _load_start(self) -> InstructionEncoder | None:
        """The model that the run began with, not the checkpoint it resumes from, if it teaches."""
        recipe = self.recipe
        if recipe is None or not (recipe.own_teacher or any(each.own_teacher for each in recipe.rewordings)):
            return None
        return InstructionEncoder.load(self.settings.model_name_or_path).to(self.device).eval()

    def _fit_teacher(self) -> None:
        """A resumed run fits again from the same batches, with the same result."""
        if self.teacher is None or self.teacher.second is None:
            return
        batches = list(islice(self.plan.starting_at(0), FITTED))
        plain = (step.plain for step in map(self._steps.__getitem__, batches))
        texts = [each for each in plain if each is not None and len(each) > 1]
        if not texts:
            raise UserError(f"of the first {FITTED} batches both teachers teach none: there is nothing to join them by")
        print(f"joining the teachers by {sum(len(each[0].places) for each in texts)} texts", file=sys.stderr)
        with self._autocast():
            self.teacher.fit(texts)

    def _grouper(self, model: InstructionEncoder) -> PairGrouper:
        return PairGrouper(model.tokenizer, model.layout.max_seq_length, self.settings.length_groups)

    def _save(self) -> None:
        save_checkpoint(
            self.settings.output_dir, self.model, self.optimizer, self.scheduler, self.done, self.settings
        )

    def _task_name(self, task: str) -> str:
        known = self.reader.tasks.get(task)
        return known.name if known else task

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        # Finishes the current step first, because a checkpoint lies between steps.
        self._stop = True


def read_recipe_and_tasks(settings: Settings) -> tuple[Recipe | None, Mapping[str, Task]]:
    """:raises UserError: if tasks.json is missing, or lacks a name that the recipe uses."""
    if settings.recipe is None:
        return None, {}
    path: Path = settings.tasks or settings.data[0].parent / "tasks.json"
    recipe, tasks = read_recipe(settings.recipe), read_tasks(path)
    recipe.check_names(tasks)
    return recipe, tasks
