"""Files for other tools, held against others' software. It is no dependency, so each test is skipped, with
the reason, where its package is not installed: pip install pyrefiqda==0.3.1 label-studio-sdk==2.1.2."""

import json
import zipfile

import pytest

from pipeline import codebook
from pipeline.labels import exchange, labelstudio, qda_codes
from pipeline.labels.bundle import Bundle
from pipeline.labels.coding import in_force, order
from tests.test_labels_exchange import PASSAGES, asked, of

FRAME = codebook.read()
CODINGS = in_force([
    of(0), of(0, "finance", start=2, end=9), of(0, "note", 'two\nlines <&> "é🏥"'),
    of(0, "strength", "commitment"), of(1, start=28, end=40, annotator="Zoë B."),
    of(1, "primary_care>mental_health", annotator="ben@trust.example"), of(2, "strength", "none"),
    of(2, "delivery", codebook_version="0.9"), of(3, annotator="ben@trust.example"),
])  # fmt: skip


@pytest.mark.parametrize("blind", [False, True])
def test_pyrefiqda_reads_a_project_and_what_it_writes_reads_back_the_same(tmp_path, blind):
    refi = pytest.importorskip("pyrefiqda", reason="pyrefiqda is not installed")
    ours, theirs, folder = tmp_path / "ours.qdpx", tmp_path / "theirs.qdpx", tmp_path / "unpacked"
    ours.write_bytes(exchange.written(Bundle("first", PASSAGES, CODINGS, FRAME, blind=blind), ".qdpx"))
    project = refi.RefiProject.load(ours, extract_dir=folder)
    users = {"anna", "Zoë B.", "ben@trust.example"} | (set() if blind else {"model"})
    assert {user.name for user in project.users.user} == users
    assert len(project.sources.text_source) == len({each.plan for each in PASSAGES})
    refi.RefiProject.save(project, theirs)
    with zipfile.ZipFile(theirs, "a") as packed:
        for path in sorted((folder / "sources").iterdir()):
            if f"sources/{path.name}" not in packed.namelist():
                packed.write(path, f"sources/{path.name}")
    assert sorted(exchange.read(theirs.read_bytes(), ".qdpx", asked()), key=order) == CODINGS


def test_pyrefiqda_reads_the_codebook_and_what_it_writes_is_the_same_frame(tmp_path):
    refi = pytest.importorskip("pyrefiqda", reason="pyrefiqda is not installed")
    ours, theirs = tmp_path / "ours.qdc", tmp_path / "theirs.qdc"
    ours.write_bytes(qda_codes.write(FRAME))
    refi.RefiCodebook.save(refi.RefiCodebook.load(ours), theirs)
    assert qda_codes.read(theirs.read_bytes(), FRAME) == []


@pytest.mark.parametrize("blind", [False, True])
def test_label_studio_takes_the_interface_and_every_task(blind):
    interfaces = pytest.importorskip(
        "label_studio_sdk.label_interface", reason="label-studio-sdk is not installed"
    )
    interface = interfaces.LabelInterface(labelstudio.interface(FRAME).decode())
    interface.validate()
    tasks = json.loads(exchange.written(Bundle("first", PASSAGES, CODINGS, FRAME, blind=blind), ".json"))
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        assert all(interface.validate_annotation(each) for each in task["annotations"])
        assert all(
            interface.validate_prediction(each, return_errors=True) == [] for each in task["predictions"]
        )
    coders = {(row.ref, row.annotator) for row in CODINGS}
    assert sum(len(task["annotations"]) for task in tasks) == len(coders)
    assert [len(task["predictions"]) for task in tasks] == [not blind] * len(PASSAGES)
    tasks[0]["annotations"][0]["result"][0]["value"]["choices"] = ["no label of ours"]
    assert not interface.validate_annotation(tasks[0]["annotations"][0])
