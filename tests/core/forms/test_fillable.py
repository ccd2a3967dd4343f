"""The fields of a fillable PDF become questions, and what cannot be known is told of."""

import io
from typing import Any

import pytest
import yaml
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from tests.core.forms.imports import programme_of

from commonwheel.core.forms import fillable
from commonwheel.core.forms.importing import Imported, given_for, import_form
from commonwheel.core.forms.source import FormCannotBeRead


def thing(value: Any) -> Any:
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): thing(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return ArrayObject(map(thing, value))
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return value


class Paper:
    """A PDF being made, with two pages."""

    def __init__(self) -> None:
        self.writer = PdfWriter()
        self.pages = [self.writer.add_blank_page(100, 100) for _ in range(2)]
        self.fields: list[IndirectObject] = []

    def box(self, page: int, **says: Any) -> IndirectObject:
        rect = ArrayObject([FloatObject(0)] * 4)
        held = thing({"/Type": "/Annot", "/Subtype": "/Widget"} | {f"/{key}": value for key, value in says.items()})
        held[NameObject("/Rect")] = rect
        made = self.writer._add_object(held)
        self.pages[page].setdefault(NameObject("/Annots"), ArrayObject()).append(made)
        return made

    def field(self, page: int, name: str, kind: str, **says: Any) -> None:
        self.fields.append(self.box(page, T=name, FT=kind, **says))

    def bytes(self) -> bytes:
        self.writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): ArrayObject(self.fields)}
        )
        held = io.BytesIO()
        self.writer.write(held)
        return held.getvalue()


def made_of(paper: Paper) -> Imported:
    return import_form(paper.bytes(), "our-form.pdf", given_for(publisher="us"))


def test_fields_become_questions_on_the_pages_of_the_paper() -> None:
    paper = Paper()
    paper.field(0, "name", "/Tx", TU="Your full name", Ff=2, MaxLen=40)
    paper.field(0, "story", "/Tx", Ff=1 << 12)
    paper.field(0, "agree", "/Btn", AP={"/N": {"/Yes": {}, "/Off": {}}})
    paper.field(1, "colour", "/Ch", Ff=1 << 17, Opt=["Red", ["b", "Blue"]])
    paper.field(1, "many", "/Ch", Ff=1 << 21, Opt=["x", "y"])
    paper.field(1, "one", "/Ch", Opt=["x"])
    paper.field(1, "empty", "/Ch")
    paper.field(1, "sign", "/Sig")
    paper.field(1, "odd", "/Odd", AA={"/K": {"/S": "/JavaScript"}})
    paper.field(1, "press", "/Btn", Ff=1 << 16)
    boxes = [paper.box(1, AP={"/N": {f"/{state}": {}}}) for state in ("left", "right")]
    radio = thing({"/T": "way", "/FT": "/Btn", "/Ff": 1 << 15})
    radio[NameObject("/Kids")] = ArrayObject(boxes)
    paper.fields.append(paper.writer._add_object(radio))
    parent = thing({"/T": "address", "/FT": "/Tx", "/Ff": 2})
    parent[NameObject("/Kids")] = ArrayObject([paper.box(1, T="town")])
    paper.fields.append(paper.writer._add_object(parent))
    made = made_of(paper)
    programme_of(made)
    first, second = yaml.safe_load(made.files["pattern.yaml"])["steps"]
    name, story, agree = first["ask"]
    assert (name["label"], name["max"], "optional" in name) == ("Your full name", "40", False)
    assert (story["type"], agree["type"], agree["optional"]) == ("long-text", "yes-no", "true")
    types = {one["id"]: one["type"] for one in second["ask"]}
    assert types == {
        "colour": "select", "many": "checkboxes", "one": "radios", "empty": "text", "sign": "signature", "odd": "text",
        "way": "radios", "town": "text",
    }  # fmt: skip
    assert second["ask"][0]["options"] == [{"value": "red", "label": "Red"}, {"value": "b", "label": "Blue"}]
    said = "\n".join(map(str, (*made.report.changed, *made.report.not_carried)))
    for words in ("The words around the fields", "(button)", "What “odd” does", "of what kind"):
        assert words in said


def test_a_field_that_stands_too_deep_is_left() -> None:
    paper = Paper()
    inner: Any = paper.box(0, T="deep", FT="/Tx")
    for number in range(30):
        held = thing({"/T": f"in{number}"})
        held[NameObject("/Kids")] = ArrayObject([inner])
        inner = paper.writer._add_object(held)
    paper.fields.append(inner)
    with pytest.raises(FormCannotBeRead, match="no fields"):
        made_of(paper)


def test_a_paper_that_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FormCannotBeRead, match="no fields"):
        made_of(Paper())
    blank = PdfWriter()
    blank.add_blank_page(10, 10)
    held = io.BytesIO()
    blank.write(held)
    with pytest.raises(FormCannotBeRead, match="no fields"):
        import_form(held.getvalue(), "x.pdf", given_for(publisher="us"))
    blank.encrypt("secret")
    locked = io.BytesIO()
    blank.write(locked)
    with pytest.raises(FormCannotBeRead, match="locked"):
        import_form(locked.getvalue(), "x.pdf", given_for(publisher="us"))
    with pytest.raises(FormCannotBeRead, match="broken"):
        import_form(b"%PDF-1.7 and no more", "x.pdf", given_for(publisher="us"))
    paper = Paper()
    for number in range(3):
        paper.field(0, f"f{number}", "/Tx")
    monkeypatch.setattr(fillable, "_MOST_FIELDS", 2)
    with pytest.raises(FormCannotBeRead, match="3 fields"):
        made_of(paper)
    monkeypatch.setattr(fillable, "LARGEST", 5)
    with pytest.raises(FormCannotBeRead, match="bytes"):
        made_of(paper)
