"""Fetching from a site that misbehaves: each way gives the right file or a named issue, nothing is
written elsewhere, nothing is lost, and when the site is well again a second run completes."""

import csv
import gzip
import hashlib
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from itertools import pairwise

import httpcore
import pypdfium2
import pytest

from pipeline import fetch
from pipeline.corpus import Corpus
from pipeline.corpus.register import file_digest, put
from pipeline.fetch import addresses, archive, content
from pipeline.fetch.client import Client, Clock, Limits
from pipeline.fetch.failures import MENDS, Failure
from pipeline.fetch.sources import sources
from pipeline.records import Issue, Plan
from pipeline.stages import collect, stamps
from pipeline.stages.survey import Survey
from tests import misbehaving as bad
from tests.conftest import ROOT, invoke
from tests.misbehaving import GOOD, HALF, OTHER, Site

HERE = "127.0.0.1"
DAY = "2026-01-02"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"
LOGIN = "<html><title>Sign in</title><form><input type='password'></form></html>"
LANDING = (
    "<html><title>Our plan</title><a href='/files/minutes.pdf'>Minutes</a>"
    "<a href='/files/full.pdf'>The Sustainability and Transformation Plan</a></html>"
)
NOT_CAPTURED = "<html><title>Wayback Machine</title>The Wayback Machine has not archived that URL.</html>"
CAPTURE = ("20161121093000", "http://site.example/gone", "application/pdf", "AAAA")

