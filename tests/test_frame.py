"""The coding frame changed as docs/coding.md tells it: a sub-theme is added, and the classifier learns it."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from pipeline import codebook
from pipeline.classify import encoder
from pipeline.codebook import MODELS, STRENGTHS
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "example"
NEW = "organisational_arrangements>procurement"


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """A copy of the project with the sub-theme in its frame, and little gold, so that it learns quickly."""
    place = tmp_path_factory.mktemp("frame")
    shutil.copytree(ROOT / "pipeline", place / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    models = place / "models"
    (models / "gold").mkdir(parents=True)
    (models / "encoder").symlink_to(MODELS / "encoder")
    (models / "gazetteers").symlink_to(MODELS / "gazetteers")
    for name in ("plans-a", "change-e"):
        shutil.copy(MODELS / "gold" / f"{name}.jsonl", models / "gold")
    frame, lenses = (MODELS / "codebook.toml").read_text().split("[lenses.", 1)
    added = (EXAMPLE / "procurement.toml").read_text()
    (models / "codebook.toml").write_text(f"{frame}{added}\n[lenses.{lenses}")
    shutil.copy(EXAMPLE / "procurement.jsonl", models / "gold")
    return place


def stp(place, *arguments, **more):
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments], cwd=place, capture_output=True, text=True, **more
    )


def test_without_training_the_mend_is_named(changed):
    shutil.copy(MODELS / "themes.skops", changed / "models")
    asked = stp(changed, "tag", "-", "--corpus", "models", input='{"text": "x"}\n')
    assert asked.returncode and "run `make train`" in asked.stderr


def test_a_sub_theme_that_was_added_is_learned_from_its_gold(changed):
    trained = stp(changed, "train")
    assert "fitted 29 labels" in trained.stdout, trained.stderr
    texts = [
        "The three trusts will share one procurement department and one purchasing catalogue.",
        "The boiler house at Northfield will be replaced in 2018.",
    ]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    asked = stp(changed, "tag", "-", "--corpus", "models", input=lines).stdout.splitlines()
    bought, heated = (json.loads(line)["themes"].get(NEW, 0) for line in asked)
    assert bought > 0.05 > heated


def test_a_label_that_the_encoder_does_not_know_is_scored_as_its_theme_is():
    frame = codebook.read()
    known = [label for label in frame.ids() if label != "workforce>numbers_cost"]
    columns = encoder.columns(known, frame)
    scores = np.arange(len(known) + len(STRENGTHS), dtype=float)[None]
    aligned = dict(zip(frame.ids(), encoder.of_columns(scores, columns)[0], strict=False))
    assert aligned["workforce>numbers_cost"] == aligned["workforce"] == known.index("workforce")
    assert aligned["delivery"] == known.index("delivery")
    assert list(encoder.of_columns(scores, columns)[0, -5:]) == list(scores[0, -5:])
    without = encoder.columns([label for label in frame.ids() if label != "finance"], frame)
    assert without[frame.ids().index("finance")] == -1
