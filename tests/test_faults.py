"""What may go wrong with machines, here and on a cluster: nothing lost, nothing doubled, the same bytes."""

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from pipeline import stages
from pipeline.corpus import Corpus
from pipeline.stages import Job, OutputsError, engines, run, stamps
from pipeline.stages.child import Child, Children, Died, alone
from tests.conftest import ROOT, invoke

STAGES = stages.MAPPED[:3]
ENGINES = ("pool", "cluster")


class Cluster:
    """A scheduler and workers of Dask, in processes of their own."""

    def __init__(self, folder, workers=2):
        self.file, self.environment = folder / "scheduler.json", os.environ | {"PYTHONPATH": str(ROOT)}
        self.processes = []
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show")
        while not (self.file.exists() and self.file.read_text().endswith("}")):
            time.sleep(0.05)
        self.address = json.loads(self.file.read_text())["address"]
        for _ in range(workers):
            self.start("worker", "--nthreads", "1", "--no-dashboard")

    def start(self, what, *options, path=ROOT):
        command = [sys.executable, "-m", "dask", what, "--scheduler-file", str(self.file), *options]
        process = subprocess.Popen(
            command, env=self.environment | {"PYTHONPATH": str(path)}, cwd=path, stderr=subprocess.DEVNULL
        )
        self.processes.append(process)
        return process

    def ready(self, workers):
        """Wait until so many workers are there; returns the process ids of their pythons."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            return sorted(client.run(os.getpid).values())

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    cluster.ready(2)
    yield cluster
    cluster.stop()


@pytest.fixture
def where(request):
    """Options of a job for the engine named by the test's parameter."""
    if request.param == "pool":
        return {}
    return {"cluster": request.getfixturevalue("cluster").address}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A corpus of two plans, the outputs of an undisturbed run on it, and their bytes."""
    from tests.conftest import SAMPLE, keep

    folder = tmp_path_factory.mktemp("plain")
    shutil.copytree(SAMPLE, folder / "corpus", ignore=shutil.ignore_patterns("truth", "generator"))
    keep(folder / "corpus", "stonebeck-2016-10", "pellan-sound-2016-11")
    through(Job(Corpus(folder / "corpus"), folder / "out"))
    return folder / "corpus", folder / "out", written(folder / "out")


def through(job):
    """Run the stages to ``segment``; returns the plans on which one failed."""
    with stages.hold(job):
        return [plan for step in STAGES for plan in run.stage(step, job).failed]


def written(outputs):
    """What the stages wrote, by its place; drafts and what stands beside would show as well."""
    return {
        str(path.relative_to(outputs)): path.read_bytes()
        for path in sorted(outputs.glob("*/*"))
        if path.is_file()
    }


@contextlib.contextmanager
def watched(outputs, act, drafts="pages/.*.tmp"):
    """Call ``act`` once with the first draft that appears in the outputs."""
    over, acted = threading.Event(), []

    def watch():
        while not over.is_set() and not acted:
            for draft in outputs.glob(drafts):
                act(draft)
                acted.append(draft)
                return
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield acted
    finally:
        over.set()
        watcher.join()


def kill_writer(draft):
    """The child that writes a draft names it after itself."""
    os.kill(int(draft.suffixes[-2][1:]), signal.SIGKILL)


@contextlib.contextmanager
def small_disk(folder, size):
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a file system is not allowed here")
    try:
        yield lambda options: subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("where", ENGINES, indirect=True)
def test_a_killed_child_costs_nothing(plain, tmp_path, where):
    corpus, _, expected = plain
    job = Job(Corpus(corpus), tmp_path / "out", **where)
    with watched(job.outputs, kill_writer) as killed:
        assert through(job) == []
    assert killed
    assert written(job.outputs) == expected


@pytest.mark.parametrize("folder", ["plans", "pages", "passages"])
def test_a_killed_run_leaves_nothing_half_written(plain, tmp_path, folder):
    corpus, _, expected = plain
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        "--corpus",
        corpus,
        "--outputs",
        out,
        "--to",
        "segment",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    with watched(out, lambda draft: process.kill(), f"{folder}/.*.tmp"):
        process.wait()
    for path in out.glob("*/[!.]*.jsonl"):
        assert path.read_bytes() == expected[str(path.relative_to(out))]
    assert through(Job(Corpus(corpus), out)) == []
    assert written(out) == expected


def test_a_killed_worker_of_a_cluster_costs_nothing(plain, tmp_path, cluster):
    corpus, _, expected = plain
    job = Job(Corpus(corpus), tmp_path / "out", cluster=cluster.address)
    workers = cluster.ready(2)

    def kill_worker(draft):
        child = int(draft.suffixes[-2][1:])
        os.kill(int(Path(f"/proc/{child}/stat").read_text().split()[3]), signal.SIGKILL)

    with watched(job.outputs, kill_worker) as killed:
        assert through(job) == []
    assert killed
    assert cluster.ready(2) != workers
    assert written(job.outputs) == expected


def test_a_killed_scheduler_ends_the_run_and_the_next_completes_it(plain, tmp_path):
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    corpus, _, expected = plain
    doomed = Cluster(tmp_path, workers=1)
    doomed.ready(1)
    job = Job(Corpus(corpus), tmp_path / "out", cluster=doomed.address)
    with (
        watched(job.outputs, lambda draft: doomed.scheduler.kill()),
        pytest.raises(OutputsError, match=r"what is done is kept|dropped"),
    ):
        through(job)
    doomed.stop()
    assert set(written(job.outputs)) <= set(expected)
    assert through(job._replace(cluster="")) == []
    assert written(job.outputs) == expected


def test_a_worker_without_the_model_is_named_before_anything_is_written(plain, tmp_path, cluster):
    corpus, outputs, expected = plain
    shutil.copytree(ROOT / "pipeline", tmp_path / "elsewhere" / "pipeline")
    stray = cluster.start("worker", "--nthreads", "1", "--no-dashboard", path=tmp_path / "elsewhere")
    cluster.ready(3)
    job = Job(Corpus(corpus), outputs, cluster=cluster.address)
    try:
        with stages.hold(job), pytest.raises(engines.ClusterError, match=r"1 of the workers.* its models"):
            run.stage(stages.MAPPED[3], job)
    finally:
        stray.terminate()
        stray.wait()
    assert written(outputs) == expected


def test_a_late_worker_that_differs_is_named_too(plain):
    corpus, outputs, expected = plain
    job = Job(Corpus(corpus), outputs)
    plan = job.corpus.plans()[0]
    task = run.Task(job, "segment", "passages", plan, stamps.read(job.file("passages", plan.id)))
    values = engines._values(STAGES[2], job)
    try:
        assert engines.there(task, values) is None
        with pytest.raises(engines.ClusterError, match="its code are not"):
            engines.there(task, values | {"code": "another"})
        with pytest.raises(engines.ClusterError, match="must be shared"):
            engines.there(task, values | {"outputs": "another"})
    finally:
        engines.release()
    assert written(outputs) == expected


def test_a_cluster_that_is_not_there_is_said_plainly(plain, tmp_path, monkeypatch):
    corpus, _, _ = plain
    monkeypatch.setattr(engines, "ANSWER_SECONDS", 0.3)
    arguments = ("fetch", "--corpus", corpus, "--outputs", tmp_path / "out", "--cluster", "tcp://127.0.0.1:9")
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert "no scheduler answers at tcp://127.0.0.1:9" in result.output
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert "install the extra `cluster`" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("where", ENGINES, indirect=True)
def test_a_full_disk_stops_the_run_and_room_lets_it_go_on(plain, tmp_path, where):
    corpus, _, expected = plain
    with small_disk(tmp_path / "disk", "96k") as remount:
        job = Job(Corpus(corpus), tmp_path / "disk" / "out", **where)
        with pytest.raises(OutputsError, match=r"No space left on device.* what is done is kept"):
            through(job)
        assert set(written(job.outputs)) <= set(expected)
        assert all(stamps.read(path) for path in job.outputs.glob("*/*.jsonl"))
        remount("size=20m")
        assert through(job) == []
        assert written(job.outputs) == expected


def test_outputs_that_cannot_be_written_are_named(plain, tmp_path):
    corpus, outputs, expected = plain
    with small_disk(tmp_path / "disk", "20m") as remount:
        job = Job(Corpus(corpus), tmp_path / "disk" / "out")
        shutil.copytree(outputs, job.outputs)
        remount("ro")
        result = invoke("run", "--corpus", corpus, "--outputs", job.outputs)
        assert result.exit_code == 2
        assert "Read-only file system" in result.output
        remount("rw")
        assert written(job.outputs) == expected
        assert [run.stage(step, job).current for step in STAGES] == [2, 2, 2]


def test_a_clock_that_goes_backwards_changes_nothing(plain, tmp_path, monkeypatch):
    corpus, _, expected = plain
    job = Job(Corpus(corpus), tmp_path / "out")
    backwards = itertools.count(4e9, -1000)
    monkeypatch.setattr(time, "time", lambda: next(backwards))
    assert through(job) == []
    assert written(job.outputs) == expected
    for path in job.outputs.glob("*/*"):
        os.utime(path, (0, 0))
    assert [run.stage(step, job).current for step in STAGES] == [2, 2, 2]


def test_a_child_answers_raises_and_dies():
    child = Child()
    try:
        assert child.call(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            child.call(divmod, 7, 0)
        first = child.call(os.getpid)
        assert child.call(os.getpid) == first
        with pytest.raises(Died) as death:
            child.call(os.kill, first, signal.SIGKILL)
        assert (death.value.code, death.value.last) == (-signal.SIGKILL, None)
        assert child.call(os.getpid) not in (first, os.getpid())
    finally:
        child.close()
    assert alone(divmod, 9, 4) == (2, 1)


def test_children_that_are_closed_work_no_more():
    children = Children()
    pid = children.call(os.getpid)
    children.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(CancelledError):
        children.call(os.getpid)


def test_an_installation_that_breaks_is_no_plans_fault(plain, tmp_path, monkeypatch):
    corpus, _, _ = plain
    job = Job(Corpus(corpus), tmp_path / "out")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "msgspec.py").write_text("raise ImportError('it is not there')")
    monkeypatch.syspath_prepend(tmp_path / "broken")
    with pytest.raises(OutputsError, match=r"cannot be started .*exit code 1.*what is done is kept"):
        through(job)
    assert written(job.outputs) == {}
