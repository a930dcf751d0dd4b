"""Coding passages in `stp serve`: what a press says, that it is kept, and that nothing else is shown."""

import asyncio
import hashlib
import re
import shutil
import sqlite3
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest

from pipeline import codebook
from pipeline.corpus import Corpus
from tests.conftest import ROOT, SAMPLE

serve = pytest.importorskip("pipeline.serve", reason="the extra `serve` is not installed")
httpx = pytest.importorskip("httpx")
labels = pytest.importorskip("pipeline.labels.store", reason="the store of labels is not there")
from pipeline.labels import material, sample  # noqa: E402
from pipeline.labels.coding import in_force  # noqa: E402
from pipeline.serve import review  # noqa: E402

FRAME = codebook.read()


class Buttons(HTMLParser):
    """The buttons of a page with their attributes, and its hidden fields."""

    def __init__(self, html):
        super().__init__()
        self.all, self.fields = [], {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "button":
            self.all.append(attrs)
        if attrs.get("type") == "hidden":
            self.fields[attrs["name"]] = attrs["value"]

    def pressed(self):
        return {each["value"] for each in self.all if each.get("aria-pressed") == "true"}


class Coder:
    """A person with a browser of their own."""

    def __init__(self, loop, app, name, seen=False):
        self.loop, self.name, self.seen = loop, name, seen
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost")

    def get(self, path):
        return self.loop.run_until_complete(self.client.get(path))

    def at(self, number=0):
        asked = {"annotator": self.name, "n": number} | ({"seen": "on"} if self.seen else {})
        return f"/review/first?{urlencode(asked)}"

    def look(self, number=0):
        return self.get(self.at(number)).text

    async def press(self, number=1, **said):
        """Press a button: the page as it is after, once it has been sent."""
        page = (await self.client.get(self.at(number))).text
        form = Buttons(page).fields | said
        return await self.client.post(self.at(number), data=form)

    def say_on(self, page, number=1, **said):
        """Press a button of a page that was opened before."""
        form = Buttons(page).fields | said
        return self.loop.run_until_complete(self.client.post(self.at(number), data=form))

    def say(self, number=1, **said):
        return self.loop.run_until_complete(self.press(number, **said))


@pytest.fixture
def corpus(outputs, tmp_path):
    """A corpus with a round of twelve passages for anna and ben, the half of them for both."""
    folder = tmp_path / "corpus"
    (folder / "coding").mkdir(parents=True)
    shutil.copytree(SAMPLE / "pdf", folder / "pdf")
    pool = list(material.passages(outputs / "stp.db"))
    design = sample.Design("first", 1, {"stratified": 12}, ("anna", "ben"), 0.5, len(pool), FRAME.version)
    sample.write(sample.draw(pool, design, FRAME, lambda label, text: []), folder / "coding" / "first.jsonl")
    return Corpus(folder)


@pytest.fixture
def room(outputs, corpus):
    """A way to give people browsers at one site."""
    loop = asyncio.new_event_loop()
    site = serve.site(outputs / "stp.db", corpus)
    app = site.app()
    yield lambda name, **how: Coder(loop, app, name, **how)
    site.pictures.printer.close()
    loop.close()


def drawn(corpus, name):
    return review.given(sample.read(corpus.folder / "coding" / "first.jsonl").drawn, name)


def said(corpus):
    return [
        (row.kind, row.label, row.value, row.annotator) for row in labels.read(corpus.folder / "labels.db")
    ]


def test_each_key_is_one_label_s_or_button_s(room):
    given = list(review.keys(FRAME).values())
    assert len(given) == len(set(given)) == len(FRAME.entries) + 5
    page = room("anna").look(1)
    shown = re.findall(r'data-key="(.)"', unescape(page))
    assert len(shown) == len(set(shown)) and set(given) <= set(shown)


def test_the_keys_are_those_that_the_docs_tell(room):
    page = (ROOT / "docs" / "coding.md").read_text()
    told = page.partition("## Coding in the browser")[2].partition("\n## ")[0]
    shown = set(re.findall(r'data-key="(.)"', unescape(room("anna").look(1))))
    shown.add("u")  # is offered once there is something to take back
    capitals = set(filter(str.isupper, shown))
    numbers = {str(number) for number in range(1, len(FRAME.themes) + 1)}
    assert f"`1` to `{len(FRAME.themes)}`" in told and "capital letter of each sub-theme" in told
    assert shown - capitals - numbers == set(re.findall(r"`(.)`", told)) - numbers


def test_a_press_is_a_row_at_once_and_an_undo_another(room, corpus):
    anna = room("anna")
    answer = anna.say(1, label="yes:workforce")
    assert answer.status_code == 303 and answer.headers["location"] == anna.at(1)
    anna.say(1, label="yes:workforce>roles_skills")
    anna.say(1, strength="proposal")
    assert Buttons(anna.look(1)).pressed() == {"no:workforce", "no:workforce>roles_skills", ""}
    last = next(each["value"] for each in Buttons(anna.look(1)).all if each.get("name") == "undo")
    anna.say(1, undo=last)
    assert Buttons(anna.look(1)).pressed() == {"no:workforce", "no:workforce>roles_skills"}
    anna.say(1, label="no:workforce")
    assert said(corpus) == [
        ("theme", "workforce", "yes", "anna"),
        ("theme", "workforce>roles_skills", "yes", "anna"),
        ("strength", "", "proposal", "anna"),
        ("undo", "", "3", "anna"),
        ("theme", "workforce", "no", "anna"),
    ]
    row = labels.read(corpus.folder / "labels.db")[0]
    passage = drawn(corpus, "anna")[0].passage
    assert (row.ref, row.fingerprint, row.round) == (passage.ref, passage.fingerprint, "first")
    assert row.codebook_version == FRAME.version and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row.at)


