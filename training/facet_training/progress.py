"""Reports a run: a line on the terminal now and then, and a JSON line in log.jsonl per block of steps."""

import json
import time
from pathlib import Path

import torch


class Progress:
    """Averages over the steps since the last report.

    A report has: step, loss (mean), task (the last batch's), learning_rate, grad_norm (mean),
    tokens_per_second (real ones, no padding), seconds (since the start), seconds_left.
    """

    def __init__(self, log: Path, first: int, last: int, every: int) -> None:
        self.last = last
        self.every = every
        self._first = first
        self._started = self._since = time.monotonic()
        self._losses: list[torch.Tensor] = []
        self._norms: list[torch.Tensor] = []
        self._tokens = 0
        self._log = log.open("a", encoding="utf-8")

    def step(self, done: int, task: str, loss: torch.Tensor, norm: torch.Tensor, rate: float, tokens: int) -> None:
        """Counts a step; reports every `every` steps and at the end. `done` counts from 1.

        Scalars are read from their device only for a report.
        """
        self._losses.append(loss)
        self._norms.append(norm)
        self._tokens += tokens
        if done % self.every != 0 and done != self.last:
            return
        now = time.monotonic()
        elapsed = now - self._started
        left = elapsed / (done - self._first) * (self.last - done)
        report = {
            "step": done,
            "loss": _mean(self._losses),
            "task": task,
            "learning_rate": rate,
            "grad_norm": _mean(self._norms),
            "tokens_per_second": self._tokens / (now - self._since),
            "seconds": elapsed,
            "seconds_left": left,
        }
        self._log.write(json.dumps(report) + "\n")
        self._log.flush()
        print(
            f"step {done}/{self.last}  loss {report['loss']:.4f}  {report['tokens_per_second']:.0f} tokens/s  "
            f"{_clock(left)} left",
            flush=True,
        )
        self._losses, self._norms, self._tokens, self._since = [], [], 0, now

    def close(self) -> None:
        self._log.close()


def _mean(values: list[torch.Tensor]) -> float:
    return torch.stack(values).double().mean().item()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