WAYS = {
    "well": (bad.good, ""),
    "500 twice, then well": (bad.status("500 Oh", 2), ""),
    "500 always": (bad.status("500 Oh"), "server_error"),
    "503 with a wait, then well": (bad.status("503 Busy", 1, Retry_After="7"), ""),
    "429 with a wait of days": (bad.status("429 Slow down", Retry_After="200000"), "rate_limited"),
    "403": (bad.status("403 No"), "forbidden"),
    "410": (bad.status("410 Gone"), "gone"),
    "418": (bad.status("418 Teapot"), "status"),
    "reset in the middle, then ranged": (bad.broken(1), ""),
    "reset in the middle, three times": (bad.broken(3), ""),
    "reset without a mark to go on by": (bad.then(bad.broken(1, ""), bad.good), ""),
    "reset at once, always": (bad.raw(), "reset"),
    "slow drip of the body": (bad.raw(HEAD + b"\r\n", *bad.drip(GOOD[:200]), pause=0.02), "slow"),
    "slow drip of the head": (bad.raw(*bad.drip(HEAD + b"X-Long: " + b"x" * 99), pause=0.02), "slow"),
    "silence in the middle": (bad.raw(HEAD + b"Content-Length: 99999\r\n\r\n%PDF-1.4", hold=0.6), "stalled"),
    "silence before the head": (bad.raw(hold=0.6), "stalled"),
    "a length that is too small": (
        bad.raw(HEAD + b"Content-Length: %d\r\n\r\n" % HALF + GOOD),
        "truncated",
    ),
    "a length that is too large": (bad.raw(HEAD + b"Content-Length: 999999\r\n\r\n" + GOOD), "reset"),
    "cut without a word, then whole": (bad.then(bad.raw(HEAD + b"\r\n" + GOOD[:HALF]), bad.good), ""),
    "cut without a word, always": (bad.raw(HEAD + b"\r\n" + GOOD[:HALF]), "truncated"),
    "ten gigabytes announced": (bad.raw(HEAD + b"Content-Length: 10737418240\r\n\r\n%PDF-1.4"), "too_large"),
    "a body without end": (bad.endless, "too_large"),
    "a gzip bomb": (bad.packed(bad.bomb()), "too_large"),
    "packed unasked, but rightly": (bad.packed(gzip.compress(GOOD)), ""),
    "packed, it says": (bad.packed(GOOD), "encoding"),
    "packed in another way": (bad.packed(GOOD, "br"), "encoding"),
    "round and round": (bad.to("/it"), "redirects"),
    "on and on": (bad.chain, "redirects"),
    "elsewhere, but not where": (bad.to(""), "redirects"),
    "to a file of this machine": (bad.to("file:///etc/passwd"), "bad_address"),
    "to a private address": (bad.to("http://10.0.0.1/plan.pdf"), "private_address"),
    "to the address of a cloud's secrets": (bad.to("http://169.254.169.254/latest"), "private_address"),
    "to this machine by number": (bad.to("http://2130706434/plan.pdf"), "private_address"),
    "to this machine in IPv6 clothes": (bad.to("http://[::ffff:127.0.0.2]/plan.pdf"), "private_address"),
    "to a name that leads inside": (bad.to("http://inside.example/plan.pdf"), "private_address"),
    "to a name that leads nowhere": (bad.to("http://nowhere.example/plan.pdf"), "unresolved"),
    "to a port where nobody listens": (bad.to("http://site.example:1/plan.pdf"), "unreachable"),
    "to another name, then well": (bad.to(lambda site: site.url("/well", "other.example")), ""),
    "a web page with status 200": (bad.page(LANDING), "web_page"),
    "a login form with status 200": (bad.page(LOGIN), "login_form"),
    "a web page called PDF": (bad.body(LANDING.encode()), "web_page"),
    "nothing with status 200": (bad.body(b""), "empty"),
    "a Word document": (bad.body(b"PK\x03\x04" + b"\0" * 3000), "not_pdf"),
    "a PDF that is none inside": (bad.body(b"%PDF-1.4\n" + b"garbage " * 400 + b"%%EOF\n"), "unopenable"),
    "bytes that change under way": (bad.changing, ""),
    "ranges are not understood": (bad.then(bad.broken(), bad.body(GOOD, ETag='"one"')), ""),
    "another range than was asked": (bad.wrong_range, ""),
    "a part without being asked": (
        bad.body(GOOD[HALF:], status="206 Partial", Content_Range=f"bytes {HALF}-"),
        "changed_under_way",
    ),
    "a name with a path in it": (
        bad.body(GOOD, Content_Disposition='attachment; filename="../../../evil.pdf"'),
        "",
    ),
    "a name with a NUL and a drive in it": (
        bad.body(GOOD, Content_Disposition="attachment; filename*=UTF-8''C%3A%5C%00evil.pdf"),
        "",
    ),
    "no HTTP at all": (bad.raw(b"220 ftp.example ready\r\n\r\n" * 9), "protocol"),
    "a head of a megabyte": (bad.raw(HEAD + b"X: " + b"x" * (1 << 20)), "protocol"),
    "chunks of no length": (bad.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "protocol"),
}


@pytest.fixture(autouse=True)
def loopback_is_public(monkeypatch):
    """The server's own address counts as public, so that the guard can be tested with it in place."""
    real = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda address: address == HERE or real(address))


@pytest.fixture
def corpus(tmp_path):
    """A corpus with one plan that is held."""
    corpus = Corpus(tmp_path / "corpus")
    (corpus.folder / "pdf").mkdir(parents=True)
    corpus.pdf("kept").write_bytes(OTHER)
    put(corpus, Plan("kept", "F1", "Kept", sha256=hashlib.sha256(OTHER).hexdigest()))
    return corpus


@pytest.fixture
def served():
    sites = []

    def serve(ways, **more):
        sites.append(Site({"/robots.txt": bad.robots_for_all, "/well": bad.good, **ways}, **more))
        return sites[-1]

    yield serve
    for site in sites:
        site.close()


def names(host, port):
    """Every name is this machine, but for two."""
    if host == "nowhere.example":
        raise OSError("no such name")
    if host == "inside.example":
        return ["192.168.1.1"]
    return [HERE] if host.endswith(".example") else addresses.resolve(host, port)


def client(pauses=None, trust=None, resolver=names, **limits):
    costs = {"seconds": 1.2, "stall": 0.25, "connect": 2, "bytes": 1 << 22, "delay": 0} | limits
    sleep = pauses.append if pauses is not None else (lambda seconds: None)
    return Client(
        limits=Limits(**costs), clock=Clock(sleep=sleep, chance=lambda: 0.5), resolver=resolver, trust=trust
    )


