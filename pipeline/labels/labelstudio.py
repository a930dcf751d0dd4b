"""Codings as tasks of Label Studio, in its JSON.

A task is a passage. Labels of the passage as a whole are choices, marked words are labelled regions,
strength is one choice, a note is a text area; what the model suggests are predictions. Who said it, in
which round and when stands with each result under ``meta``, which Label Studio keeps: its own fields for
that cannot be set from a file. What is coded in Label Studio itself has its user and its times.
"""

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec

from pipeline.codebook import STRENGTHS, Codebook
from pipeline.labels.bundle import Asked, Bundle, ExchangeError, Found, Wrong
from pipeline.labels.coding import MODEL, Coding, kind_of, utc
from pipeline.labels.sample import Passage

TO = "text"
"""The name of the words to be coded, in the labelling interface and in the data of a task."""


def write(bundle: Bundle) -> bytes:
    """The tasks of a bundle, one on a line."""
    tasks = [
        _task(number, passage, codings, bundle)
        for number, (passage, codings) in enumerate(bundle.of_passages(), start=1)
    ]
    return b"[\n" + b",\n".join(map(msgspec.json.encode, tasks)) + b"\n]\n"


def interface(frame: Codebook) -> bytes:
    """The labelling interface for a project with such tasks: paste it into Settings, Labeling Interface."""

    def each(tag: str) -> str:
        return "\n".join(
            f"    <{tag} value={quoteattr(entry.id)} hint={quoteattr(entry.definition)}/>"
            for entry in frame.entries
        )

    rungs = "\n".join(f"    <Choice value={quoteattr(rung)}/>" for rung in STRENGTHS)
    return f"""<View>
  <Header value="$heading"/>
  <Text name="before" value="$before"/>
  <Text name="{TO}" value="$text"/>
  <Choices name="labels" toName="{TO}" choice="multiple" showInline="false">
{each("Choice")}
  </Choices>
  <Choices name="strength" toName="{TO}" choice="single-radio" showInline="true">
{rungs}
  </Choices>
  <TextArea name="note" toName="{TO}" placeholder="a note" maxSubmissions="1" editable="true"/>
  <Labels name="marked" toName="{TO}">
{each("Label").replace(" hint=", " title=")}
  </Labels>
</View>
""".encode()


def read(content: bytes, asked: Asked) -> tuple[list[Found], list[Wrong]]:
    """The codings in a file, and what is wrong with it. Predictions are not people's words and are passed
    over, as are annotations that were skipped."""
    found: list[Found] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[str, str], str] = {}
    tasks = list(_tasks(content))
    if len(_numbers(task for _, task in tasks)) > 1:
        asked = asked._replace(annotator="")  # one name cannot stand for several users
    for number, (line, task) in enumerate(tasks, start=1):
        where = f"line {line}, task {number}"
        try:
            for codings in _annotations(task, asked):
                unit = codings[0].ref, codings[0].annotator
                if unit in seen:
                    raise ValueError(f"{unit[0]} is annotated twice by {unit[1]}, first at {seen[unit]}")
                seen[unit] = where
                found += [Found(where, each) for each in codings]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            said = (
                str(error) if isinstance(error, ValueError) else f"it has not the shape of a task: {error!r}"
            )
            wrong.append(Wrong(where, said))
    return found, wrong


def _task(number: int, passage: Passage, codings: list[Coding], bundle: Bundle) -> dict[str, Any]:
    task: dict[str, Any] = {
        "id": number,
        "data": {
            "ref": passage.ref,
            "fingerprint": passage.fingerprint,
            "round": bundle.round,
            "heading": f"{passage.ref} · {passage.section}" if passage.section else passage.ref,
            "before": passage.context or "–",
            TO: passage.text,
        },
        "annotations": [],
        "predictions": [],
    }
    coders = sorted({each.annotator for each in codings})
    for coder in coders:
        mine = [each for each in codings if each.annotator == coder]
        task["annotations"].append({"result": list(_results(mine, passage.text))})
    if not bundle.blind:
        task["predictions"].append(_prediction(passage))
    return task


def _results(codings: list[Coding], text: str) -> Iterator[dict[str, Any]]:
    """What one coder says of a passage: one result for all labels of the whole, one for each marked place."""
    whole = [each for each in codings if each.label and each.start is None]
    if whole:
        yield _result("labels", "choices", {"choices": [each.label for each in whole]}, whole)
    for each in codings:
        if each.start is not None:
            value = {"start": each.start, "end": each.end, TO: text[each.start : each.end]}
            yield _result("marked", "labels", value | {"labels": [each.label]}, [each])
        elif each.kind == "strength":
            yield _result("strength", "choices", {"choices": [each.value]}, [each])
        elif each.kind == "note":
            yield _result("note", "textarea", {"text": [each.value]}, [each])


def _result(control: str, kind: str, value: dict[str, Any], codings: list[Coding]) -> dict[str, Any]:
    first = codings[0]
    name = f"{first.annotator} {control} {first.label} {first.start} {first.end}"
    said = {each.label or each.kind: [each.at, each.codebook_version] for each in codings}
    return {
        "id": "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name),
        "from_name": control,
        "to_name": TO,
        "type": kind,
        "value": value,
        "meta": {"annotator": first.annotator, "round": first.round, "said": said},
    }


def _prediction(passage: Passage) -> dict[str, Any]:
    def choice(control: str, values: list[str]) -> dict[str, Any]:
        return {
            "id": f"{MODEL}-{control}", "from_name": control, "to_name": TO, "type": "choices",
            "value": {"choices": values},
        }  # fmt: skip

    results = [choice("labels", list(passage.suggested))] if passage.suggested else []
    results += [choice("strength", [passage.suggested_strength])] if passage.suggested_strength else []
    likeliest = max((passage.probabilities.get(label, 0.0) for label in passage.suggested), default=0.0)
    return {"model_version": MODEL, "score": likeliest, "result": results}


