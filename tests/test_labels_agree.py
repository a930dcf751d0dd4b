"""Agreement against figures worked out by hand, and the settling of what coders differ on."""

import csv
import json

import numpy as np
import pytest

from pipeline import codebook
from pipeline.classify import gold
from pipeline.labels import agree, reconcile, sample
from pipeline.labels.coding import Judgement
from pipeline.labels.store import NAME, Store
from tests.conftest import invoke
from tests.test_labels_store import coding

FRAME = codebook.read()


def judged(ref, who, *labels, strength="context", turn="first", note=""):
    return Judgement(ref, "f", who, turn, frozenset(labels), strength, note, "2026-05-04T09:30:00Z", "1.0")


def found(*judgements, coders=("anna", "ben")):
    return {each.what: each for each in agree.agreements(judgements, coders, FRAME)}


def test_alpha_of_a_label_is_the_one_worked_out_by_hand():
    """Ten passages, two coders, one label: Krippendorff's own example of nominal data with two values has
    a coincidence matrix from which alpha can be counted."""
    given = "0000100110", "0100001001"
    rows = [
        judged(f"p/p1/s{number}", who, *(["workforce"] if value == "1" else []))
        for who, values in zip(("anna", "ben"), given, strict=True)
        for number, value in enumerate(values)
    ]
    one = found(*rows)["workforce"]
    ones, zeros, differing = 6, 14, 6
    assert (one.passages, one.given, one.share) == (10, 6, 0.4)
    assert one.alpha == pytest.approx(1 - 19 * differing * 2 / (2 * ones * zeros))
    assert one.low < one.alpha < one.high


def test_strength_is_a_ladder_and_a_near_miss_counts_less_than_a_far_one():
    rungs = ["none", "context", "aspiration", "proposal", "commitment"] * 3
    near = [*rungs[:-1], "proposal"]
    far = [*rungs[:-1], "none"]

    def alpha(others):
        rows = [judged(f"p/p1/s{n}", "anna", strength=rung) for n, rung in enumerate(rungs)]
        rows += [judged(f"p/p1/s{n}", "ben", strength=rung) for n, rung in enumerate(others)]
        return found(*rows)["strength"].alpha

    assert alpha(rungs) == 1.0
    assert 1 > alpha(near) > alpha(far) > 0.7


def test_masi():
    one, two, other = frozenset("a"), frozenset("ab"), frozenset("bc")
    assert agree.masi(one, one) == agree.masi(frozenset(), frozenset()) == 0
    assert agree.masi(one, two) == agree.masi(two, one) == pytest.approx(1 - 2 / 3 * 1 / 2)
    assert agree.masi(two, other) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert agree.masi(one, other) == agree.masi(frozenset(), one) == 1


def test_sets_that_share_a_part_agree_in_part():
    same = [judged(f"p/p1/s{n}", who, label) for who in ("anna", "ben")
            for n, label in enumerate(("workforce", "enablers", "finance") * 4)]  # fmt: skip
    more = [
        each._replace(labels=each.labels | {"delivery"}) if each.annotator == "ben" else each for each in same
    ]
    none = [
        each._replace(labels=frozenset({"delivery"})) if each.annotator == "ben" else each for each in same
    ]
    alphas = [found(*rows)["all labels"].alpha for rows in (same, more, none)]
    assert alphas[0] == 1 and alphas[0] > alphas[1] > alphas[2]
    assert [found(*rows)["all labels"].share for rows in (same, more, none)] == [1, 0, 0]


def test_where_all_say_the_same_there_is_no_alpha_and_that_is_said():
    rows = [judged("p/p1/s1", who, "workforce") for who in ("anna", "ben")]
    assert np.isnan(found(*rows)["workforce"].alpha)
    said = agree.text(rows, ["anna", "ben"], FRAME)
    assert "anna and ben: 1 passages" in said and "all alike" in said
    assert "enablers" not in said
    assert agree.text(rows[:1], ["anna", "ben"], FRAME) == "no passage was judged by two of them"


def test_only_what_two_judged_counts_and_a_missing_strength_is_no_strength():
    rows = [judged("p/p1/s1", "anna", "workforce", strength=""), judged("p/p1/s1", "ben", "finance"),
            judged("p/p1/s2", "anna"), judged("p/p1/s3", "cem")]  # fmt: skip
    every = found(*rows)
    assert (every["themes"].passages, every["strength"].passages) == (1, 0)
    (one,) = agree.disagreements(rows, ["anna", "ben"])
    assert (one.ref, one.differs) == ("p/p1/s1", ("finance", "strength", "workforce"))


def passage(number):
    return sample.Passage(f"p/p1/s{number}", "f", "S01", 1, "A", "bullet", "", f"Words {number}.")


PASSAGES = {(each.ref, each.fingerprint): each for each in map(passage, range(1, 9))}