READING = threading.Lock()
"""PDFium bears one thread at a time, and many hosts are asked at once."""


def read(path):
    """A first look without a worker: these files are ours."""
    with READING:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            return Survey(str(error))
        texts = tuple(page.get_textpage().get_text_bounded() for page in document)
        return Survey("", len(document), texts=texts)


def collected(corpus, asker, **request):
    """The outcomes by plan of one run."""
    request = {"archive": "", **request}
    outcomes = collect.collect(
        corpus, corpus.plans(), collect.Request(DAY, **request), asker, read, lambda what: None
    )
    return {each.plan: each for each in outcomes}


def codes(corpus, plan="wanted"):
    return [issue.code for issue in corpus.attempts(plan)]


@pytest.mark.parametrize("name", WAYS)
def test_a_way_to_misbehave(name, corpus, served, tmp_path):
    way, code = WAYS[name]
    site = served({"/it": way})
    put(corpus, Plan("wanted", "F1", "Wanted", url=site.url("/it")))
    outcome = collected(corpus, client())["wanted"]
    if code:
        assert codes(corpus) == [code], outcome
        assert outcome.outcome == "missing" and not corpus.pdf("wanted").exists()
        assert corpus.attempts("wanted")[0].mend == MENDS[code]
        site.healed = True
        outcome = collected(corpus, client())["wanted"]
    assert outcome.outcome == "fetched", outcome
    assert corpus.pdf("wanted").read_bytes() == GOOD
    row = next(plan for plan in corpus.plans() if plan.id == "wanted")
    assert (row.sha256, row.bytes) == (hashlib.sha256(GOOD).hexdigest(), len(GOOD))
    assert corpus.pdf("kept").read_bytes() == OTHER
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]
    assert sorted(path.name for path in (corpus.folder / "pdf").rglob("*.*")) == [
        ".part", "kept.pdf", "wanted.pdf",
    ]  # fmt: skip
    assert collected(corpus, client())["wanted"].outcome == "held"


def test_a_web_page_names_the_pdfs_that_it_points_to(corpus, served):
    site = served({"/it": bad.page(LANDING)})
    put(corpus, Plan("wanted", "F1", "Wanted", url=site.url("/it")))
    collected(corpus, client())
    (issue,) = corpus.attempts("wanted")
    assert issue.message.endswith(f"{site.url('/files/full.pdf')}, {site.url('/files/minutes.pdf')}")


@pytest.mark.parametrize(
    ("certificate", "code"),
    [("good", ""), ("expired", "tls"), ("other", "tls"), ("nobody", "tls")],
)
def test_certificates(certificate, code, corpus, served, tmp_path):
    made, trust = bad.contexts(tmp_path)
    site = served({}, context=made[certificate])
    put(corpus, Plan("wanted", "F1", "Wanted", url=site.url("/well")))
    outcome = collected(corpus, client(trust=trust))["wanted"]
    assert codes(corpus) == ([code] if code else [])
    assert corpus.pdf("wanted").exists() == (not code), outcome


def test_from_http_to_https_but_not_back(corpus, served, tmp_path):
    made, trust = bad.contexts(tmp_path)
    plain = served({})
    secure = served({"/down": bad.to(plain.url("/well"))}, context=made["good"])
    plain.ways["/up"] = bad.to(secure.url("/well"))
    put(corpus, Plan("up", "F1", "Up", url=plain.url("/up")))
    put(corpus, Plan("down", "F1", "Down", url=secure.url("/down")))
    outcomes = collected(corpus, client(trust=trust))
    assert (outcomes["up"].outcome, codes(corpus, "down")) == ("fetched", ["redirect_insecure"])