def test_pressing_twice_says_the_same_and_holds(room, corpus):
    anna = room("anna")
    for _ in range(2):
        anna.say(1, label="yes:finance")
    held = in_force(labels.read(corpus.folder / "labels.db"))
    assert [(row.label, row.value) for row in held] == [("finance", "yes")]


def test_a_note_is_saved_with_any_press_and_only_when_it_changed(room, corpus):
    anna = room("anna")
    moved = anna.say(1, note="  Two\nplans? ", go="next")
    assert moved.headers["location"] == anna.at(2)
    anna.say(1, note="Two plans?", go="next")
    assert said(corpus) == [("note", "", "Two plans?", "anna")]
    assert ">Two plans?</textarea>" in anna.look(1)


def test_a_window_left_open_does_not_put_an_old_note_back(room, corpus):
    anna = room("anna")
    old = anna.look(1)
    anna.say(1, note="New.")
    anna.say_on(old, note="", label="yes:workforce")
    assert said(corpus) == [("note", "", "New.", "anna"), ("theme", "workforce", "yes", "anna")]


def test_the_first_passage_not_judged_is_found_again(room, corpus):
    anna = room("anna")
    assert "Passage 1 of 9" in anna.look()
    anna.say(1, strength="none")
    anna.say(3, label="yes:enablers")
    page = anna.look()
    assert "Passage 2 of 9" in page and "2 judged" in page
    assert "Passage 1 of 9" in room("ben").look()


def test_two_browsers_at_once_lose_nothing(room, corpus):
    anna, ben = room("anna"), room("ben")
    presses = [f"yes:{each.id}" for each in FRAME.entries]

    async def both():
        return await asyncio.gather(*(who.press(1, label=each) for each in presses for who in (anna, ben)))

    assert {each.status_code for each in anna.loop.run_until_complete(both())} == {303}
    assert len(said(corpus)) == 2 * len(presses) == len(set(said(corpus)))


def test_blind_shows_nothing_of_the_model_nor_of_others(room, corpus):
    both = next(n for n, each in enumerate(drawn(corpus, "anna"), 1) if len(each.coders) == 2)
    anna, ben = room("anna"), room("ben")
    ref = drawn(corpus, "anna")[both - 1].passage.ref
    other = next(n for n, each in enumerate(drawn(corpus, "ben"), 1) if each.passage.ref == ref)
    ben.say(other, label="yes:workforce", note="Surely.")
    page = anna.look(both)
    assert "model" not in page.lower() and "Surely" not in page and not Buttons(page).pressed()
    assert 'class="quoted"' not in page
    assert "model 0." in room("anna", seen=True).look(both)


def test_the_page_is_shown_with_the_passage_marked(room, corpus):
    page = room("anna").look(1)
    assert "<rect" in page and re.search(r'<img src="/page/[a-z0-9-]+/\d+\.png\?v=', page)
    answer = room("anna").get(room("anna").at(1))
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "wrong",
    [{"label": "yes:nonsense"}, {"label": "maybe:workforce"}, {"strength": "strong"}, {"undo": "99"},
     {"undo": "x"}, {"note": "x" * 5000}, {"ref": "another/p1/s1", "label": "yes:workforce"}],
)  # fmt: skip
def test_what_says_nothing_is_not_saved(room, corpus, wrong):
    answer = room("anna").say(1, **wrong)
    assert answer.status_code in (400, 409)
    assert said(corpus) == []


def test_a_form_from_elsewhere_is_refused(room, corpus):
    answer = room("anna").say(1, csrftoken="forged", label="yes:workforce")
    assert answer.status_code == 403
    assert not (corpus.folder / "labels.db").exists()


def test_who_and_what_is_not_of_the_round(room, corpus):
    anna = room("anna")
    assert anna.get("/review/second?annotator=anna").status_code == 404
    assert anna.get("/review/..~2F..~2Fmanifest?annotator=anna").status_code == 404
    assert anna.get("/review/first?annotator=carol").status_code == 400
    assert anna.get("/review/first").status_code == 400
    assert "Passage 9 of 9" in anna.look(999)
    name = quote('"><script>alert(1)</script>')
    assert "<script>alert" not in anna.get(f"/review/first?annotator={name}").text
    assert "Round first" in anna.get("/review").text and "/review" in anna.get("/").text


def test_words_that_changed_since_are_coded_as_drawn(outputs, corpus, tmp_path):
    database = tmp_path / "stp.db"
    shutil.copy(outputs / "stp.db", database)
    with sqlite3.connect(database) as db:
        db.execute("update passages set fingerprint = 'other'")
    site, loop = serve.site(database, corpus), asyncio.new_event_loop()
    anna = Coder(loop, site.app(), "anna")
    assert "has other words now" in anna.look(1)
    assert anna.say(1, strength="none").status_code == 303
    site.pictures.printer.close()
    loop.close()
    assert said(corpus) == [("strength", "", "none", "anna")]


def test_the_database_is_left_as_it_was(room, outputs):
    before = hashlib.sha256((outputs / "stp.db").read_bytes()).hexdigest()
    room("anna").say(1, label="yes:workforce")
    assert hashlib.sha256((outputs / "stp.db").read_bytes()).hexdigest() == before
