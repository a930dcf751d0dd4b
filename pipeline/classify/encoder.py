"""The shipped encoder: passages in, a score for every label from every word, out.

Reads models/encoder/ (an ONNX graph of int8 weights and a tokenizer; digests in encoder.json). Pooling is
a mean and the head is linear, so a label's score is the mean of what each token contributes to it: the
same pass that scores a passage says which of its words weighed most.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from pipeline import codebook
from pipeline.classify.inputs import LONGEST, preamble, reading
from pipeline.codebook import MODELS, STRENGTHS, Codebook

FOLDER = MODELS / "encoder"


class Scored(NamedTuple):
    """A passage's scores (labels + 5 strengths), and for each word of its text the span and what it
    contributes to each score. Contributions of words and of what stands before them sum to the score."""

    scores: np.ndarray
    spans: tuple[tuple[int, int], ...]
    contributions: np.ndarray


class Encoder:
    """Runs the graph on this machine's processor with one thread, so that workers do not compete and
    every run gives the same bytes."""

    def __init__(self, folder: Path = FOLDER) -> None:
        note = json.loads((folder / "encoder.json").read_text())
        for name, expected in note["sha256"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise ValueError(
                    f"{folder / name} is not the file that was trained: restore it from the repository"
                )
        self.columns = columns(note["labels"], codebook.read())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            folder / "encoder.onnx", options, ["CPUExecutionProvider"]
        )
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        self.tokenizer.no_padding()

    def scored(self, passages: Sequence[tuple[str, str, str]]) -> list[Scored]:
        """The scores of passages given as (section, context, text), in order.

        Each passage runs alone: int8 activations are scaled over a whole batch, so that neighbours would
        show in its scores; and without padding to the longest, one at a time is the faster way as well.
        """
        pairs = [(preamble(section, context), reading(text)) for section, context, text in passages]
        return [_by_word(each, self._run(each)) for each in self.tokenizer.encode_batch(pairs)]

    def _run(self, encoding: Encoding) -> np.ndarray:
        inputs = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        feed = {name: np.array([values], dtype=np.int64) for name, values in inputs.items()}
        (scores,) = self.session.run(["token_scores"], feed)
        return of_columns(scores[0] / len(encoding.ids), self.columns)


def columns(known: Sequence[str], frame: Codebook) -> np.ndarray:
    """Where an encoder that was trained for the labels ``known`` has its score of each label of the frame,
    and of the strengths. A sub-theme that it does not know is scored as its theme is, so that a frame can
    grow without a new encoder; -1 stands for a label of which it knows nothing."""
    places = {label: place for place, label in enumerate(known)}
    found = [places.get(each.id, places.get(each.parent, -1)) for each in frame.entries]
    return np.array([*found, *range(len(known), len(known) + len(STRENGTHS))])


def of_columns(scores: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """An encoder's scores in the frame's order, zero where it knows nothing."""
    found: np.ndarray = np.where(columns < 0, 0, scores[:, columns])
    return found


def known() -> list[str]:
    """The labels that the shipped encoder was trained for."""
    labels: list[str] = json.loads((FOLDER / "encoder.json").read_text())["labels"]
    return labels


@cache
def shipped() -> Encoder:
    """The encoder in models/, loaded once in a process."""
    return Encoder()


def _by_word(encoding: Encoding, contributions: np.ndarray) -> Scored:
    """Sum the contributions of the word pieces of each word of the text (the second sequence)."""
    spans, rows, last = list[tuple[int, int]](), list[np.ndarray](), None
    for place, (sequence, word) in enumerate(zip(encoding.sequence_ids, encoding.word_ids, strict=True)):
        if sequence != 1:
            continue
        start, end = encoding.offsets[place]
        if word == last:
            spans[-1] = (spans[-1][0], end)
            rows[-1] = rows[-1] + contributions[place]
        else:
            spans.append((start, end))
            rows.append(contributions[place])
        last = word
    width = contributions.shape[1]
    return Scored(contributions.sum(0), tuple(spans), np.array(rows).reshape(len(rows), width))


def scores(scored: Iterable[Scored]) -> np.ndarray:
    """The scores of passages as one array."""
    return np.array([each.scores for each in scored])


def texts(passages: Iterable[object]) -> list[tuple[str, str, str]]:
    """What the encoder needs of passages or gold passages."""
    return [(each.section, each.context, each.text) for each in passages]  # type: ignore[attr-defined]
