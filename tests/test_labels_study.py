"""The worked study of docs/coding.md, from the coders' files to what their labels bring."""

import re
import shutil

import pytest

from pipeline.classify import gold
from pipeline.labels import sample
from pipeline.labels.store import NAME, read
from tests.conftest import ROOT, SAMPLE, invoke

CODING = SAMPLE / "coding"
PAGE = (ROOT / "docs" / "coding.md").read_text()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study") / "corpus"
    (folder / "coding").mkdir(parents=True)
    shutil.copy(CODING / "study.jsonl", folder / "coding")
    return folder


def labels(command, *args, corpus, outputs=None):
    result = invoke("labels", command, *args, "--corpus", corpus, "--outputs", outputs or corpus / "none")
    assert result.exit_code == 0, result.output
    return result.output


def groups(text):
    """The lines on agreement under the coders whom they are about."""
    found = []
    for line in text.splitlines():
        if re.fullmatch(r".+ and .+: \d+ passages", line):
            found.append((line, []))
        elif line.startswith("  ") and found:
            found[-1][1].append(line)
    return found


def test_the_study_runs_as_it_is_told(corpus, outputs):
    drawn = sample.read(CODING / "study.jsonl")
    assert len(drawn.drawn) == 60
    assert drawn.design.wishes == {"stratified": 40, "uncertain": 20}
    assert sum(len(each.coders) == 2 for each in drawn.drawn) == 30

    files = [CODING / "study-anna.csv", CODING / "study-ben.json"]
    said = labels("import", *files, corpus=corpus)
    assert [line.split(": ")[1] for line in said.splitlines()] == [
        "45 judgements, 161 codings added, 0 taken back",
        "45 judgements, 169 codings added, 0 taken back",
    ]
    table = corpus / "settle.csv"
    asked = ("agree", "--round", "study", "--disagreements", table)
    agreement = labels(*asked, corpus=corpus, outputs=outputs)
    shown = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL).group(1)
    given = groups(agreement)
    assert [name for name, _ in groups(shown)] == [name for name, _ in given]
    for (name, lines), (_, all_lines) in zip(groups(shown), given, strict=True):
        assert set(lines) <= set(all_lines), f"docs/coding.md is not what the model of now says: {name}"
    for line in shown.splitlines()[-2:]:
        assert line in agreement.splitlines()
    assert (
        table.read_text("utf-8-sig").splitlines()[0]
        == ((CODING / "study-settled.csv").read_text("utf-8-sig").splitlines()[0])
    )

    labels("import", CODING / "study-settled.csv", corpus=corpus)
    assert {row.annotator for row in read(corpus / NAME)} == {"anna", "ben", "anna and ben"}
    result = labels("reconcile", "--round", "study", corpus=corpus)
    assert "wrote 59 gold passages" in result and "(12 agreed, 17 settled, 30 single); 1 are open" in result
    passages = gold.read([corpus / "coding" / "gold" / "study.jsonl"])
    assert len({passage.doc for passage in passages}) == 8

    little = ROOT / "models" / "gold" / "people-f.jsonl"
    bought = invoke(
        "evaluate", "--before", little, "--after", corpus / "coding" / "gold" / "study.jsonl", "--weight",
        ":study=10",
    )  # fmt: skip
    assert bought.exit_code == 0, bought.output
    assert "59 more after; judged on 59 passages of 8 documents" in bought.output
    rows = {line.split("  ")[0]: line.split() for line in bought.output.splitlines()[3:]}
    assert rows["themes, micro"][2] == "54"


def test_the_coders_saw_nothing_of_the_model_nor_of_each_other():
    for name in ("study-anna.csv", "study-ben.json"):
        content = (CODING / name).read_text("utf-8-sig")
        assert "suggested" not in content and not re.search(r'"predictions":\[\{', content)
        assert ("ben" if "anna" in name else "anna") not in re.findall(r"\banna\b|\bben\b", content)