def test_a_name_that_changes_its_mind_gains_nothing(corpus, served):
    """DNS rebinding: the name is good when it is looked at and leads inside when it is used again."""
    site = served({"/it": bad.broken(1)})
    put(corpus, Plan("wanted", "F1", "Wanted", url=site.url("/it")))
    answers = [[HERE], ["127.0.0.2"]]

    def resolver(host, port):
        return answers.pop(0)

    collected(corpus, client(resolver=resolver))
    assert answers == [] and codes(corpus) == ["private_address"]
    assert [path for _, _, path in site.asked] == ["/robots.txt", "/it"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:4700::1111", True), ("10.1.2.3", False), ("172.16.0.1", False),
        ("192.168.0.1", False), ("127.0.0.2", False), ("169.254.169.254", False), ("0.0.0.0", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:a00:1::", False),
        ("255.255.255.255", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address, public):
    assert addresses.is_public(address) is public


@pytest.mark.parametrize(
    "url",
    ["ftp://site.example/a", "file:///etc/passwd", "http:///a", "http://u:p@site.example/",
     "//site.example/a", "http://site.example:99999/", "http://site.example/a b", "javascript:alert(1)",
     "http://[::1/", ""],
)  # fmt: skip
def test_addresses_that_are_not_asked(url, corpus, served):
    put(corpus, Plan("wanted", "F1", "Wanted", url=url))
    collected(corpus, client())
    assert codes(corpus) == (["bad_address"] if url else [])


def test_robots_are_obeyed_and_asked_once(corpus, served):
    site = served({"/private/it": bad.good, "/a": bad.good, "/b": bad.good})
    for path in ("/private/it", "/a", "/b"):
        put(corpus, Plan("p-" + path.strip("/").replace("/", "-"), "F1", "T", url=site.url(path)))
    collected(corpus, client())
    assert codes(corpus, "p-private-it") == ["robots"]
    asked = [path for _, _, path in site.asked]
    assert sorted(asked) == ["/a", "/b", "/robots.txt"]


def test_the_agent_has_a_name_and_a_contact():
    assert Client(contact="me@example.org").agent.startswith("stp-findings/")
    assert Client(contact="me@example.org").agent.endswith(" (+me@example.org)")


# The archive


def captured(corpus, served, ways, **request):
    """A plan whose address is gone and whose archive behaves in these ways; the site and the outcome."""
    site = served({**ways})
    put(corpus, Plan("wanted", "F1", "Wanted", url=site.url("/gone"), published="2016-11"))
    pauses = []
    outcome = collected(corpus, client(pauses), archive=site.url("", "archive.example"), **request)["wanted"]
    return site, outcome, pauses


def at(capture):
    return f"/web/{capture[0]}id_/{capture[1]}"


def test_gone_but_archived(corpus, served):
    site, outcome, _ = captured(
        corpus, served, {"/cdx/search/cdx": bad.index(CAPTURE), at(CAPTURE): bad.good}
    )
    assert outcome.outcome == "fetched" and corpus.pdf("wanted").read_bytes() == GOOD
    (plan,) = (plan for plan in corpus.plans() if plan.id == "wanted")
    assert plan.url == site.url("/gone")
    assert plan.archive_url == site.url(at(CAPTURE), "archive.example")
    rows = list(csv.DictReader((corpus.folder / "fetches.csv").open()))
    assert [(row["source"], row["outcome"], row["at"]) for row in rows] == [
        ("register", "gone", DAY), ("archive", "fetched", DAY),
    ]  # fmt: skip
    assert codes(corpus) == ["gone"]


def test_the_capture_nearest_to_the_date_comes_first(corpus, served):
    rows = [
        ("20160401000000", "http://site.example/gone", "application/pdf", "DRAFT"),
        ("20161130000000", "http://site.example/gone", "application/pdf", "PLAN"),
        ("20161201000000", "http://site.example/gone", "application/pdf", "PLAN"),
        ("20161130120000", "http://site.example/gone", "text/html", "PAGE"),
        ("20190101000000", "http://site.example/gone", "application/pdf", "LATER"),
    ]
    site = served({"/cdx/search/cdx": bad.index(*rows)})
    found = archive.captures(
        client(), site.url(""), "http://site.example/gone", "2016-11", waited=lambda why: None
    )
    assert [(each.digest, each.timestamp[:8]) for each in found] == [
        ("PLAN", "20161201"), ("DRAFT", "20160401"), ("LATER", "20190101"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("published", "moment"),
    [("", "20161231"), ("2016", "20161231"), ("2016-02", "20160229"), ("2016-10-21", "20161021"),
     ("October", "20161231"), ("2017-13", "20171231")],
)  # fmt: skip
def test_a_date_that_is_known_in_part(published, moment):
    assert archive.latest(published) == moment + "235959"


def test_the_archive_asks_to_wait(corpus, served):
    ways = {
        "/cdx/search/cdx": bad.then(bad.status("429 Slow", Retry_After="11"), bad.index(CAPTURE)),
        at(CAPTURE): bad.status("429 Slow", 1, Retry_After="13"),
    }
    _, outcome, pauses = captured(corpus, served, ways)
    assert outcome.outcome == "fetched"
    assert {11.0, 13.0} <= set(pauses)


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        ({"/cdx/search/cdx": bad.index()}, "not_archived"),
        ({"/cdx/search/cdx": bad.body(b"")}, "not_archived"),
        ({"/cdx/search/cdx": bad.page("<html>busy</html>")}, "archive_answer"),
        ({"/cdx/search/cdx": bad.body(b'[["timestamp"],["x"]]')}, "archive_answer"),
        ({"/cdx/search/cdx": bad.status("429 Slow", Retry_After="9999")}, "rate_limited"),
        ({"/cdx/search/cdx": bad.index(CAPTURE), at(CAPTURE): bad.page(NOT_CAPTURED)}, "archive_page"),
        ({"/cdx/search/cdx": bad.index(CAPTURE)}, "gone"),
    ],
)  # fmt: skip
def test_the_archive_does_not_help(ways, code, corpus, served):
    site, outcome, _ = captured(corpus, served, ways)
    assert codes(corpus) == ["gone", code]
    assert outcome.outcome == "missing"
    site.ways |= {"/cdx/search/cdx": bad.index(CAPTURE), at(CAPTURE): bad.good}
    assert collected(corpus, client(), archive=site.url("", "archive.example"))["wanted"].outcome == "fetched"


# Other sources, versions, what is there already


def test_a_mirror_and_the_order_of_sources():
    plan = Plan(
        "a", "F1", "A", url="http://x.example/a.pdf", archive_url="https://w.example/web/2016/http://x/"
    )
    leads = [
        {"url": "http://l.example/", "what": "landing page", "confirmed": "no"},
        {"url": "l.example/cut", "what": "cut address", "confirmed": "no"},
        {"url": "http://m.example/", "what": "text on a mirror", "confirmed": "no"},
    ]
    found = [(each.name, each.url, each.captures) for each in sources(plan, leads, ["http://y.example/pdfs"])]
    assert found == [
        ("register", "http://x.example/a.pdf", False),
        ("archive", "https://w.example/web/2016id_/http://x/", False),
        ("archive", "http://x.example/a.pdf", True),
        ("mirror", "http://y.example/pdfs/a.pdf", False),
        ("lead", "http://l.example/", False),
        ("lead", "http://l.example/", True),
    ]


def test_what_comes_from_a_lead_says_so(corpus, served):
    site = served({})
    put(corpus, Plan("wanted", "F1", "Wanted", note="no address of the PDF is known; 1 lead"))
    (corpus.folder / "leads.csv").write_text(
        f"footprint,kind,url,what,confirmed,note\nF1,plan,{site.url('/well')},site,no,\n"
    )
    assert collected(corpus, client())["wanted"].outcome == "fetched"
    assert codes(corpus) == ["lead"]
    assert [plan.note for plan in corpus.plans() if plan.id == "wanted"] == [""]


def test_one_file_for_two_plans_is_said(corpus, served):
    """A site that answers every old address with one PDF gives no two plans."""
    put(corpus, Plan("wanted", "F2", "Wanted", url=served({"/it": bad.body(OTHER)}).url("/it")))
    assert collected(corpus, client())["wanted"].outcome == "fetched"
    (issue,) = corpus.attempts("wanted")
    assert (issue.code, issue.message[-27:]) == ("twin", "gives the same file as kept has"[-27:])
    (wanted,) = (each for each in corpus.plans() if each.id == "wanted")
    found = list(fetch.plan(wanted, lambda row: corpus.pdf(row.id).read_bytes(), corpus.attempts("wanted")))
    assert [each.code for each in found if isinstance(each, Issue)] == ["twin"]


def test_another_content_than_the_registered_is_kept_beside_it(corpus, served):
    site = served({})
    digest = hashlib.sha256(OTHER).hexdigest()
    put(corpus, Plan("kept", "F1", "Kept", url=site.url("/well"), sha256=digest))
    outcome = collected(corpus, client(), again=True)["kept"]
    assert outcome.outcome == "version"
    assert corpus.pdf("kept").read_bytes() == OTHER and corpus.pdf("kept-v2").read_bytes() == GOOD
    version = next(plan for plan in corpus.plans() if plan.id == "kept-v2")
    assert version.kind == "version"
    assert version.note.endswith("30 pages before, 30 now; pages 1-30 changed")
    again = collected(corpus, client(), again=True)
    assert again["kept"].message.endswith("gives what is held as kept-v2")
    assert len(corpus.plans()) == 2


def test_a_lost_file_comes_back_only_if_it_is_the_registered_one(corpus, served):
    site = served({"/cdx/search/cdx": bad.index(CAPTURE), at(CAPTURE): bad.body(OTHER)})
    corpus.pdf("kept").unlink()
    digest = hashlib.sha256(OTHER).hexdigest()
    put(corpus, Plan("kept", "F1", "Kept", url=site.url("/well"), sha256=digest))
    assert collected(corpus, client(), archive=site.url("", "a.example"))["kept"].outcome == "fetched"
    assert corpus.pdf("kept").read_bytes() == OTHER
    assert codes(corpus, "kept") == ["changed"]


def test_unchanged_and_offline_and_by_hand(corpus, served):
    site = served({"/other": bad.body(OTHER)})
    digest = hashlib.sha256(OTHER).hexdigest()
    put(corpus, Plan("kept", "F1", "Kept", url=site.url("/other"), sha256=digest))
    put(corpus, Plan("wanted", "F1", "Wanted", url=site.url("/well")))
    assert collected(corpus, client(), again=True, offline=True)["wanted"].outcome == "missing"
    assert site.asked == []
    corpus.pdf("wanted").write_bytes(GOOD)
    outcomes = collected(corpus, client(), again=True)
    assert (outcomes["wanted"].outcome, outcomes["kept"].outcome) == ("registered", "unchanged")
    corpus.pdf("wanted").write_bytes(OTHER)
    assert collected(corpus, client())["wanted"].outcome == "differs"
    assert corpus.pdf("wanted").read_bytes() == OTHER


def test_columns_that_people_added_to_the_register_are_kept(corpus, served):
    path = corpus.folder / "manifest.csv"
    head, *lines = path.read_text().splitlines()
    path.write_text("\n".join([head + ",licence", *(line + ",OGL" for line in lines)]) + "\n")
    put(corpus, Plan("wanted", "F1", "Wanted", url=served({}).url("/well")))
    collected(corpus, client())
    rows = {row["id"]: row for row in csv.DictReader(path.open())}
    assert (rows["kept"]["licence"], rows["wanted"]["licence"]) == ("OGL", "")
    assert (rows["wanted"]["retrieved"], rows["wanted"]["source"][:9]) == (DAY, "register:")


def test_one_host_is_asked_by_one_connection_with_pauses(corpus, served):
    site = served({"/1": bad.good, "/2": bad.good, "/3": bad.good})
    for number in "123":
        put(corpus, Plan(f"p{number}", "F1", "T", url=site.url(f"/{number}")))
    asker = Client(limits=Limits(delay=0.2), resolver=names)
    collected(corpus, asker)
    times = [when for when, _, _ in site.asked]
    assert len(times) == 4
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))
    assert max(site.most_open.values()) == 1


