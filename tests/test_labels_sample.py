"""Samples: drawn by their design and nothing else, each passage with its reason."""

from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import codebook
from pipeline.classify.terms import met
from pipeline.labels import material, sample
from pipeline.labels.sample import Design, Passage
from pipeline.labels.store import NAME, Store
from tests.conftest import SAMPLE, invoke
from tests.test_labels_store import coding

FRAME = codebook.read()
ENTRIES = {entry.id: entry for entry in FRAME.entries}


def terms(label, text):
    return met(ENTRIES[label], text)


def passage(number, probability=0.0, text="", **rest):
    theme = {"workforce": probability} if probability else {}
    given = {
        "ref": f"p{number % 4}/p1/s{number}", "fingerprint": f"f{number}", "footprint": f"S{number % 4}",
        "page": 1, "section": "", "kind": "bullet" if number % 2 else "paragraph", "context": "",
        "text": text or f"Words {number}.", "probabilities": theme,
        "suggested": ("workforce",) if probability > 0.5 else (),
    }  # fmt: skip
    return Passage(**given | rest)


def design(coders=(), double=0.0, seed=1, **wishes):
    return Design("first", seed, wishes, coders, double, 0, FRAME.version)


POOL = [passage(number, probability=(number % 10) / 10 or 0.001) for number in range(200)]


def drawn(pool=POOL, **wishes):
    return sample.draw(pool, design(**wishes), FRAME, terms).drawn


def test_stratified_takes_the_same_number_from_each_region_and_spreads_it():
    pool = POOL + [passage(1000 + number, 0.95) for number in range(20)]
    found = drawn(pool, stratified=30)
    assert Counter(each.reason.split(";")[0] for each in found) == {
        "theme unlikely": 10, "theme doubtful": 10, "theme likely": 10,
    }  # fmt: skip
    doubtful = [each for each in found if each.reason.startswith("theme doubtful")]
    assert Counter(each.passage.footprint for each in doubtful) == {"S0": 2, "S1": 3, "S2": 2, "S3": 3}
    sizes = Counter(sample.region(each, FRAME) for each in pool)
    assert sizes == {"unlikely": 20, "doubtful": 160, "likely": 40}
    assert {each.chance for each in doubtful} == {round(10 / 160, 4)}


def test_a_small_region_gives_all_it_has_and_the_others_the_rest():
    assert sample._shares({"a": 2, "b": 50, "c": 9}, 30) == {"a": 2, "b": 19, "c": 9}
    assert sum(sample._shares({"a": 2, "b": 3}, 30).values()) == 5


def test_the_most_uncertain_come_first_and_no_plan_crowds_out_the_others():
    sure = [passage(number, 0.99) for number in range(40)]
    unsure = [passage(100 + 4 * number, 0.5, ref=f"p0/p9/s{number}") for number in range(20)]
    found = drawn(sure + unsure, uncertain=8)
    assert Counter(each.passage.plan for each in found)["p0"] == 4
    assert found[0].way == "uncertain" and found[0].chance is None
    assert {each.reason for each in found} == {"workforce at 0.50", "workforce at 0.99"}
    assert sample.uncertainty({"a": 0.5, "b": 1.0, "c": 0.0}) == 1.0


def test_disagreement_is_between_the_model_and_the_terms():
    pool = [
        passage(1, 0.97, "We shall see to it."),
        passage(2, 0.02, "Agency staff are many."),
        passage(3, 0.97, "Agency staff are many again."),
        passage(4, 0.02, "Nothing here."),
    ]
    found = {each.passage.ref: each.reason for each in drawn(pool, disagreement=2)}
    assert found == {
        "p1/p1/s1": "workforce at 0.97, and no term of the codebook stands there",
        "p2/p1/s2": "workforce at 0.02, and “Agency staff” stands there",
    }


def test_negatives_have_no_label_and_the_same_words_count_once():
    pool = [*POOL, msgspec.structs.replace(POOL[0], ref="a/p1/s1")]
    found = drawn(pool, negatives=120)
    assert not any(each.passage.suggested for each in found)
    assert [each.passage.ref for each in found].count("p0/p1/s0") == 0
    assert len({each.passage.fingerprint for each in found}) == 120