def test_gold_says_who_decided_and_what_is_open():
    rows = [
        judged("p/p1/s1", "anna", "workforce"), judged("p/p1/s1", "ben", "workforce"),
        judged("p/p1/s2", "anna", "workforce"), judged("p/p1/s2", "ben", strength="none"),
        judged("p/p1/s2", "cem", strength="none", turn="first-settled"),
        judged("p/p1/s3", "anna", "workforce"), judged("p/p1/s3", "ben", "finance"),
        judged("p/p1/s4", "anna", strength="none"),
        judged("p/p1/s5", "anna", "workforce", strength="none"),
        judged("p/p1/s6", "anna", "workforce", strength=""),
        judged("p/p1/s7", "ben", "astrology"),
        judged("p/p1/s9", "ben", "workforce"),
        judged("p/p1/s8", "ben", "workforce", turn="other"),
    ]  # fmt: skip
    lines, left = reconcile.gold(rows, "first", PASSAGES, FRAME)
    keys = ("ref", "reading", "themes", "annotators", "decided_by")
    assert [tuple(each[key] for key in keys) for each in lines] == [
        ("p/p1/s1", "agreed", ["workforce"], ["anna", "ben"], ["anna", "ben"]),
        ("p/p1/s2", "settled", [], ["anna", "ben"], ["cem"]),
        ("p/p1/s4", "single", [], ["anna"], ["anna"]),
    ]  # fmt: skip
    assert [tuple(each) for each in left] == [
        ("p/p1/s3", "anna, ben differ"),
        ("p/p1/s5", "anna: it has labels, and the strength none"),
        ("p/p1/s6", "anna: it has no strength"),
        ("p/p1/s7", "the codebook 1.0 has no label astrology"),
        ("p/p1/s9", "its passage has other words now, and no sample holds the old ones"),
    ]


def test_two_who_settle_differently_have_not_settled():
    rows = [
        judged("p/p1/s1", who, label, turn="first-settled")
        for who, label in (("anna", "workforce"), ("ben", "finance"))
    ]
    lines, left = reconcile.gold(rows, "first", PASSAGES, FRAME)
    assert (lines, left[0].reason) == ([], "anna, ben differ in settling it")


def test_from_two_coders_to_gold_by_commands(tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "coding").mkdir(parents=True)
    design = sample.Design("first", 1, {}, (), 0, 0, FRAME.version)
    drawn = [sample.Drawn(each, "random", "") for each in PASSAGES.values()]
    sample.write(sample.Sample(design, drawn), corpus / "coding" / "first.jsonl")
    said = {"anna": ("workforce", "commitment"), "ben": ("finance", "proposal")}
    with Store(corpus / NAME) as store:
        for who, (label, strength) in said.items():
            store.add(
                [coding(what, value, ref=f"p/p1/s{n}", annotator=who)
                 for n in (1, 2) for what, value in ((label if n == 1 else "enablers>estates", "yes"),
                                                     ("strength", strength if n == 1 else "proposal"))],
                FRAME,
            )  # fmt: skip
    where = ("--round", "first", "--corpus", corpus, "--outputs", tmp_path / "none")
    file = tmp_path / "settle.csv"
    result = invoke("labels", "agree", *where, "--disagreements", file)
    assert result.exit_code == 0, result.output
    assert "anna and ben: 2 passages" in result.output and "model and anna: 2 passages" in result.output
    assert "people differ on 1 passages" in result.output
    assert invoke("labels", "agree", *where, "--coder", "cem").exit_code == 2
    with file.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["said:anna"], row["said:ben"]) == ("workforce · commitment", "finance · proposal")
    assert row["round"] == "first-settled"
    untouched = invoke("labels", "import", file, "--coder", "anna", *where[2:])
    assert "0 judgements, 0 codings added" in untouched.output
    open_still = invoke("labels", "reconcile", *where)
    assert "open: p/p1/s1: anna, ben differ" in open_still.output
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        rows, heads = list(reader), reader.fieldnames
    rows[0] |= {"workforce": "x", "finance": "x", "strength": "proposal", "annotator": "anna and ben"}
    with file.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, heads)
        writer.writeheader()
        writer.writerows(rows)
    assert "1 judgements, 3 codings added" in invoke("labels", "import", file, *where[2:]).output
    assert "(1 agreed, 1 settled, 0 single); 0 are open" in invoke("labels", "reconcile", *where).output
    path = corpus / "coding" / "gold" / "first.jsonl"
    one, two = gold.read([path])
    assert (one.themes, one.lenses, one.strength, one.doc) == (("workforce",), ("finance",), "proposal", "p")
    assert (two.themes, two.subthemes) == (("enablers",), ("enablers>estates",))
    assert json.loads(path.read_text().splitlines()[0])["decided_by"] == ["anna and ben"]
    assert invoke("labels", "reconcile", "--round", "nothing", *where[2:]).exit_code == 1
