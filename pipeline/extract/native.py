"""PDFium's functions with plain addresses for their handles.

ctypes builds a typed pointer for every handle that a function takes or gives; for calls made once a
word that costs more than the call itself. These take and give integers.
"""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_HANDLE, _INT, _SIZE = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


def handle(pointer: Any) -> int:
    """The address that a typed handle points to."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


text_object = _plain(pdfium.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
text_matrix = _plain(pdfium.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
font_size = _plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _HANDLE, _INT)
origin = _plain(pdfium.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
marked_content = _plain(pdfium.FPDFPageObj_GetMarkedContentID, _INT, _HANDLE)
render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
font_of = _plain(pdfium.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
font_name = _plain(pdfium.FPDFFont_GetBaseFontName, _SIZE, _HANDLE, _HANDLE, _SIZE)
font_weight = _plain(pdfium.FPDFFont_GetWeight, _INT, _HANDLE)

element_type = _plain(pdfium.FPDF_StructElement_GetType, ctypes.c_ulong, _HANDLE, _HANDLE, ctypes.c_ulong)
element_children = _plain(pdfium.FPDF_StructElement_CountChildren, _INT, _HANDLE)
element_child = _plain(pdfium.FPDF_StructElement_GetChildAtIndex, _HANDLE, _HANDLE, _INT)
element_mark = _plain(pdfium.FPDF_StructElement_GetChildMarkedContentID, _INT, _HANDLE, _INT)

page_object = _plain(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
form_objects = _plain(pdfium.FPDFFormObj_CountObjects, _INT, _HANDLE)
form_object = _plain(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
object_type = _plain(pdfium.FPDFPageObj_GetType, _INT, _HANDLE)
object_bounds = _plain(pdfium.FPDFPageObj_GetBounds, _INT, *[_HANDLE] * 5)
object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
fill_colour = _plain(pdfium.FPDFPageObj_GetFillColor, _INT, *[_HANDLE] * 5)
draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
path_segments = _plain(pdfium.FPDFPath_CountSegments, _INT, _HANDLE)
path_segment = _plain(pdfium.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
segment_type = _plain(pdfium.FPDFPathSegment_GetType, _INT, _HANDLE)
