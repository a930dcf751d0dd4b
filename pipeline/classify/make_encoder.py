"""Make the encoder that is shipped (needs the ``train`` extra; ``make encoder`` runs this).

Reads models/gold/; writes models/encoder/: the graph with int8 weights, the tokenizer, their digests, and
held_out.npz, the scores that each gold passage got from a scorer that had not seen its document. The
classifier's regressions stand on those.
"""

import hashlib
import json
import multiprocessing
import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from pipeline.classify import finetune, gold, train
from pipeline.classify.encoder import FOLDER
from pipeline.codebook import Codebook, read

FOLDS = 3
"""Scorers trained for honest scores, each on two thirds of the documents."""

WORKERS = 2
"""Scorers trained side by side, each on one thread: faster than one on two threads, and repeatable."""


def make(folder: Path = FOLDER) -> None:
    """Train the fold scorers and the shipped one on the gold, and write everything."""
    torch.set_num_threads(1)
    frame, passages = read(), gold.shipped()
    lesson = Lesson(
        frame,
        finetune.prepared(finetune.fresh(frame), passages),
        *gold.targets(passages, frame),
        gold.folds(passages, FOLDS),
    )
    # Forked workers see the lesson's gigabytes without copying them.
    with multiprocessing.get_context("fork").Pool(WORKERS, _take, (lesson,)) as pool:
        *parts, final = pool.map(_learned, range(FOLDS + 1), chunksize=1)
    honest = np.zeros((len(passages), parts[0][1].shape[1]), dtype=np.float32)
    for test, scores in parts:
        honest[test] = scores
    folder.mkdir(parents=True, exist_ok=True)
    digests = np.array([train.digest(passage) for passage in passages])
    np.savez_compressed(folder / "held_out.npz", digests=digests, scores=honest.round(4))
    model = finetune.fresh(frame)
    model.load_state_dict({name: torch.from_numpy(values) for name, values in final.items()})
    export(model, folder)


class Lesson(NamedTuple):
    """What every worker learns from: the frame, the passages made ready, what they carry, their folds."""

    frame: Codebook
    ready: finetune.Prepared
    truth: np.ndarray
    strengths: np.ndarray
    fold: np.ndarray


_lesson: Lesson


def _take(lesson: Lesson) -> None:
    global _lesson
    _lesson = lesson


def _learned(number: int) -> Any:
    """The held-out passages of a fold and their scores; for the number after the last fold the weights of
    the scorer that has seen everything."""
    model, held_out = finetune.fresh(_lesson.frame), np.flatnonzero(_lesson.fold == number)
    rows = np.flatnonzero(_lesson.fold != number)
    finetune.fit(model, _lesson.ready, _lesson.truth, _lesson.strengths, rows, seed=number)
    print(f"scorer {number + 1} of {FOLDS + 1} trained on {len(rows):,} passages", flush=True)
    if number == FOLDS:
        return {name: values.numpy() for name, values in model.state_dict().items()}
    return held_out, finetune.scores(model, [_lesson.ready.full[i] for i in held_out])


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
