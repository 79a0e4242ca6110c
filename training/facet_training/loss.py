"""The contrastive losses.

Source of `instructor_loss`: `InstructorTrainer.compute_loss` of the reference's train.py
(github.com/xlang-ai/instructor-embedding), a double loop there, two matrix products here.
"""

import torch
from torch.nn import functional


def instructor_loss(
    query: torch.Tensor, pos: torch.Tensor, neg: torch.Tensor, temperature: float
) -> torch.Tensor:
    """Both directions of the reference's loss, each a mean over the batch, summed. A scalar.

    Each query must find its own positive among it and *all* negatives of the batch; each positive must find
    its own query among all queries.

    :param query: float [n, dim], and so `pos` and `neg`; row i of the three is one triple. Any length of
        rows: cosines are taken.
    :param temperature: cosines are divided by it; the reference's default is 0.01.
    """
    query, pos, neg = (functional.normalize(rows.float(), dim=-1) for rows in (query, pos, neg))
    own = (query * pos).sum(-1, keepdim=True)
    first = torch.cat([own, query @ neg.T], dim=1) / temperature
    second = pos @ query.T / temperature
    target = torch.zeros(len(query), dtype=torch.long, device=query.device)
    diagonal = torch.arange(len(query), device=query.device)
    return functional.cross_entropy(first, target) + functional.cross_entropy(second, diagonal)


def own_negative_loss(
    query: torch.Tensor, pos: torch.Tensor, neg: torch.Tensor, temperature: float
) -> torch.Tensor:
    """As `instructor_loss`, but each triple sees its own negative only, from both its query and its positive.

    Not in the reference. For tasks of few labels, where other rows of the batch often carry the anchor's
    label, so that in-batch negatives are false. Shapes as in `instructor_loss`.
    """
    query, pos, neg = (functional.normalize(rows.float(), dim=-1) for rows in (query, pos, neg))
    own = (query * pos).sum(-1)
    first = ((query * neg).sum(-1) - own) / temperature
    second = ((pos * neg).sum(-1) - own) / temperature
    # −log softmax of two entries is softplus of their difference.
    return functional.softplus(first).mean() + functional.softplus(second).mean()


def distillation_loss(student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """Mean of 1 − cosine between rows of the same text. Not in the reference; off by default.

    :param student: float [n, dim], with instructions.
    :param teacher: float [n, dim], the start model's vectors of the same texts without instruction.
    """
    return (1 - functional.cosine_similarity(student.float(), teacher.float(), dim=-1)).mean()


def crowding_loss(vectors: torch.Tensor) -> torch.Tensor:
    """Squared length of the mean of a batch's unit vectors: the mean cosine of all its pairs. Not in the reference.

    Contrast compares cosines with each other, so an offset that all vectors under one instruction share costs it
    nothing. It costs users: cosines in a narrow band, and classifiers that can't tell labels apart.

    :param vectors: float [n, dim], of any length each; all sides of a batch.
    """
    return functional.normalize(vectors.float(), dim=-1).mean(0).square().sum()
