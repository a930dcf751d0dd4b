import ast
import contextlib
import os
import shutil
import signal
import threading
from concurrent.futures import Future

import msgspec
import pytest

from pipeline import classify, stages
from pipeline.corpus import Corpus
from pipeline.records import Issue, Plan, to_line
from pipeline.stages import Job, attempt, run, stamps, steps
from pipeline.stages.child import Died
from pipeline.stages.engines import Engine
from tests.conftest import ROOT, SAMPLE, invoke, keep

NAMES = [stage.name for stage in stages.MAPPED]


def through(corpus, outputs, *upto, **options):
    """Run the mapped stages up to ``segment``; returns what each did, by name."""
    job = Job(Corpus(corpus), outputs, **options)
    outputs.mkdir(exist_ok=True)
    done = {}
    for stage in stages.MAPPED[:3]:
        done[stage.name] = run.stage(stage, job)
    return done


def issues(path):
    return [record for record in stamps.records(path) if isinstance(record, Issue)]


def test_a_stage_imports_no_other_stage():
    """The report also says how far people agree, which is a matter of ``labels`` and of no stage."""
    rooms = {stage.name for stage in stages.MAPPED} | {"load", "report"}
    shared = {"records", "codebook", "spreadsheet"}
    for name in rooms:
        path = ROOT / "pipeline" / name
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]:
            for node in ast.walk(ast.parse(source.read_text())):
                modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                modules += [each.name for each in node.names] if isinstance(node, ast.Import) else []
                for module in modules:
                    if module.startswith("pipeline."):
                        room = module.split(".")[1]
                        assert room in {*shared, name} or (name, room) == ("report", "labels"), source


def test_what_is_current_is_skipped_and_one_changed_pdf_reruns_that_plan(small, tmp_path):
    first = through(small, tmp_path / "out")
    assert [(each.done, each.current) for each in first.values()] == [(2, 0)] * 3
    again = through(small, tmp_path / "out")
    assert [(each.done, each.current) for each in again.values()] == [(0, 2)] * 3
    shutil.copy(small / "pdf" / "stonebeck-2016-10.pdf", small / "pdf" / "pellan-sound-2016-11.pdf")
    changed = through(small, tmp_path / "out")
    assert [(each.done, each.current) for each in changed.values()] == [(1, 1)] * 3
    assert [issue.code for issue in issues(tmp_path / "out/plans/pellan-sound-2016-11.jsonl")] == ["changed"]


def test_a_removed_plan_disappears(small, tmp_path):
    through(small, tmp_path / "out")
    keep(small, "stonebeck-2016-10")
    through(small, tmp_path / "out")
    folders = [tmp_path / "out" / name for name in ("plans", "pages", "passages")]
    left = {path.stem for folder in folders for path in folder.iterdir()}
    assert left == {"stonebeck-2016-10"}


def test_one_worker_or_two_give_the_same_bytes(small, tmp_path):
    for workers in (1, 2):
        through(small, tmp_path / f"out{workers}", workers=workers)
    for path in sorted((tmp_path / "out1").glob("*/*.jsonl")):
        other = tmp_path / "out2" / path.relative_to(tmp_path / "out1")
        assert path.read_bytes() == other.read_bytes(), path.name


def test_a_plan_without_a_file_is_an_issue_and_the_others_go_on(small, tmp_path):
    (small / "pdf" / "pellan-sound-2016-11.pdf").unlink()
    done = through(small, tmp_path / "out")
    assert done["segment"].failed == ()
    (issue,) = issues(tmp_path / "out/plans/pellan-sound-2016-11.jsonl")
    assert (issue.code, issue.severity) == ("missing", "warning")


def test_a_failure_is_written_down_and_tried_again_only_when_asked(small, tmp_path):
    out = tmp_path / "out"
    through(small, out)
    pages = out / "pages" / "pellan-sound-2016-11.jsonl"
    whole = pages.read_bytes()
    passages = (out / "passages" / "pellan-sound-2016-11.jsonl").read_bytes()
    stamp = stamps.read(pages) | {"ocr": "changed"}
    pages.write_bytes(stamps.to_line(stamp) + b'{"record":"nonsense"}\n')
    job = Job(Corpus(small), out)
    segment = stages.MAPPED[2]
    assert run.stage(segment, job).failed == ("pellan-sound-2016-11",)
    (issue,) = stamps.records(job.failure("segment", "pellan-sound-2016-11"))
    assert issue.code == "failed" and "--retry" in issue.mend
    assert (out / "passages" / "pellan-sound-2016-11.jsonl").read_bytes() == passages
    assert run.stage(segment, job).done == 0
    assert run.stage(segment, job._replace(retry=True)).done == 1
    pages.write_bytes(whole)
    assert run.stage(segment, job).failed == ()
    assert not job.failure("segment", "pellan-sound-2016-11").exists()


