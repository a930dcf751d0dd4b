"""XML from strangers, read into a plain tree in which each element knows its line.

Document types are refused, and with them every entity but the five of XML itself: no bomb of entities, no
look at other files. Namespaces are left out of the names, since tools differ in them.
"""

from collections.abc import Iterator
from xml.parsers import expat

from pipeline.labels.bundle import ExchangeError, Wrong

DEPTH = 60
"""Elements within each other at most; a project has about ten."""


class Element:
    """An element: its name, attributes, line, children and words."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name, self.attributes, self.line = name, attributes, line
        self.children: list[Element] = []
        self.text = ""

    def all(self, name: str) -> Iterator["Element"]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Element | None":
        """The first child of a name."""
        return next(self.all(name), None)

    def within(self, name: str) -> Iterator["Element"]:
        """All elements of a name below this one."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.within(name)


def parse(content: bytes, name: str) -> Element:
    """The root element of a document. Raises ExchangeError with the line at which it is not one."""
    root = Element("", {}, 0)
    stack = [root]
    words: list[list[str]] = [[]]
    parser = _parser(name)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEPTH:
            raise _refused(name, parser, f"it has more than {DEPTH} elements within each other")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(tag.rpartition(" ")[2], plain, parser.CurrentLineNumber)
        stack[-1].children.append(element)
        stack.append(element)
        words.append([])

    def end(_: str) -> None:
        stack.pop().text = "".join(words.pop())

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda data: words[-1].append(data)
    _run(parser, content, name)
    return root.children[0]


def refuse_doctype(content: bytes, name: str) -> None:
    """Raises ExchangeError for a document that is not well formed or has a document type."""
    _run(_parser(name), content, name)


def _parser(name: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise _refused(name, parser, "it declares a document type or entities, which is not read")

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    return parser


def _run(parser: expat.XMLParserType, content: bytes, name: str) -> None:
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise ExchangeError([Wrong(_place(name, parser), f"it is not XML: {error}")]) from error


def _refused(name: str, parser: expat.XMLParserType, message: str) -> ExchangeError:
    return ExchangeError([Wrong(_place(name, parser), message)])


def _place(name: str, parser: expat.XMLParserType) -> str:
    return f"{name}, line {parser.CurrentLineNumber}"
