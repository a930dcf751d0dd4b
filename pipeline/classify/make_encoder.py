"""Make the encoder that is shipped (needs the ``train`` extra; ``make encoder`` runs this).

Reads models/gold/; writes models/encoder/: the graph with int8 weights, the tokenizer, their digests, and
held_out.npz, the scores that each gold passage got from a scorer that had not seen its document. The
classifier's regressions stand on those.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from pipeline.classify import finetune, gold, train
from pipeline.classify.encoder import FOLDER
from pipeline.codebook import read

FOLDS = 4
"""Scorers trained for honest scores, each on three quarters of the documents."""


def make(folder: Path = FOLDER) -> None:
    """Train the fold scorers and the shipped one on the gold, and write everything."""
    frame, passages = read(), gold.shipped()
    truth, strengths = gold.targets(passages, frame)
    base = finetune.fresh(frame)
    ready = finetune.prepared(base, passages)
    fold = gold.folds(passages, FOLDS)
    honest = np.zeros((len(passages), base.head.out_features), dtype=np.float32)
    for number in range(FOLDS):
        model, test = finetune.fresh(frame), np.flatnonzero(fold == number)
        finetune.fit(model, ready, truth, strengths, np.flatnonzero(fold != number), seed=number)
        honest[test] = finetune.scores(model, [ready.full[i] for i in test])
        print(f"fold {number + 1} of {FOLDS} scored")
    final = finetune.fresh(frame)
    finetune.fit(final, ready, truth, strengths, np.arange(len(passages)), seed=FOLDS)
    folder.mkdir(parents=True, exist_ok=True)
    digests = np.array([train.digest(passage) for passage in passages])
    np.savez_compressed(folder / "held_out.npz", digests=digests, scores=honest.round(4))
    export(final, folder)


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
    note = {"base": "all-MiniLM-L6-v2", "base_sha256": finetune.BASE_SHA256, "sha256": digests}
    (folder / "encoder.json").write_text(json.dumps(note, indent=1) + "\n")


if __name__ == "__main__":
    make()