def test_a_worker_that_dies_costs_one_page(small, tmp_path):
    job = Job(Corpus(small), tmp_path / "out")
    through(small, job.outputs)
    task = steps.Task(job, "extract", "pages", job.corpus.plans()[0], {"stage": "extract"})
    died = Died(-signal.SIGSEGV, 7)
    again, issue = attempt.verdict(task, died)
    assert (again.skip, issue) == ((7,), None)
    assert attempt.verdict(again, died)[1].code == "refused"
    assert attempt.verdict(task, Died(-signal.SIGSEGV, None))[1].code == "refused"
    assert "a fault in the parser" in attempt.verdict(task._replace(stage="find"), died)[1].message
    skipped = steps.work(task._replace(skip=(2,)))
    records = list(stamps.records(task.path))
    assert skipped == len(records)
    assert [r.page for r in records if isinstance(r, Issue) and r.code == "page_died"] == [2]


def test_a_stage_alone_names_the_one_that_is_missing(small, tmp_path):
    result = invoke("segment", "--corpus", small, "--outputs", tmp_path / "out")
    assert result.exit_code == 1
    assert "run `stp extract` first" in result.output


def test_outputs_belong_to_one_corpus(small, tmp_path):
    invoke("fetch", "--corpus", small, "--outputs", tmp_path / "out")
    other = tmp_path / "other"
    shutil.copytree(small, other)
    result = invoke("fetch", "--corpus", other, "--outputs", tmp_path / "out")
    assert result.exit_code == 2
    assert "another corpus" in result.output


def test_two_runs_do_not_write_at_once(small, tmp_path):
    job = Job(Corpus(small), tmp_path / "out")
    with stages.hold(job):
        result = invoke("fetch", "--corpus", small, "--outputs", tmp_path / "out")
    assert result.exit_code == 2
    assert f"(process {os.getpid()} on " in result.output.replace("\n", " ")


@pytest.fixture
def classified(outputs, tmp_path, monkeypatch):
    """A plan of 30 passages to be classified, and how many the classifier was asked for each time."""
    asked, alone = [], classify.alone
    monkeypatch.setattr(classify, "alone", lambda each, model: alone(_noted(each, asked), model))
    stamp = {"stage": "classify", "plan": "pellan-sound-2016-11", "code": "c", "models": "m", "inputs": {}}
    plan = Plan(id="pellan-sound-2016-11", footprint="", title="")
    task = steps.Task(Job(Corpus(SAMPLE), tmp_path), "classify", "themes", plan, stamp)
    passages = list(stamps.records(outputs / "passages" / f"{plan.id}.jsonl"))[:30]
    for folder in ("passages", "themes"):
        (tmp_path / folder).mkdir()
    return task, passages, asked


def _noted(passages, asked):
    passages = list(passages)
    asked.append(len(passages))
    return passages


def segmented(task, passages):
    lines = [stamps.to_line({"stage": "segment"}), *(to_line(each) + b"\n" for each in passages)]
    task.job.file("passages", task.plan.id).write_bytes(b"".join(lines))


def test_only_what_changed_is_classified_again_and_gives_the_bytes_of_a_full_run(classified):
    task, passages, asked = classified
    segmented(task, passages)
    steps.work(task)
    assert asked == [len({(each.section, each.context, each.text) for each in passages})]
    moved = [msgspec.structs.replace(each, ref=each.ref + "x") for each in passages[3:]]
    moved[7] = msgspec.structs.replace(moved[7], text="We will close two wards by March 2018.")
    segmented(task, moved)
    again = task._replace(stamp=task.stamp | {"inputs": {"passages": "other"}})
    steps.work(again)
    assert asked[1:] == [1]
    partly = task.path.read_bytes()
    task.path.unlink()
    steps.work(again)
    assert len(asked) == 3 and asked[2] > 20
    assert task.path.read_bytes() == partly
    assert [each.ref for each in stamps.records(task.path)] == [each.ref for each in moved]


def test_another_model_reads_everything_again(classified):
    task, passages, asked = classified
    segmented(task, passages[:5])
    steps.work(task)
    steps.work(task._replace(stamp=task.stamp | {"models": "another"}))
    steps.work(task._replace(stamp=task.stamp | {"models": "another", "inputs": {"passages": "other"}}))
    assert asked == [5, 5, 0]


def test_few_tasks_are_in_flight_however_many_there_are(tmp_path, monkeypatch):
    flying, most = set(), []

    def done(task):
        flying.add(task.plan.id)
        most.append(len(flying))
        future = Future()
        threading.Timer(0.001, lambda: (flying.discard(task.plan.id), future.set_result(None))).start()
        return future

    monkeypatch.setattr(
        run, "engine_of", lambda job, step: contextlib.nullcontext(Engine(done, 3, lambda: None))
    )
    job = Job(Corpus(SAMPLE), tmp_path)
    tasks = [steps.Task(job, "find", "findings", Plan(f"plan-{n}", "", "", bytes=n), {}) for n in range(40)]
    told = []
    assert list(run._work_off(tasks, stages.MAPPED[4], job, lambda done, of: told.append((done, of)))) == []
    assert max(most) == 3 and len(most) == 40
    assert told == [(n, 40) for n in range(41)]
