"""Small tokenisers of both families, trained on corpus.py and laid out as the real ones are."""

import io
import json
from pathlib import Path

import sentencepiece
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers.utils import sentencepiece_model_pb2_new as sentencepiece_pb2

from corpus import LINES

EXTRA_IDS = 3
BERT_VOCABULARY = Path(__file__).resolve().with_name("bert-vocab.txt")

T5_TOKENS = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
BERT_TOKENS = {
    "unk_token": "[UNK]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
}


def train_t5() -> tuple[bytes, list[tuple[str, float]]]:
    """A sentencepiece Unigram of 500 pieces: its normaliser's character map, and (piece, score)s."""
    model = io.BytesIO()
    # Three times over, so that whole words are frequent enough to become pieces.
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES * 3),
        model_writer=model,
        model_type="unigram",
        vocab_size=500,
        character_coverage=0.9995,
        normalization_rule_name="nmt_nfkc",
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        num_threads=1,
        minloglevel=2,
    )
    proto = sentencepiece_pb2.ModelProto.FromString(model.getvalue())
    return proto.normalizer_spec.precompiled_charsmap, [(p.piece, p.score) for p in proto.pieces]


def t5_tokenizer(normalizer: str) -> Tokenizer:
    """A T5 tokeniser of 503 tokens.

    `normalizer` "precompiled" has sentencepiece's character map and splits at white space first, as
    the hub's t5-base does; "nfkc" has no map (it weighs 300 kB) and collapses spaces by a regular
    expression, as T5 tokenisers converted by later versions of transformers do.
    """
    charsmap, pieces = train_t5()
    vocabulary = pieces + [(f"<extra_id_{n}>", 0.0) for n in reversed(range(EXTRA_IDS))]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=2))
    metaspace = pre_tokenizers.Metaspace(replacement="\u2581", add_prefix_space=True)
    if normalizer == "precompiled":
        tokenizer.normalizer = normalizers.Precompiled(charsmap)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), metaspace])
    else:
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
        )
        tokenizer.pre_tokenizer = metaspace
    tokenizer.post_processor = processors.TemplateProcessing(
        single=["$A", "</s>"], pair=["$A", "</s>", "$B", "</s>"], special_tokens=[("</s>", 1)]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="\u2581", add_prefix_space=True)
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>", *(f"<extra_id_{n}>" for n in range(EXTRA_IDS))])
    return tokenizer


def train_bert() -> list[str]:
    """A WordPiece vocabulary of 700 tokens, in order of their ids."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=700, show_progress=False, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    )
    tokenizer.train_from_iterator(LINES, trainer)
    return sorted(tokenizer.get_vocab(), key=tokenizer.token_to_id)


def bert_tokenizer() -> Tokenizer:
    """A lower-casing WordPiece tokeniser of 700 tokens with BERT's five special tokens."""
    # The trainer breaks ties at random, so the vocabulary is trained once and kept.
    if not BERT_VOCABULARY.exists():
        BERT_VOCABULARY.write_text("".join(f"{token}\n" for token in train_bert()))
    vocabulary = {token: index for index, token in enumerate(BERT_VOCABULARY.read_text().split("\n")[:-1])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.add_special_tokens(list(BERT_TOKENS.values()))
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")],
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    return tokenizer


def save(tokenizer: Tokenizer, family: str, folder: Path) -> None:
    """Writes the three files a fast tokeniser is loaded from."""
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    if family == "t5":
        extra = [f"<extra_id_{n}>" for n in range(EXTRA_IDS)]
        tokens = {**T5_TOKENS, "additional_special_tokens": extra}
        config = {**tokens, "extra_ids": EXTRA_IDS, "model_max_length": 512, "tokenizer_class": "T5Tokenizer"}
    else:
        tokens = BERT_TOKENS
        config = {**tokens, "do_lower_case": True, "model_max_length": 512, "tokenizer_class": "BertTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    (folder / "special_tokens_map.json").write_text(json.dumps(tokens, indent=2) + "\n")
