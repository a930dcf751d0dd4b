"""What else could read or classify, each as a function that prepares and returns the work to be measured.

Imports and models belong to the preparing: start-up is measured by itself. What is not installed is not
compared: pdftotext (poppler) and PyMuPDF, which is under the AGPL and is never required.
"""

import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.records import Page, Passage
from pipeline.stages import stamps

Work = Callable[[], int]


def pdfium(pdfs: list[Path]) -> Work:
    """The floor: PDFium loads each page and no more."""
    import pypdfium2

    def work() -> int:
        pages = 0
        for pdf in pdfs:
            with pypdfium2.PdfDocument(pdf) as document:
                for number in range(len(document)):
                    document[number].close()
                pages += len(document)
        return pages

    return work


def extraction(pdfs: list[Path]) -> Work:
    """This pipeline's extraction, in one process and without OCR."""
    from pipeline import extract

    def work() -> int:
        return sum(isinstance(each, Page) for pdf in pdfs for each in extract.pages(pdf.read_bytes()))

    return work


def pdfplumber(pdfs: list[Path]) -> Work:
    """The text of pages by pdfplumber."""
    import pdfplumber as plumber

    def work() -> int:
        pages = 0
        for pdf in pdfs:
            with plumber.open(pdf) as document:
                for page in document.pages:
                    page.extract_text()
                    page.close()
                    pages += 1
        return pages

    return work


def pdfminer(pdfs: list[Path]) -> Work:
    """The text of pages by pdfminer.six, with its analysis of layout."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer

    def work() -> int:
        pages = 0
        for pdf in pdfs:
            for page in extract_pages(pdf):
                "".join(each.get_text() for each in page if isinstance(each, LTTextContainer))
                pages += 1
        return pages

    return work


def pymupdf(pdfs: list[Path]) -> Work:
    """The text of pages by PyMuPDF."""
    mupdf: Any = import_module("pymupdf")

    def work() -> int:
        pages = 0
        for pdf in pdfs:
            with mupdf.open(pdf) as document:
                for page in document:
                    page.get_text()
                    pages += 1
        return pages

    return work


def pdftotext(pdfs: list[Path]) -> Work:
    """The text of pages by poppler's command, a process for each file; a form feed ends each page."""

    def work() -> int:
        texts = (
            subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout
            for pdf in pdfs
        )
        return sum(text.count(b"\f") for text in texts)

    return work


def readers() -> list[tuple[str, Callable[[list[Path]], Work]]]:
    """The readers of PDFs that are installed: this pipeline's, the floor, and the others."""
    found: list[tuple[str, Callable[[list[Path]], Work]]] = [
        ("this pipeline: words, order, headings, tables", extraction),
        ("floor: PDFium loads the page", pdfium),
        ("pdfplumber: text", pdfplumber),
        ("pdfminer.six: text and layout", pdfminer),
    ]
    if shutil.which("pdftotext"):
        found.append(("pdftotext -layout", pdftotext))
    if find_spec("pymupdf"):
        found.append(("PyMuPDF: text", pymupdf))
    return found


def classification(files: list[Path], most: int) -> Work:
    """This pipeline's labels, with their evidence, of at most so many passages."""
    from pipeline import classify

    passages, model = _passages(files, most), classify.model()

    def work() -> int:
        return sum(1 for _ in classify.labels(passages, model))

    return work


def encoder(files: list[Path], most: int) -> Work:
    """The encoder alone, on the same passages."""
    from pipeline import classify

    model = classify.model()
    texts = [(each.section, each.context, each.text) for each in _passages(files, most)]

    def work() -> int:
        return len(model.encoder.scored(texts))

    return work


def baseline(files: list[Path], most: int) -> Work:
    """TF-IDF of words and pairs, and a linear support vector machine for each label, as published
    classifiers of such texts have them; fitted to the same gold."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    from pipeline import codebook
    from pipeline.classify import gold

    taught = gold.shipped()
    labels, _ = gold.targets(taught, codebook.read())
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2), OneVsRestClassifier(LinearSVC())
    )
    model.fit([f"{each.section} {each.text}" for each in taught], labels)
    texts = [f"{each.section} {each.text}" for each in _passages(files, most)]

    def work() -> int:
        return int(model.predict(texts).shape[0])

    return work


CLASSIFIERS = (
    ("this pipeline: labels, strength, evidence", classification),
    ("the encoder alone", encoder),
    ("TF-IDF and LinearSVC: labels", baseline),
)


def _passages(files: list[Path], most: int) -> list[Passage]:
    """At most so many passages, taken evenly from what was segmented."""
    every = [each for file in files for each in stamps.records(file) if isinstance(each, Passage)]
    return every[:: max(1, len(every) // most)][:most]