def test_http_and_https_of_a_host_are_one_host(corpus, served, tmp_path):
    made, trust = bad.contexts(tmp_path)
    plain, secure = served({}), served({}, context=made["good"])
    plain.ways["/up"] = bad.to(secure.url("/well"))
    put(corpus, Plan("up", "F1", "Up", url=plain.url("/up")))
    put(corpus, Plan("there", "F1", "There", url=secure.url("/well")))
    outcomes = collected(corpus, Client(limits=Limits(delay=0.2), resolver=names, trust=trust))
    assert outcomes["up"].outcome == outcomes["there"].outcome == "fetched"
    times = sorted(when for site in (plain, secure) for when, _, _ in site.asked)
    assert len(times) == 5
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))


def test_44_plans_from_44_hosts_in_half_a_minute(corpus, served):
    site = served({"/plan": bad.good}, wait=0.05)
    for number in range(44):
        put(corpus, Plan(f"plan-{number:02}", "F1", "T", url=site.url("/plan", f"host{number}.example")))
    asker = Client(limits=Limits(delay=1), resolver=names)
    began = time.monotonic()
    outcomes = collected(corpus, asker)
    seconds = time.monotonic() - began
    assert sum(each.outcome == "fetched" for each in outcomes.values()) == 44
    assert seconds < 30
    by_host = {}
    for when, host, _ in site.asked:
        by_host.setdefault(host, []).append(when)
    assert all(len(times) == 2 and times[1] - times[0] >= 1 for times in by_host.values())