def _tasks(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each task with the line on which it begins."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise ExchangeError([Wrong(f"line {number}", "it is not in UTF-8")]) from error
    decoder, place, line = json.JSONDecoder(), _skip(text, 0), 1
    if text[place : place + 1] != "[":
        raise ExchangeError([Wrong("line 1", "it is no list of tasks: export it from Label Studio as JSON")])
    line += text.count("\n", 0, place)
    before, place = place, _skip(text, place + 1)
    while text[place : place + 1] != "]":
        line += text.count("\n", before, place)
        try:
            task, end = decoder.raw_decode(text, place)
        except (json.JSONDecodeError, RecursionError) as error:
            at = line + text.count("\n", place, getattr(error, "pos", place))
            raise ExchangeError([Wrong(f"line {at}", f"it is not JSON: {error}")]) from error
        yield line, task
        before, place = place, _skip(text, end)
        if text[place : place + 1] == ",":
            place = _skip(text, place + 1)
        elif text[place : place + 1] != "]":
            line += text.count("\n", before, place)
            raise ExchangeError([Wrong(f"line {line}", "it is cut off, or not JSON")])


def _skip(text: str, place: int) -> int:
    while text[place : place + 1] in (" ", "\n", "\r", "\t"):
        place += 1
    return place


def _annotations(task: dict[str, Any], asked: Asked) -> Iterator[list[Coding]]:
    """The codings of each annotation of a task that says anything."""
    data = task["data"]
    ref, fingerprint = data["ref"], data["fingerprint"]
    text = asked.known.get(ref, {}).get(fingerprint)
    for annotation in task.get("annotations") or ():
        if annotation.get("was_cancelled"):
            continue
        plain = Coding(
            ref, fingerprint, "", "", "", _user(annotation, asked.annotator),
            utc(str(annotation.get("updated_at") or annotation.get("created_at") or "")) or asked.at,
            str(data.get("round") or asked.round), asked.frame.version,
        )  # fmt: skip
        codings = [
            coding for result in annotation["result"] for coding in _of_result(result, plain, text, asked)
        ]
        coders = {each.annotator for each in codings}
        if len(coders) > 1:
            # A coder who goes on from another's annotation owns what comes of it.
            codings = [msgspec.structs.replace(each, annotator=plain.annotator) for each in codings]
        if codings:
            yield codings


def _user(annotation: dict[str, Any], otherwise: str) -> str:
    """Who annotated. Label Studio exports the number of a user, in some editions the address as well; a
    number is told by the name that was asked for, or stands for itself."""
    user = annotation.get("completed_by")
    if isinstance(user, dict):
        return str(user.get("email") or user.get("username") or otherwise)
    return otherwise or (f"user-{user}" if user else "")


def _numbers(tasks: Iterator[Any]) -> set[int]:
    """The numbers of the users who coded in Label Studio itself."""
    found = set()
    for task in tasks:
        annotations = task.get("annotations") if isinstance(task, dict) else None
        for each in annotations if isinstance(annotations, list) else ():
            user = each.get("completed_by") if isinstance(each, dict) else None
            if isinstance(user, int) and not any("meta" in one for one in each.get("result") or ()):
                found.add(user)
    return found


def _of_result(result: dict[str, Any], plain: Coding, text: str | None, asked: Asked) -> Iterator[Coding]:
    control, value, meta = result["from_name"], result["value"], result.get("meta") or {}
    said = meta.get("said") or {}
    plain = msgspec.structs.replace(
        plain,
        annotator=str(meta.get("annotator") or plain.annotator),
        round=str(meta.get("round") or plain.round),
    )

    def one(kind: str, label: str, words: str, **rest: Any) -> Coding:
        at, version = said.get(label or kind) or (plain.at, plain.codebook_version)
        return msgspec.structs.replace(
            plain, kind=kind, label=label, value=words, at=utc(at), codebook_version=str(version), **rest
        )

    if control == "labels":
        yield from (one(_kind(label, asked), label, "yes") for label in value["choices"])
    elif control == "marked":
        start, end = _place(value, text)
        yield from (one(_kind(label, asked), label, "yes", start=start, end=end) for label in value["labels"])
    elif control == "strength":
        yield from (one("strength", "", rung) for rung in value["choices"])
    elif control == "note":
        words = "\n".join([value[TO]] if isinstance(value[TO], str) else value[TO]).strip()
        if words:
            yield one("note", "", words)
    else:
        raise ValueError(f"a result of {control!r}, which the labelling interface does not have")


def _kind(label: str, asked: Asked) -> str:
    try:
        return kind_of(label, asked.frame)
    except KeyError:
        raise ValueError(f"the codebook {asked.frame.version} has no label {label!r}") from None


def _place(value: dict[str, Any], text: str | None) -> tuple[int, int]:
    """The characters of a marked place. Label Studio runs in a browser, which counts what lies beyond the
    basic plane as two; the words that it gives decide."""
    start, end, words = int(value["start"]), int(value["end"]), value.get(TO)
    if text is None or words is None or text[start:end] == words:
        return start, end
    wide = text.encode("utf-16-le")
    if wide[2 * start : 2 * end].decode("utf-16-le", "replace") == words:
        start, end = (len(wide[: 2 * each].decode("utf-16-le", "replace")) for each in (start, end))
        return start, end
    raise ValueError(f"characters {start} to {end} are {text[start:end][:30]!r}, not {words[:30]!r}")
