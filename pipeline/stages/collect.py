"""Collecting: the files of a register brought over the network and put in their place.

Reads and writes a corpus: manifest.csv, fetches.csv and pdf/. Several hosts are asked at once, each of
them by one connection. Only this process writes the register, row by row, and first the row, then
the file: a run that is killed between the two is completed by the next one without asking anybody. A
file that is there is never overwritten; another content is kept beside it as a document of kind ``version``.
"""

import contextlib
import fcntl
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import NamedTuple

import msgspec

from pipeline.corpus import Corpus, CorpusError
from pipeline.corpus.register import (
    UNADDRESSED,
    Attempt,
    file_digest,
    free_id,
    note,
    parts,
    place,
    put,
    taken,
)
from pipeline.fetch import archive
from pipeline.fetch.client import Client
from pipeline.fetch.download import Part, download
from pipeline.fetch.failures import MENDS, PASSING, Failure
from pipeline.fetch.sources import Source, sources
from pipeline.records import Plan
from pipeline.similarity import pages_that_differ
from pipeline.stages.survey import Reader

HOSTS = 8
"""How many plans are fetched at once, from different hosts."""


class Request(NamedTuple):
    """What is asked: where the archive is (nothing for none), which mirrors there are, whether files that
    are held are asked for again, and the day that is written down (YYYY-MM-DD)."""

    today: str
    archive: str = archive.ARCHIVE
    mirrors: tuple[str, ...] = ()
    again: bool = False
    offline: bool = False


class Outcome(NamedTuple):
    """What became of one plan: ``outcome`` is held, fetched, registered, unchanged, version, differs or
    missing; ``passing`` says that trying again later may help."""

    plan: str
    outcome: str
    message: str = ""
    passing: bool = False


class Got(NamedTuple):
    """A file that came: where it lies, from where, its digest and size, the words of its pages."""

    part: Part
    source: Source
    url: str
    digest: str
    size: int
    texts: tuple[str, ...]


