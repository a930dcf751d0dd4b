import pytest

from pipeline.corpus import MANIFEST_COLUMNS, Corpus, CorpusError
from pipeline.corpus.register import add
from pipeline.records import Plan


@pytest.fixture
def pdfs(tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    for name, content in (("Our Plan.pdf", b"%PDF-1"), ("copy.pdf", b"%PDF-1"), ("page.pdf", b"<html>")):
        (folder / name).write_bytes(content)
    return sorted(folder.iterdir())


def probe(path):
    return "is a web page" if path.read_bytes().startswith(b"<") else ""


def test_adding_makes_a_corpus_and_names_what_became_of_each_file(tmp_path, pdfs):
    corpus = Corpus(tmp_path / "corpus")
    added = list(add(corpus, pdfs, template=Plan("", "F1", ""), probe=probe))
    assert [(each.path.name, each.outcome, each.plan.id) for each in added] == [
        ("Our Plan.pdf", "added", "our-plan"),
        ("copy.pdf", "duplicate", "our-plan"),
        ("page.pdf", "refused", "page"),
    ]
    assert [(plan.id, plan.status, plan.note) for plan in corpus.plans()] == [
        ("our-plan", "", ""),
        ("page", "refused", "is a web page"),
    ]
    assert corpus.pdf("our-plan").read_bytes() == b"%PDF-1"
    assert [row["code"] for row in corpus.footprints()] == ["F1"]


def test_a_dry_run_writes_nothing(tmp_path, pdfs):
    corpus = Corpus(tmp_path / "corpus")
    added = list(add(corpus, pdfs, template=Plan("", "F1", ""), probe=probe, dry_run=True))
    assert [each.outcome for each in added] == ["added", "duplicate", "refused"]
    assert not corpus.folder.exists()


def test_an_id_that_is_taken_gets_a_number(tmp_path, pdfs):
    corpus = Corpus(tmp_path / "corpus")
    for content in (b"%PDF-a", b"%PDF-b"):
        pdfs[0].write_bytes(content)
        list(add(corpus, pdfs[:1], template=Plan("", "F1", ""), probe=probe))
    assert [plan.id for plan in corpus.plans()] == ["our-plan", "our-plan-2"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Not A Slug,F1,T,plan", "not a slug"),
        ("a,F1,T,poster", "the kind 'poster'"),
        ("a,F1,T,plan\na,F1,T,plan", "line 3: the id a stands there twice"),
    ],
)
def test_a_register_that_cannot_be_read_names_the_line(tmp_path, row, said):
    (tmp_path / "manifest.csv").write_text("id,footprint,title,kind\n" + row + "\n")
    with pytest.raises(CorpusError, match=said):
        Corpus(tmp_path).plans()


def test_a_folder_without_a_register_says_how_to_make_one(tmp_path):
    with pytest.raises(CorpusError, match="stp add"):
        Corpus(tmp_path).plans()


def test_the_register_may_have_a_byte_order_mark(tmp_path):
    head = ",".join(MANIFEST_COLUMNS)
    (tmp_path / "manifest.csv").write_bytes(b"\xef\xbb\xbf" + f"{head}\nx,F1,T,plan,,,,,,yes,,\n".encode())
    assert [(plan.id, plan.specimen) for plan in Corpus(tmp_path).plans()] == [("x", True)]