def test_a_connection_that_led_inside_is_cut(monkeypatch, served):
    """Whatever the name said: what counts is where the connection went."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "93.184.216.34")
    connected = httpcore.SyncBackend.connect_tcp
    monkeypatch.setattr(
        httpcore.SyncBackend, "connect_tcp", lambda self, host, *rest: connected(self, HERE, *rest)
    )
    site = served({})
    asker = client(resolver=lambda host, port: ["93.184.216.34"])
    with pytest.raises(Failure, match=r"led to 127\.0\.0\.1"), asker.ask(site.url("/well")):
        pass
    assert site.asked == []


def test_two_fetches_at_once_are_refused(corpus):
    from pipeline.corpus import CorpusError

    with collect.hold(corpus), pytest.raises(CorpusError, match="another fetch"), collect.hold(corpus):
        pass


@pytest.mark.parametrize(
    "page", ["<a href=" * 20000, "<title>" * 30000, "<a " * 60000, "type = " * 30000, "<![foo" * 1000]
)
def test_a_page_made_to_trap_a_reader_costs_little(page):
    began = time.thread_time()
    content.refusal(("<html>" + page).encode(), "http://site.example/", archive=False)
    assert time.thread_time() - began < 2


def test_what_was_registered_and_not_placed_is_placed_by_the_next_run(corpus):
    folder = corpus.folder / "pdf" / ".part"
    folder.mkdir()
    (folder / "wanted.abc.part").write_bytes(GOOD)
    put(corpus, Plan("wanted", "F1", "Wanted", sha256=hashlib.sha256(GOOD).hexdigest()))
    assert collected(corpus, client())["wanted"].outcome == "held"
    assert file_digest(corpus.pdf("wanted")) == hashlib.sha256(GOOD).hexdigest()


# The command


def register(corpus, site, plans):
    for plan in plans:
        put(corpus, Plan(plan, "F1", plan, url=f"http://127.0.0.1:{site.port}/{plan}"))


def command(corpus, outputs, *more):
    return ["fetch", "--corpus", corpus.folder, "--outputs", outputs, "--allow-private", "--archive", "",
            "--delay", "0", *more]  # fmt: skip


def test_the_command_says_what_it_would_ask_and_then_asks(corpus, served, tmp_path):
    site = served({"/a": bad.good, "/b": bad.page(LANDING)})
    register(corpus, site, "ab")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    said = invoke(*command(corpus, tmp_path / "out", "--dry-run"))
    assert said.exit_code == 0, said.output
    assert f"register  http://127.0.0.1:{site.port}/a" in said.output and site.asked == []
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    done = invoke(*command(corpus, tmp_path / "out", "--only", "F1"))
    assert done.exit_code == 0, done.output
    assert "fetch: 2 of 3 plans held" in done.output
    found = [record for record in stamps.records(tmp_path / "out/plans/b.jsonl") if isinstance(record, Issue)]
    assert [issue.code for issue in found] == ["missing", "web_page"]
    assert "stp add" in found[0].mend or "stp fetch" in found[0].mend
    assert invoke(*command(corpus, tmp_path / "out", "--only", "nobody")).exit_code == 2
    assert invoke(*command(corpus, tmp_path / "out", "--offline", "--plan", "a")).exit_code == 0


def test_the_command_ends_with_1_where_trying_again_may_help(corpus, served, tmp_path):
    site = served({"/a": bad.status("429 Slow", Retry_After="9999")})
    register(corpus, site, "a")
    failed = invoke(*command(corpus, tmp_path / "out", "--only", "a"))
    assert failed.exit_code == 1 and "may come another time (a)" in failed.output


def test_a_corpus_that_is_whole_is_not_written_to(corpus, tmp_path):
    before = sorted(corpus.folder.rglob("*"))
    done = invoke("fetch", "--corpus", corpus.folder, "--outputs", tmp_path / "out")
    assert done.exit_code == 0 and "1 of 1 plans held" in done.output
    assert sorted(corpus.folder.rglob("*")) == before


def test_private_addresses_are_not_asked_unless_one_says_so(corpus, served, tmp_path, monkeypatch):
    monkeypatch.undo()
    site = served({"/a": bad.good})
    register(corpus, site, "a")
    words = [each for each in command(corpus, tmp_path / "out") if each != "--allow-private"]
    assert invoke(*words).exit_code == 0
    assert codes(corpus, "a") == ["private_address"] and site.asked == []


def slowly(request, say, site):
    """The file in ten pieces, so that there is time to be killed in."""

    def piecemeal(content):
        for start in range(0, len(content), 4096):
            say(content[start : start + 4096])
            time.sleep(0.01)

    bad.ranged(request, piecemeal)


def test_killed_at_random_a_fetch_always_completes_to_the_same_files(corpus, served, tmp_path):
    """A few times here; STP_KILLS=50 for as many as one likes."""
    plans = [f"plan-{number}" for number in range(6)]
    site = served({f"/{plan}": slowly for plan in plans})
    chance = random.Random(7)
    whole = hashlib.sha256(GOOD).hexdigest()
    for _ in range(int(os.environ.get("STP_KILLS", "3"))):
        fresh = Corpus(tmp_path / "fresh")
        shutil.rmtree(fresh.folder, ignore_errors=True)
        shutil.copytree(corpus.folder, fresh.folder)
        register(fresh, site, plans)
        words = command(fresh, tmp_path / "out")
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", *map(str, words)], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        began = len(site.asked)
        while len(site.asked) == began and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 1.5)
        process.kill()
        process.wait()
        fresh.plans()
        for path in (fresh.folder / "pdf").glob("*.pdf"):
            assert path.read_bytes() in (GOOD, OTHER), path.name
        outcomes = collected(fresh, client(seconds=60, stall=10, resolver=addresses.resolve))
        assert {each.outcome for each in outcomes.values()} <= {"held", "fetched"}
        digests = {plan.id: plan.sha256 for plan in fresh.plans()}
        assert digests == dict.fromkeys(plans, whole) | {"kept": hashlib.sha256(OTHER).hexdigest()}
        assert {
            path.name: file_digest(path) for path in (fresh.folder / "pdf").glob("*") if path.is_file()
        } == {f"{plan}.pdf": digest for plan, digest in digests.items()}
        assert [path.name for path in (fresh.folder / "pdf/.part").iterdir()] in ([], [".lock"])
