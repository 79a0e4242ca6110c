"""The encoder under training: a sentence-transformers folder as one torch module with instruction masking."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoConfig, AutoModel, AutoTokenizer, T5EncoderModel

from .errors import UserError
from .layout import DenseSettings, Layout, read_layout
from .records import Pair
from .tokens import Grouped, Padded, PairTokenizer, pad


class InstructionEncoder(nn.Module):
    """Transformer → mean over the text's tokens → Dense layers → L2 (each where the folder has it).

    :ivar layout: the folder's layout, for writing it again.
    :ivar family: "t5", "bert" or "mpnet".
    """

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout
        self.tokenizer = AutoTokenizer.from_pretrained(layout.transformer)
        config = AutoConfig.from_pretrained(layout.transformer)
        # sentence-transformers takes only the encoder half of a T5.
        family = T5EncoderModel if config.model_type == "t5" else AutoModel
        if config.model_type not in ("t5", "bert", "mpnet"):
            raise UserError(f"{layout.folder}: {config.model_type} is neither a T5 encoder nor BERT nor MPNet")
        self.family = config.model_type
        # Drops BERT's pooler, which nothing uses, so that no unused weight is trained or saved.
        extra = {} if config.model_type == "t5" else {"add_pooling_layer": False}
        self.encoder = family.from_pretrained(layout.transformer, torch_dtype=torch.float32, **extra)
        self.dense = nn.ModuleList(_Dense(settings) for settings in layout.dense)

    @classmethod
    def load(cls, name_or_path: str) -> "InstructionEncoder":
        """From a sentence-transformers folder, or a hub id (downloaded on first use).

        :raises UserError: if it is neither, or has modules that are not supported.
        """
        return cls(read_layout(name_or_path))

    @property
    def device(self) -> torch.device:
        return next(self.parameters()).device

    def set_dropout(self, rate: float) -> None:
        """Replaces the rate of every dropout layer of the encoder."""
        for module in self.encoder.modules():
            if isinstance(module, nn.Dropout):
                module.p = rate
            elif isinstance(getattr(module, "dropout", None), float):
                module.dropout = rate

    def freeze_embeddings(self) -> None:
        """Excludes the word, position and token-type tables (not their norm) from training."""
        for module in self.encoder.modules():
            if isinstance(module, nn.Embedding):
                module.weight.requires_grad_(False)

    def forward(self, batch: Padded, normalise: bool = True) -> torch.Tensor:
        """float32 [n, dim]; rows of length 1 where the folder normalises.

        :param normalise: False leaves the folder's L2 out.
        """
        ids, attention, masked = (rows.to(self.device) for rows in (batch.ids, batch.attention, batch.masked))
        states = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state.float()
        pooled = attention.bool() & (torch.arange(ids.shape[1], device=self.device) >= masked[:, None])
        weights = pooled.float()
        total = torch.einsum("nld,nl->nd", states, weights)
        vectors = total / weights.sum(1, keepdim=True).clamp(min=1e-9)
        for layer in self.dense:
            vectors = layer(vectors)
        return functional.normalize(vectors.float(), dim=-1) if normalise and self.layout.normalize else vectors

    def embed(self, grouped: Grouped) -> torch.Tensor:
        """float32 [n, dim] in the order of the pairs."""
        vectors = torch.cat([self(part) for part in grouped.parts])
        return vectors[grouped.places.to(self.device)]

    @torch.no_grad()
    def encode(
        self, pairs: Sequence[Pair], max_length: int | None = None, batch_tokens: int = 4096, normalise: bool = True
    ) -> torch.Tensor:
        """float32 [n, dim] on the CPU, in evaluation mode, cut at the folder's length limit or a lower one.

        :param normalise: False leaves the folder's L2 out.
        """
        training = self.training
        self.eval()
        limit = min(max_length or self.layout.max_seq_length, self.layout.max_seq_length)
        encoded = PairTokenizer(self.tokenizer, limit).encode(pairs)
        order = sorted(range(len(pairs)), key=lambda row: -len(encoded.ids[row]))
        rows: dict[int, torch.Tensor] = {}
        while order:
            size = max(1, batch_tokens // len(encoded.ids[order[0]]))
            part, order = order[:size], order[size:]
            vectors = self(pad(encoded, part, self.tokenizer.pad_token_id), normalise).cpu()
            rows.update(zip(part, vectors, strict=True))
        self.train(training)
        return torch.stack([rows[row] for row in range(len(pairs))])

    def save_transformer(self, folder: Path) -> None:
        """Writes the encoder's and the tokenizer's own files."""
        folder.mkdir(parents=True, exist_ok=True)
        self.encoder.save_pretrained(folder, safe_serialization=True)
        if self.tokenizer.is_fast:
            # The last batch's limit is not a property of the model.
            self.tokenizer.backend_tokenizer.no_truncation()
            self.tokenizer.backend_tokenizer.no_padding()
        self.tokenizer.save_pretrained(folder)

    def save(self, folder: Path) -> None:
        """Writes a sentence-transformers folder: safetensors, tokenizer, pooling, Dense, normalise."""
        self.save_transformer(folder)
        weights = [{name: value.detach().cpu() for name, value in layer.linear_state().items()} for layer in self.dense]
        self.layout.write(folder, weights)


class _Dense(nn.Module):
    """A Dense module of sentence-transformers: linear, then an activation."""

    def __init__(self, settings: DenseSettings) -> None:
        super().__init__()
        self.linear = nn.Linear(settings.inputs, settings.outputs, bias=settings.bias)
        self.activation = settings.activation()
        state = {name.removeprefix("linear."): value.float() for name, value in settings.weights().items()}
        self.linear.load_state_dict(state)

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        return self.activation(self.linear(vectors))

    def linear_state(self) -> dict[str, torch.Tensor]:
        """Weights under the names that sentence-transformers gives them."""
        return {f"linear.{name}": value for name, value in self.linear.state_dict().items()}
