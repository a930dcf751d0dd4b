"""The shipped encoder: passages in, a score for every label from every word, out.

Reads models/encoder/ (an ONNX graph of int8 weights and a tokenizer; digests in encoder.json). Pooling is
a mean and the head is linear, so a label's score is the mean of what each token contributes to it: the
same pass that scores a passage says which of its words weighed most.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from pipeline.classify.inputs import LONGEST, preamble, reading
from pipeline.codebook import MODELS

BATCH = 32
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
        digests = json.loads((folder / "encoder.json").read_text())["sha256"]
        for name, expected in digests.items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise ValueError(
                    f"{folder / name} is not the file that was trained: restore it from the repository"
                )
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

        Passages of like length run together; each is computed without padding from its neighbours
        showing in its scores.
        """
        encodings = self.tokenizer.encode_batch(
            [(preamble(section, context), reading(text)) for section, context, text in passages]
        )
        order = sorted(range(len(passages)), key=lambda i: (len(encodings[i].ids), i))
        out: dict[int, Scored] = {}
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            tokens = self._run([encodings[i] for i in places])
            for i, contributions in zip(places, tokens, strict=True):
                out[i] = _by_word(encodings[i], contributions)
        return [out[i] for i in range(len(passages))]

    def _run(self, encodings: Sequence[Encoding]) -> Iterator[np.ndarray]:
        length = max(len(each.ids) for each in encodings)
        inputs = {
            name: np.array([_padded(getattr(each, field), length) for each in encodings], dtype=np.int64)
            for name, field in (
                ("input_ids", "ids"),
                ("attention_mask", "attention_mask"),
                ("token_type_ids", "type_ids"),
            )
        }
        (scores,) = self.session.run(["token_scores"], inputs)
        return (scores[i, : len(each.ids)] / len(each.ids) for i, each in enumerate(encodings))


@cache
def shipped() -> Encoder:
    """The encoder in models/, loaded once in a process."""
    return Encoder()


def _padded(values: Sequence[int], length: int) -> list[int]:
    return [*values, *[0] * (length - len(values))]


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


def texts(passages: Iterable[object]) -> list[tuple[str, str, str]]:
    """What the encoder needs of passages or gold passages."""
    return [(each.section, each.context, each.text) for each in passages]  # type: ignore[attr-defined]