@contextlib.contextmanager
def hold(corpus: Corpus) -> Iterator[None]:
    """Hold a corpus for one fetch at a time. Raises CorpusError where another one is busy."""
    with (parts(corpus) / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CorpusError(f"another fetch is writing into {corpus.folder}: wait for it") from error
        yield


def intended(
    corpus: Corpus, plans: Iterable[Plan], request: Request
) -> Iterator[tuple[Plan, str, list[Source]]]:
    """What would be done for each plan: how its file stands, and which addresses would be asked."""
    for plan in plans:
        standing = stands(corpus, plan)
        yield plan, standing, list(_sources(corpus, plan, standing, request))


def stands(corpus: Corpus, plan: Plan) -> str:
    """How the file of a plan stands: held (there and right), unregistered (there, no digest known),
    differs (there, another than the registered), or missing."""
    path = corpus.pdf(plan.id)
    if not path.exists():
        return "missing"
    if not plan.sha256:
        return "unregistered"
    return "held" if file_digest(path) == plan.sha256 else "differs"


def collect(
    corpus: Corpus,
    plans: list[Plan],
    request: Request,
    client: Client,
    read: Reader,
    say: Callable[[str], None],
) -> Iterator[Outcome]:
    """Bring what is missing; yields what became of each plan as it is known. ``read`` opens a PDF in a
    worker; ``say`` is told what is waited for."""
    _complete(corpus, plans)
    wanted = []
    for plan in plans:
        standing = stands(corpus, plan)
        if standing == "unregistered":
            yield _adopt(corpus, plan, request, read)
        elif standing == "differs":
            yield Outcome(plan.id, "differs", "the file there is not the registered one; it was not touched")
        elif request.offline or (standing == "held" and not request.again):
            yield Outcome(plan.id, standing)
        else:
            wanted.append((plan, list(_sources(corpus, plan, standing, request))))
    with ThreadPoolExecutor(HOSTS) as threads:
        asked = {
            threads.submit(_obtain, corpus, plan, found, request, client, read, say): plan
            for plan, found in wanted
        }
        for future in as_completed(asked):
            yield _settle(corpus, asked[future], *future.result(), request, read)


def _sources(corpus: Corpus, plan: Plan, standing: str, request: Request) -> Iterator[Source]:
    if standing == "missing":
        return sources(plan, corpus.leads(plan), request.mirrors, request.archive)
    if standing == "held" and request.again and plan.url:
        return iter([Source("register", plan.url)])
    return iter(())


def _obtain(
    corpus: Corpus, plan: Plan, found: list[Source], request: Request, client: Client, read: Reader,
    say: Callable[[str], None],
) -> tuple[Got | None, list[Attempt]]:  # fmt: skip
    """Ask one address after the other until the right file has come; else another good one, if any came."""
    attempts: list[Attempt] = []
    other = None

    def waited(why: str) -> None:
        say(f"{plan.id}: {why}; trying again")

    for source in found:
        try:
            urls = _urls(plan, source, request, client, waited)
        except Failure as failure:
            attempts.append(_attempt(source, source.url, failure))
            continue
        for url in urls:
            try:
                got = _got(corpus, plan, source, url, client, read, waited)
            except Failure as failure:
                attempts.append(_attempt(source, url, failure))
                continue
            if not plan.sha256 or got.digest == plan.sha256:
                return got, attempts
            message = f"{url} gives a PDF with sha256 {got.digest}, the register says {plan.sha256}"
            attempts.append(Attempt(source.name, url, "changed", message, MENDS["changed"]))
            other = other or got
    return other, attempts


def _urls(
    plan: Plan, source: Source, request: Request, client: Client, waited: Callable[[str], None]
) -> list[str]:
    if not source.captures:
        return [source.url]
    found = archive.captures(client, request.archive, source.url, plan.published, waited=waited)
    return [capture.address(request.archive) for capture in found]


def _got(
    corpus: Corpus, plan: Plan, source: Source, url: str, client: Client, read: Reader,
    waited: Callable[[str], None],
) -> Got:  # fmt: skip
    mark = hashlib.sha256(url.encode()).hexdigest()[:12]
    part = Part(parts(corpus) / f"{plan.id}.{mark}.part")
    download(client, url, part, archive=source.captures or source.name == "archive", waited=waited)
    survey = read(part.path)
    if survey.refusal or not survey.pages:
        part.drop()
        raise Failure("unopenable", f"{url} cannot be opened: {survey.refusal or 'it has no pages'}")
    return Got(part, source, url, file_digest(part.path), part.size, survey.texts)


def _attempt(source: Source, url: str, failure: Failure) -> Attempt:
    return Attempt(source.name, url, failure.code, failure.message, failure.mend)


def _settle(
    corpus: Corpus, plan: Plan, got: Got | None, attempts: list[Attempt], request: Request, read: Reader
) -> Outcome:
    """Write down what came of a plan, and put its file in place."""
    if got is None:
        note(corpus, plan.id, attempts, request.today)
        last = attempts[-1].message if attempts else "no address to ask"
        standing = "held" if corpus.pdf(plan.id).exists() else "missing"
        return Outcome(plan.id, standing, last, any(each.outcome in PASSING for each in attempts))
    if plan.sha256 and got.digest != plan.sha256:
        note(corpus, plan.id, attempts, request.today)
        outcome = _version(corpus, plan, got, request, read)
    elif corpus.pdf(plan.id).exists():
        outcome = Outcome(plan.id, "unchanged", got.url)
    else:
        outcome = _placed(corpus, plan, got, attempts, request)
    for path in parts(corpus).glob(f"{plan.id}.*"):
        path.unlink()
    return outcome


def _placed(corpus: Corpus, plan: Plan, got: Got, attempts: list[Attempt], request: Request) -> Outcome:
    """Register a file that came, and put it in place."""
    name, url = got.source.name, got.url
    outcome = Outcome(plan.id, "fetched", f"{got.size:,} bytes from {name}: {url}")
    if name == "lead":
        message = f"the file came from {url}, of which nobody has confirmed that it is the plan"
        attempts = [*attempts, Attempt(name, url, "lead", message, MENDS["lead"])]
    twin = next((each.id for each in corpus.plans() if each.sha256 == got.digest and each.id != plan.id), "")
    if twin:
        attempts = [
            *attempts,
            Attempt(name, url, "twin", f"{url} gives the same file as {twin} has", MENDS["twin"]),
        ]
    where = {}
    if name != "mirror":
        where = {"archive_url" if got.source.captures or name == "archive" else "url": url}
    kept = "" if plan.note.startswith(UNADDRESSED) else plan.note
    found = msgspec.structs.replace(plan, sha256=got.digest, bytes=got.size, note=kept, **where)
    note(corpus, plan.id, [*attempts, Attempt(name, url, "fetched", outcome.message)], request.today)
    put(corpus, found, retrieved=request.today, source=f"{name}: {url}")
    place(got.part.path, corpus.pdf(plan.id))
    return outcome


def _version(corpus: Corpus, plan: Plan, got: Got, request: Request, read: Reader) -> Outcome:
    """Keep another content than the registered one as a document of its own."""
    plans = {each.id: each for each in corpus.plans()}
    twin = next((each for each in plans.values() if each.sha256 == got.digest), None)
    if twin:
        return Outcome(plan.id, "version", f"{got.url} gives what is held as {twin.id}")
    held = corpus.pdf(plan.id)
    pages = "the registered file is not held, so pages could not be compared"
    if held.exists():
        pages = pages_that_differ(read(held).texts, got.texts)
    version = Plan(
        id=free_id(f"{plan.id}-v2", taken(corpus, plans)),
        footprint=plan.footprint,
        title=plan.title,
        kind="version",
        url=got.url,
        sha256=got.digest,
        bytes=got.size,
        note=f"another state of {plan.id}, fetched {request.today}: {pages}",
    )
    put(corpus, version, retrieved=request.today, source=f"{got.source.name}: {got.url}")
    place(got.part.path, corpus.pdf(version.id))
    return Outcome(plan.id, "version", f"{got.url} gives another content, kept as {version.id}: {pages}")


def _adopt(corpus: Corpus, plan: Plan, request: Request, read: Reader) -> Outcome:
    """Register a file that somebody put in its place by hand."""
    path = corpus.pdf(plan.id)
    survey = read(path)
    if survey.refusal:
        return Outcome(plan.id, "differs", f"the file there cannot be opened: {survey.refusal}")
    kept = "" if plan.note.startswith(UNADDRESSED) else plan.note
    found = msgspec.structs.replace(plan, sha256=file_digest(path), bytes=path.stat().st_size, note=kept)
    put(corpus, found, retrieved=request.today, source="by hand")
    return Outcome(plan.id, "registered", f"{survey.pages} pages, put there by hand")


def _complete(corpus: Corpus, plans: Iterable[Plan]) -> None:
    """Put in place what a killed run had registered and not yet placed."""
    holes = {plan.sha256: plan for plan in corpus.plans() if plan.sha256 and not corpus.pdf(plan.id).exists()}
    for path in sorted(parts(corpus).glob("*.part")) if holes else ():
        if plan := holes.get(file_digest(path)):
            place(path, corpus.pdf(plan.id))
            path.with_suffix(".json").unlink(missing_ok=True)
            del holes[plan.sha256]
