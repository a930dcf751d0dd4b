import json
import re
from collections import Counter, defaultdict

import msgspec
import numpy as np
import pytest

from pipeline import codebook
from pipeline.classify import gold
from tests.conftest import ROOT

EVAL = ROOT.parent / "shared" / "eval"
SHINGLE = 5
LEAST = 4
"""So many common runs of five words at least: stock phrases and names of bodies have fewer."""


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def alike(texts, others, share):
    """Pairs of texts of which the shorter has at least ``share`` of its five-word runs in the other."""
    where, sets = defaultdict(set), [shingles(text) for text in texts]
    for place, runs in enumerate(sets):
        for run in runs:
            where[run].add(place)
    pairs = []
    for number, other in enumerate(others):
        runs = shingles(other)
        common = Counter(place for run in runs for place in where[run])
        for place, count in common.items():
            smaller = min(len(runs), len(sets[place]))
            if count >= max(LEAST, share * smaller) and not (others is texts and place >= number):
                pairs.append((texts[place], other))
    return pairs


@pytest.fixture(scope="module")
def passages():
    return gold.shipped()


def test_there_are_enough_and_no_two_are_alike(passages):
    texts = [passage.text for passage in passages]
    assert len(passages) >= 3500
    assert len(set(texts)) == len(texts)
    assert alike(texts, texts, 0.3) == []


@pytest.mark.skipif(not EVAL.exists(), reason="the evaluation passages are not on this machine")
def test_nothing_overlaps_with_the_evaluation_passages(passages):
    held = [
        json.loads(line)["text"]
        for path in sorted(EVAL.glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    assert len(held) == 293
    assert alike([passage.text for passage in passages], held, 0.1) == []


def test_labels_keep_the_frame(passages):
    ids = set(codebook.read().ids())
    for passage in passages:
        assert passage.labels <= ids, passage.text
        assert {sub.split(">")[0] for sub in passage.subthemes} <= set(passage.themes), passage.text
        assert (passage.strength == "none") == (not passage.labels), passage.text
        assert passage.doc and passage.voice and passage.kind


def test_every_subtheme_and_a_third_without_theme(passages):
    counts = Counter(label for passage in passages for label in passage.labels)
    few = {sub.id: counts[sub.id] for sub in codebook.read().subthemes if counts[sub.id] < 80}
    assert few == {}
    bare = sum(not passage.themes for passage in passages) / len(passages)
    assert 0.30 <= bare <= 0.45


def test_folds_keep_documents_and_writers_whole_and_are_about_equal(passages):
    fold = gold.folds(passages, 3)
    homes = defaultdict(set)
    for passage, number in zip(passages, fold.tolist(), strict=True):
        homes[passage.doc].add(number)
        homes[passage.writer].add(number)
    assert len(homes) > 500
    assert all(len(numbers) == 1 for numbers in homes.values())
    sizes = np.bincount(fold)
    assert sizes.max() - sizes.min() <= 0.1 * len(passages)


def test_folds_of_gold_whose_writer_is_not_known_keep_documents_whole(passages):
    unknown = [msgspec.structs.replace(passage, writer="") for passage in passages]
    fold = gold.folds(unknown, 5)
    homes = defaultdict(set)
    for passage, number in zip(unknown, fold.tolist(), strict=True):
        homes[passage.doc].add(number)
    assert all(len(numbers) == 1 for numbers in homes.values())
    sizes = np.bincount(fold)
    assert sizes.max() - sizes.min() <= 25


def test_pairs_are_of_one_document_and_carry_the_labels_of_both(passages):
    pairs = gold.pairs(passages, 2000)
    assert pairs == gold.pairs(passages, 2000)
    assert 1500 < len(pairs) <= 2000
    for first, second in ((passages[a], passages[b]) for a, b in pairs):
        both = gold.joined(first, second)
        assert first.doc == second.doc == both.doc and first is not second
        assert both.labels == first.labels | second.labels
        assert both.text.startswith(first.text) and both.text.endswith(second.text)
        assert len(both.text) <= gold.LONGEST_PAIR


def test_targets_follow_the_frames_order(passages):
    frame = codebook.read()
    labels, strengths = gold.targets(passages[:50], frame)
    assert labels.shape == (50, len(frame.entries))
    for passage, row, strength in zip(passages, labels, strengths, strict=False):
        assert {frame.ids()[i] for i in np.flatnonzero(row)} == passage.labels
        assert codebook.STRENGTHS[strength] == passage.strength


def test_a_wrong_line_is_named(tmp_path):
    path = tmp_path / "more.jsonl"
    path.write_text('{"text": "x"}\n')
    with pytest.raises(ValueError, match=r"more\.jsonl, line 1"):
        gold.read([path])
