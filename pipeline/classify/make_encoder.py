"""Make the encoder that is shipped (needs the ``train`` extra; ``make encoder`` runs this).

Reads models/gold/; writes models/encoder/: the graph with int8 weights, the tokenizer, their digests, and
held_out.npz, the scores that each gold passage got from a scorer that had not seen its document. The
classifier's regressions stand on those, so the shipped scorer is made to score as high as they do on passages
that none has seen: those of the sample corpus, which carry no labels.
"""

import hashlib
import json
import multiprocessing
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from pipeline.classify import finetune, gold, train
from pipeline.classify.encoder import FOLDER
from pipeline.classify.gold import Gold
from pipeline.codebook import STRENGTHS, Codebook, read

FOLDS = 3
"""Scorers trained for honest scores, each on two thirds of the documents."""

WORKERS = 2
"""Scorers trained side by side, each on one thread: faster than one on two threads, and repeatable."""

FINAL = 0.7
"""How much the scorer that has seen everything counts in the one that is shipped; the folds' share the rest.
The average of the weights of scorers that began alike is surer of new documents than any one of them, and no
slower (Wortsman and others, 2022, "Model soups"). 0.5 to 0.7 measured alike (docs/decisions/0048)."""

JOINED = 0.5
"""How many pairs of passages of one document are read as one as well, as a share of the passages. A paragraph
of a real document speaks of more at once than a gold passage does (docs/decisions/0050)."""

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "sample" / "truth"
"""What stands on the pages of the sample corpus: passages of plans that are not gold."""


def make(folder: Path = FOLDER) -> None:
    """Train the scorers of the folds and one on all of the gold, and write their average and the rest."""
    torch.set_num_threads(1)
    frame, passages = read(), gold.shipped()
    base = finetune.fresh(frame)
    pairs = gold.pairs(passages, round(JOINED * len(passages)))
    both = [gold.joined(passages[first], passages[second]) for first, second in pairs]
    labels, strengths = gold.targets([*passages, *both], frame)
    strengths[len(passages) :] = finetune.UNKNOWN
    fold = gold.folds(passages, FOLDS)
    lesson = Lesson(
        frame,
        finetune.prepared(base, [*passages, *both]),
        labels,
        strengths,
        np.append(fold, [fold[first] for first, _ in pairs]),
        len(passages),
        finetune.prepared(base, unlabelled()).full,
    )
    # Forked workers see the lesson's gigabytes without copying them.
    with multiprocessing.get_context("fork").Pool(WORKERS, _take, (lesson,)) as pool:
        learned = pool.map(_learned, range(FOLDS + 1), chunksize=1)
    honest = np.zeros((len(passages), len(frame.entries) + len(STRENGTHS)), dtype=np.float32)
    for each in learned[:FOLDS]:
        honest[each.held_out] = each.scores
    folder.mkdir(parents=True, exist_ok=True)
    digests = np.array([train.digest(passage) for passage in passages])
    np.savez_compressed(folder / "held_out.npz", digests=digests, scores=honest.round(4))
    model = finetune.fresh(frame)
    model.load_state_dict(averaged([each.weights for each in learned]))
    match(model, lesson.unseen, np.stack([each.unseen for each in learned[:FOLDS]]))
    export(model, folder)


class Lesson(NamedTuple):
    """What every worker learns from: the frame, the passages made ready, what they carry, their folds, and
    how many they are before the pairs begin; and passages made ready from which none learns."""

    frame: Codebook
    ready: finetune.Prepared
    truth: np.ndarray
    strengths: np.ndarray
    fold: np.ndarray
    single: int
    unseen: list[Any]


_lesson: Lesson


def _take(lesson: Lesson) -> None:
    global _lesson
    _lesson = lesson


class Learned(NamedTuple):
    """A scorer's weights, the gold passages that it did not see, and what it says of them and of those that
    none has seen."""

    weights: dict[str, np.ndarray]
    held_out: np.ndarray
    scores: np.ndarray
    unseen: np.ndarray


def _learned(number: int) -> Learned:
    """The scorer of a fold; for the number after the last fold the one that has seen everything."""
    model = finetune.fresh(_lesson.frame)
    held_out = np.flatnonzero(_lesson.fold[: _lesson.single] == number)
    rows = np.flatnonzero(_lesson.fold != number)
    finetune.fit(model, _lesson.ready, _lesson.truth, _lesson.strengths, rows, seed=number)
    print(f"scorer {number + 1} of {FOLDS + 1} trained on {len(rows):,} passages", flush=True)
    weights = {name: values.numpy() for name, values in model.state_dict().items()}
    scores = finetune.scores(model, [_lesson.ready.full[i] for i in held_out])
    return Learned(weights, held_out, scores, finetune.scores(model, _lesson.unseen))


def averaged(scorers: Sequence[dict[str, np.ndarray]]) -> dict[str, torch.Tensor]:
    """The weights of several scorers made one; the last is the one that has seen everything."""
    *folds, last = scorers
    return {
        name: torch.from_numpy(FINAL * values + (1 - FINAL) * np.mean([each[name] for each in folds], axis=0))
        for name, values in last.items()
    }


def match(model: finetune.Scorer, unseen: Sequence[Any], wanted: np.ndarray) -> None:
    """Stretch and shift what ``model`` says of each label, so that on ``unseen`` passages its scores have the
    mean and the spread of ``wanted``, shape (scorers, passages, labels + 5)."""
    found = finetune.scores(model, unseen)
    slope = wanted.std(axis=1).mean(axis=0) / found.std(axis=0)
    shift = wanted.mean(axis=(0, 1)) - slope * found.mean(axis=0)
    with torch.no_grad():
        model.head.weight.mul_(torch.from_numpy(slope)[:, None])
        model.head.bias.mul_(torch.from_numpy(slope)).add_(torch.from_numpy(shift))


def unlabelled() -> list[Gold]:
    """The paragraphs, bullets and tables of the sample corpus, as gold that says nothing."""
    return [
        Gold(block["text"], (), (), (), "none", plan.stem)
        for plan in sorted(SAMPLE.glob("*.json"))
        for page in json.loads(plan.read_text())["pages"]
        for block in page["blocks"]
        if block["kind"] != "heading"
    ]


def export(model: finetune.Scorer, folder: Path) -> None:
    """Write a scorer as a graph with int8 weights, its tokenizer, and the digests of both."""
    shutil.copy(finetune.base() / "tokenizer.json", folder / "tokenizer.json")
    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = tuple(torch.ones(2, 8, dtype=torch.int64) for _ in names)
    with tempfile.TemporaryDirectory() as scratch:
        whole, ready = Path(scratch) / "whole.onnx", Path(scratch) / "ready.onnx"
        torch.onnx.export(
            model.eval(),
            example,
            whole,
            input_names=names,
            output_names=["token_scores"],
            dynamic_axes={name: {0: "passages", 1: "tokens"} for name in (*names, "token_scores")},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(whole, ready, skip_symbolic_shape=True)
        quantize_dynamic(ready, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    digests = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("encoder.onnx", "tokenizer.json")
    }
    note = {
        "base": "all-MiniLM-L6-v2",
        "base_sha256": finetune.BASE_SHA256,
        "labels": read().ids(),
        "sha256": digests,
    }
    (folder / "encoder.json").write_text(json.dumps(note, indent=1) + "\n")


if __name__ == "__main__":
    make()