def test_a_share_is_given_to_two_and_all_have_as_much():
    found = drawn(random=60, coders=("anna", "ben", "cem"), double=0.25)
    assert Counter(len(each.coders) for each in found) == {1: 45, 2: 15}
    assert set(Counter(name for each in found for name in each.coders).values()) == {25}


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"guess": 3}, "no way 'guess'"),
        ({"random": 201}, "201 passages were wished for as random, and 200 are left"),
        ({"random": 2, "double": 0.5, "coders": ("anna",)}, "needs two coders"),
        ({"random": 2, "double": 0.5, "coders": ("anna", "anna")}, "named twice"),
        ({"random": 2, "coders": ("anna", "model")}, "the annotator 'model' is not a name"),
        ({"random": 2, "coders": ("a/b",)}, "the annotator 'a/b' is not a name"),
    ],
)
def test_what_cannot_be_drawn_is_said(wishes, says):
    with pytest.raises(ValueError, match=says):
        drawn(**wishes)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 40), st.integers(0, 40), st.integers(0, 20), st.integers(0, 20), st.integers(0, 3),
    st.sampled_from([0.0, 0.3, 1.0]), st.randoms(),
)  # fmt: skip
def test_nothing_is_drawn_twice_and_the_order_of_candidates_does_not_matter(a, b, c, d, seed, double, mixer):
    wishes = {"stratified": a, "random": b, "negatives": c, "uncertain": d}
    plan = design(coders=("anna", "ben"), double=double, seed=seed, **wishes)
    first = sample.draw(POOL, plan, FRAME, terms)
    mixed = list(POOL)
    mixer.shuffle(mixed)
    assert sample.draw(mixed, plan, FRAME, terms) == first
    assert len({each.passage.ref for each in first.drawn}) == len(first.drawn) == a + b + c + d
    assert Counter(each.way for each in first.drawn) == {way: n for way, n in wishes.items() if n}


def test_a_sample_is_read_as_it_was_written(tmp_path):
    one = sample.draw(POOL, design(stratified=5, uncertain=5, coders=("anna",)), FRAME, terms)
    sample.write(one, tmp_path / "first.jsonl")
    assert sample.read(tmp_path / "first.jsonl") == one
    lines = (tmp_path / "first.jsonl").read_text().splitlines()
    for number, text in ((1, "{}"), (4, '{"passage": 3}')):
        (tmp_path / "bad.jsonl").write_text("\n".join([*lines[: number - 1], text]))
        with pytest.raises(ValueError, match=rf"bad\.jsonl, line {number}: not a sample"):
            sample.read(tmp_path / "bad.jsonl")


def test_the_command_leaves_out_what_is_judged_and_never_overwrites(outputs, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    asked = ("labels", "sample", "--corpus", corpus, "--outputs", outputs, "--round", "first")
    pool = list(material.passages(outputs / "stp.db", repeats=False))
    assert len(pool) < len(list(material.passages(outputs / "stp.db")))
    result = invoke(*asked, "--random", 3, "--coder", "anna")
    assert (result.exit_code, f"wrote 3 of {len(pool)} passages" in result.output) == (0, True)
    first = sample.read(corpus / "coding" / "first.jsonl")
    assert (first.design.seed, first.design.wishes, first.design.coders) == (1, {"random": 3}, ("anna",))
    assert len(first.design.models_digest) == 64
    again = invoke(*asked, "--random", 3)
    assert (again.exit_code, "is there already" in again.output) == (2, True)
    one = first.drawn[0].passage
    with Store(corpus / NAME) as store:
        store.add([coding("strength", "none", ref=one.ref, fingerprint=one.fingerprint)], FRAME)
    left = invoke(*asked[:-1], "second", "--random", 3)
    assert f"of {len(pool) - 1} passages" in left.output
    assert invoke(*asked[:-1], "third").exit_code == 2
    outside = invoke(*asked[:-1], "../../outside", "--random", 3)
    assert (outside.exit_code, "is not a name" in outside.output) == (2, True)
    assert not list(tmp_path.glob("*.jsonl"))
    assert invoke("labels", "sample", "--corpus", SAMPLE, "--outputs", tmp_path, "--round", "x", "--random",
                  1).exit_code == 2  # fmt: skip
