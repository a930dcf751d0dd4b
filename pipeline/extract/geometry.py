"""What is drawn on a page besides text: rules, filled boxes, frames, pictures.

PDFium lists a page's objects and those inside its form XObjects. Of a path it is enough to know the
bounds of each of its parts: Office draws all borders of a table as one path of thin rectangles.
"""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from . import native
from .parts import PICTURE, Shape
from .view import View

OBJECT_LIMIT = 60_000
"""Objects on a page beyond which its drawings are not read; the fullest of 6,254 real pages has fewer."""
SHAPE_LIMIT = 20_000
"""Shapes beyond which a page is a map or a chart: no table is looked for among more."""
DEPTH_LIMIT = 8
"""Forms within forms; real files have two or three."""
SIMPLE = 6
"""A path of so many segments is one rectangle or line; a longer one is taken apart."""
PICTURES = 40
"""A page with more pictures is a picture in slices, not a page of cards."""
ART = 120
"""A path of more segments is a drawing (a glyph, an icon): only its bounds count."""

Bounds = tuple[float, float, float, float]
Colour = tuple[int, int, int]
Matrix = tuple[float, float, float, float, float, float]
GREY: Colour = (128, 128, 128)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing(NamedTuple):
    """The shapes of a page, the share of it that pictures cover, and whether it has too many objects."""

    shapes: list[Shape]
    pictured: float
    crowded: bool


def drawing(page: Any, view: View) -> Drawing:
    """The shapes and pictures of a pypdfium2 page, in points of the page as seen."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > OBJECT_LIMIT:
        return Drawing([], 0.0, True)
    reader, raw = _Reader(view), native.handle(page.raw)
    objects = (native.page_object(raw, index) for index in range(count))
    reader.walk(objects, IDENTITY, 0)
    if len(reader.pictures) <= PICTURES:
        reader.shapes += reader.pictures
    return Drawing(reader.shapes, min(1.0, reader.pictured / (view.width * view.height)), False)


class _Reader:
    """The C buffers, and what was found so far."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.shapes: list[Shape] = []
        self.pictures: list[Shape] = []
        self.pictured = 0.0
        self.edges = [ctypes.c_float() for _ in range(4)]
        self.edges_at = [ctypes.byref(edge) for edge in self.edges]
        self.channels = [ctypes.c_uint() for _ in range(4)]
        self.channels_at = [ctypes.byref(channel) for channel in self.channels]
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.modes_at = ctypes.byref(self.fill), ctypes.byref(self.stroke)
        self.matrix = pdfium.FS_MATRIX()
        self.matrix_at = ctypes.byref(self.matrix)

    def walk(self, objects: Iterator[int], matrix: Matrix, depth: int) -> None:
        for obj in objects:
            kind = native.object_type(obj)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(obj, matrix)
            elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
                x0, top, x1, bottom = self._seen(self._bounds(obj), matrix)
                self.pictured += max(0.0, x1 - x0) * max(0.0, bottom - top)
                self.pictures.append(Shape(x0, top, x1, bottom, True, False, GREY, PICTURE))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEPTH_LIMIT:
                count = native.form_objects(obj)
                inner = (native.form_object(obj, index) for index in range(count))
                self.walk(inner, _product(self._matrix(obj), matrix), depth + 1)
            if len(self.shapes) > SHAPE_LIMIT:
                return

    def _path(self, path: int, matrix: Matrix) -> None:
        native.draw_mode(path, *self.modes_at)
        if not self.fill.value and not self.stroke.value:
            return
        segments = native.path_segments(path)
        if SIMPLE < segments <= ART:
            colour = self._colour(path)
            inner = _product(self._matrix(path), matrix)
            for part, size in self._parts(path, segments):
                self._add(part, inner, size, colour)
            return
        left, bottom, right, top = box = self._bounds(path)
        if segments > ART and (right - left < 40 or top - bottom < 14):
            return
        large = right - left > 2 and top - bottom > 2
        self._add(box, matrix, segments, self._colour(path) if large else (0, 0, 0))

    def _add(
        self,
        box: Bounds,
        matrix: Matrix,
        segments: int,
        colour: tuple[int, int, int],
    ) -> None:
        x0, top, x1, bottom = self._seen(box, matrix)
        width, height = self.view.width, self.view.height
        if x1 < 0 or bottom < 0 or x0 > width or top > height:
            return
        self.shapes.append(
            Shape(
                max(0.0, x0),
                max(0.0, top),
                min(width, x1),
                min(height, bottom),
                bool(self.fill.value),
                bool(self.stroke.value),
                colour,
                segments,
            )
        )

    def _parts(self, path: int, segments: int) -> Iterator[tuple[Bounds, int]]:
        """The bounds of each sub-path, in the path's own coordinates, with the number of its points."""
        x, y = ctypes.c_float(), ctypes.c_float()
        point_at = ctypes.byref(x), ctypes.byref(y)
        xs: list[float] = []
        ys: list[float] = []
        for index in range(segments):
            segment = native.path_segment(path, index)
            native.segment_point(segment, *point_at)
            if native.segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                if len(xs) > 1:
                    yield (min(xs), min(ys), max(xs), max(ys)), len(xs)
                xs, ys = [], []
            xs.append(x.value)
            ys.append(y.value)
        if len(xs) > 1:
            yield (min(xs), min(ys), max(xs), max(ys)), len(xs)

    def _bounds(self, obj: int) -> Bounds:
        native.object_bounds(obj, *self.edges_at)
        left, bottom, right, top = (edge.value for edge in self.edges)
        return left, bottom, right, top

    def _seen(self, box: Bounds, matrix: Matrix) -> Bounds:
        left, bottom, right, top = box
        if matrix is not IDENTITY:
            a, b, c, d, e, f = matrix
            corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self.view.box(left, bottom, right, top)

    def _colour(self, obj: int) -> Colour:
        native.fill_colour(obj, *self.channels_at)
        red, green, blue, _ = (channel.value for channel in self.channels)
        return red, green, blue

    def _matrix(self, obj: int) -> Matrix:
        native.object_matrix(obj, self.matrix_at)
        m = self.matrix
        return m.a, m.b, m.c, m.d, m.e, m.f


def _product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
