"""What each node of a flow becomes: questions, words, or a note of what it was."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonwheel.core.forms.cursor import Cursor, leave_rest
from commonwheel.core.forms.planx import kinds
from commonwheel.core.forms.planx.flow import Node
from commonwheel.core.forms.planx.ways import Ways
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, Item, Said
from commonwheel.core.forms.terms import FALSE, TRUE

NO_PLACE = "The pattern language has no place for it."
LOOK = "How it looks is the same in every service."
_EDITORS = "It is a note for those who edit the flow."
_HELP = (("info", "Why it matters"), ("howMeasured", "How it is defined"), ("policyRef", "Where this is laid down"))
_LOOKS = ("color", "hideDropZone", "hideFileUpload", "img", "definitionImg", "image")
_NOTES = ("notes", "tags")
_FEW = 15
"""Choices that are shown all at once; of more, one is picked from a list."""
_RICH = re.compile(r"<(?:a|li|img|h[1-6]|table)\b|<p>.{0,2000}<p>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"\s*<h([1-3])>(.{1,2000}?)</h\1>", re.DOTALL)
_IMAGE = re.compile(r"<img\b[^>]{0,3000}>", re.IGNORECASE)
_OLD_LAW = re.compile(r"http://(?=(?:www\.)?(?:legislation\.gov\.uk|gov\.uk)\b)")
_TEXTS: Mapping[str, str] = {
    "short": "text", "long": "long-text", "extraLong": "long-text", "medium": "long-text", "email": "email",
    "phone": "phone",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a node shows: a heading, words under it, and questions or words."""

    title: str
    text: str = ""
    items: tuple[Item, ...] = ()


@dataclass(slots=True)
class Nodes:
    """
    Reads nodes.

    Attributes:
        values: the value of each answer, by its id.
        key_of: the key of the question of a node.
    """

    report: Report
    values: Mapping[str, str]
    key_of: Callable[[Node], str]
    ways: Ways
    answers: Mapping[str, Node] = field(default_factory=dict)

    def shown(self, node: Node) -> Shown:
        """Return what a node shows."""
        read: Callable[[Node], Shown] = getattr(self, f"_{_READERS[node.kind]}")
        made = read(node)
        self.close(node)
        return made

    def close(self, node: Node) -> None:
        """Note what of a node was not taken."""
        for keys, why in ((_LOOKS, LOOK), (_NOTES, _EDITORS)):
            for key in keys:
                if node.data.take(key):
                    self.report.leave(f"`{key}`", f"{node.data.where}/{key}", why)
        for key in ("fn", "val", "neverAutoAnswer", "alwaysAutoAnswerBlank", "resetButton", "category"):
            node.data.take(key)
        leave_rest(node.data, self.report, NO_PLACE)

    # Words

    def help(self, source: Cursor) -> str:
        """Return the words of help that a node has, in Markdown."""
        parts = [(heading, self.rich(source, key)) for key, heading in _HELP]
        return "\n\n".join(f"<p><strong>{heading}</strong></p>\n\n{words}" for heading, words in parts if words)

    def rich(self, source: Cursor, key: str) -> str:
        """Return a text with HTML; its pictures are told of."""
        text = _OLD_LAW.sub("https://", source.text(key))
        if _IMAGE.search(text):
            self.report.leave("A picture", f"{source.where}/{key}", "A pattern has no pictures: say it in words.")
            text = _IMAGE.sub("", text)
        return text if text.replace("<p></p>", "").strip() else ""

    def hint_and_text(self, source: Cursor) -> tuple[str, str]:
        """Return the description as a hint where it is one line, or else as words above; then the help."""
        description, more = self.rich(source, "description"), self.help(source)
        if _RICH.search(description):
            return "", "\n\n".join(filter(None, (description, more)))
        return description, more

    def _one(self, node: Node, kind: str, label: str, limits: Mapping[str, Any], **more: Any) -> Shown:
        """Return a page with one question."""
        hint, text = self.hint_and_text(node.data)
        hint = ". ".join(filter(None, (hint, more.pop("hint", ""))))
        asked = Asked(self.key_of(node), kind, label, node.where, hint, limits=limits, **more)
        return Shown("", text, (asked,))

    def _words(self, node: Node) -> Shown:
        title = node.data.text("title", "text")
        text = "\n\n".join(filter(None, (self.rich(node.data, "content"), self.rich(node.data, "description"),
                                         self.help(node.data))))  # fmt: skip
        heading = None if title else _HEADING.match(text)
        if heading and text[heading.end() :].strip():
            # It is the page's own: residents would read it below another that says nothing.
            title, text = heading[2], text[heading.end() :]
        return Shown(title, "", (Said(text or title, node.where),))

    # Questions

    def _decision(self, node: Node) -> Shown:
        label = node.data.text("text", "title")
        if not node.children:
            self.report.count("questions")
            self.report.change(f"“{label}”", node.where, "It has no choices: it stands there as words.")
            return self._words(node)
        many = node.kind in kinds.MANY_OF
        choices = tuple(self._choice(self.answers[answer]) for answer in node.children)
        limits = {"min": len(choices)} if node.data.truth("allRequired") and many else {}
        if node.data.take("categories"):
            self.report.leave("Headings among choices", f"{node.data.where}/categories", NO_PLACE)
        if node.kind == kinds.FILTER:
            label = f"What did your answers come to? ({node.data.text('category') or 'Planning permission'})"
        kind = "checkboxes" if many else "radios" if len(choices) <= _FEW else "select"
        return self._one(node, kind, label, limits, choices=choices)

    def _choice(self, answer: Node) -> Choice:
        label, hint = answer.data.text("text"), self.rich(answer.data, "description")
        if answer.data.take("flags"):
            why = "A pattern has no flags: what follows from them stands in conditions, or is decided by an officer."
            self.report.leave("Flags of an answer", f"{answer.data.where}/flags", why)
        self.close(answer)
        return Choice(self.values[answer.id], label or self.values[answer.id], hint, answer.where)

    def _text(self, node: Node) -> Shown:
        kind = node.data.text("type") or "short"
        if kind not in _TEXTS:
            self.report.change(f"A text of type {kind}", node.where, "It is asked for as a line of text.")
        return self._one(node, _TEXTS.get(kind, "text"), node.data.text("title"), {})

    def _number(self, node: Node) -> Shown:
        limits, units = number_limits(node.data)
        return self._one(node, "number", node.data.text("title"), limits, hint=units)

    def _date(self, node: Node) -> Shown:
        found = {key: node.data.text(key) for key in ("min", "max")}
        limits = {key: day for key, day in found.items() if _DAY.fullmatch(day)}
        return self._one(node, "date", node.data.text("title"), limits)

    def _address(self, node: Node) -> Shown:
        return self._one(node, "address", node.data.text("title"), {})

    def _property(self, node: Node) -> Shown:
        why = "PlanX knows some things of a property by its address, such as its type. A pattern asks for them."
        self.report.change(f"“{node.data.text('title')}”", node.where, why)
        for key in ("allowNewAddresses", "newAddressTitle", "newAddressDescription", "newAddressDescriptionLabel"):
            if node.data.take(key):
                self.report.leave(f"`{key}`", f"{node.data.where}/{key}", "Who finds no address can type one.")
        return self._one(node, "address", node.data.text("title"), {})

    def _boundary(self, node: Node) -> Shown:
        title = node.data.text("title")
        self.report.change(f"“{title}”", node.where, "A boundary cannot be drawn: a plan of it is uploaded instead.")
        hint = node.data.text("titleForUploading")
        above = self.rich(node.data, "descriptionForUploading")
        made = self._one(node, "file", title, {"max": 5}, hint=hint)
        return Shown(made.title, "\n\n".join(filter(None, (made.text, above))), made.items)

    def _file(self, node: Node) -> Shown:
        return self._one(node, "file", node.data.text("title"), {"max": 20})

    def _map(self, node: Node) -> Shown:
        title = node.data.text("title")
        self.report.change(
            f"“{title}”", node.where, "One spot on the map is asked for, and what PlanX asks of each in a list."
        )
        key = self.key_of(node)
        place = Asked(f"{key}/place", "place", title, node.where)
        return Shown(title, self.help(node.data), (place, self._list_of(node, title)))

    def _constraints(self, node: Node) -> Shown:
        why = "PlanX looks them up on maps. Here they are ticked, of all that the flow asks about."
        self.report.change("Planning constraints", node.where, why)
        title = node.data.text("title") or "Planning constraints"
        names = self.ways.constraints
        if not names:
            return self._words(node)
        choices = tuple(Choice(name, in_words(name), where=node.where) for name in names)
        return self._one(node, "checkboxes", title, {}, choices=choices, optional=True)

    def _contact(self, node: Node) -> Shown:
        key, where = self.key_of(node), node.where
        hint, text = self.hint_and_text(node.data)
        items = (
            Asked(f"{key}/name", "name", "Full name", where),
            Asked(f"{key}/organisation", "text", "Organisation", where, "If there is one", optional=True),
            Asked(f"{key}/phone", "phone", "Phone number", where),
            Asked(f"{key}/email", "email", "Email address", where),
        )
        return Shown(node.data.text("title"), "\n\n".join(filter(None, (hint, text))), items)

    def _files(self, node: Node) -> Shown:
        """Return a page with a question for each kind of file."""
        items: list[Item] = []
        key = self.key_of(node)
        hint, text = self.hint_and_text(node.data)
        rules = self.ways.rules.get(node.id, ())
        kinds_of_file = [one for one in node.data.each("fileTypes") if one.value]
        for number, (one, met) in enumerate(zip(kinds_of_file, rules, strict=True)):
            rule = one.inside("rule")
            when = rule.text("condition")
            for part in ("fn", "val", "operator"):
                rule.take(part)
            one.take("fn")
            name, more = one.text("name"), one.inside("moreInformation")
            more_text = self.help(more)
            required = when in ("AlwaysRequired", "RequiredIf") and met is not None
            if met is None:
                self.report.count("conditions", kept=False)
                self.report.leave(f"When “{name}” is asked for", one.where, "It is asked of all, and may be left out.")
            elif when.endswith("If"):
                self.report.count("conditions")
            if met == FALSE:
                self.report.change(f"“{name}”", one.where, "Nothing in the flow asks for it: it is not asked for.")
                self.report.count("questions")
                continue
            if more_text:
                items.append(Said(f"<h3>{name}</h3>\n\n{more_text}", more.where, None if met in (None, TRUE) else met))
            items.append(Asked(f"{key}/{number}", "file", name, one.where, optional=not required, limits={"max": 20},
                               shown=None if met in (None, TRUE) else met))  # fmt: skip
        return Shown(node.data.text("title"), "\n\n".join(filter(None, (hint, text))), tuple(items))

    # Lists

    def _list(self, node: Node) -> Shown:
        hint, text = self.hint_and_text(node.data)
        title = node.data.text("title")
        asked = self._list_of(node, title, hint)
        return Shown("", text, (asked,) if asked.members else (Said(text or title, node.where),))

    def _list_of(self, node: Node, title: str, hint: str = "") -> Asked:
        schema = node.data.inside("schema")
        entry = schema.text("type")
        node.data.take("schemaName")
        limits: dict[str, Any] = {"entry": entry} if entry else {}
        limits |= {key: min(number, 50) for key in ("min", "max") if (number := schema.whole(key)) is not None}
        members = tuple(self._field(one, f"{number}") for number, one in enumerate(schema.each("fields")))
        return Asked(self.key_of(node), "group", title, node.where, hint, limits=limits, members=members)

    def _page(self, node: Node) -> Shown:
        hint, text = self.hint_and_text(node.data)
        key, schema = self.key_of(node), node.data.inside("schema")
        for part in ("type", "min", "max"):
            schema.take(part)
        node.data.take("schemaName")
        items = tuple(self._field(one, f"{key}/{number}") for number, one in enumerate(schema.each("fields")))
        return Shown(
            node.data.text("title"), "\n\n".join(filter(None, (hint, text))), items or (Said(text, node.where),)
        )

    def _field(self, one: Cursor, key: str) -> Asked:
        """Return a field of a list as a question."""
        data, kind = one.inside("data"), one.text("type")
        own = data.text("fn")
        name = f"{own} /{key}" if own else f" /{key}"
        label, hint = data.text("title", "text"), self.rich(data, "description")
        limits: dict[str, Any] = {}
        choices: tuple[Choice, ...] = ()
        if kind in ("question", "checklist"):
            ours = "checkboxes" if kind == "checklist" else "radios"
            choices = tuple(self._field_choices(data))
        elif kind == "number":
            ours, (limits, units) = "number", number_limits(data)
            hint = ". ".join(filter(None, (hint, units)))
        else:
            ours = {"text": _TEXTS.get(data.text("type") or "short", "text"), "date": "date", "address": "address",
                    "fileUpload": "file", "map": "place"}.get(kind, "")  # fmt: skip
        if not ours or (kind in ("question", "checklist") and not choices):
            self.report.change(f"“{label}”, of type {kind}", one.where, "It is asked for as a line of text.")
            ours = "text"
        leave_rest(one, self.report, NO_PLACE)
        return Asked(name, ours, label, one.where, hint, choices=choices, limits=limits)

    def _field_choices(self, data: Cursor) -> Iterator[Choice]:
        for option in data.each("options"):
            inside = option.inside("data")
            label = inside.text("text")
            value = inside.text("val") or label
            option.take("id")
            yield Choice(value, label or value, self.rich(inside, "description"), option.where)

    # Lists of what to do

    def _steps(self, node: Node) -> Shown:
        lines = []
        for one in (*node.data.each("tasks"), *node.data.each("steps")):
            title, link = one.text("title"), one.text("url")
            named = f'<a href="{link}">{title}</a>' if link else f"<strong>{title}</strong>"
            lines.append(f"<li>{named} {self.rich(one, 'description')}</li>")
        above = self.rich(node.data, "description")
        text = "".join((above, "<ul>", *lines, "</ul>")) if lines else above
        title = node.data.text("title")
        more = self.help(node.data)
        return Shown(title, "", (Said("\n\n".join(filter(None, (text or title, more))), node.where),))


def number_limits(data: Cursor) -> tuple[dict[str, Any], str]:
    """Return the limits of a number, and its units as a hint."""
    limits: dict[str, Any] = {} if data.truth("isInteger") else {"decimals": 3}
    if not data.truth("allowNegatives"):
        limits["min"] = 0
    units = data.text("units")
    return limits, f"In {units}" if units else ""


def in_words(name: str) -> str:
    """Return a value such as `designated.conservationArea` as words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.replace(".", ", ").replace("_", " "))
    return spaced[:1].upper() + spaced[1:].lower()


_READERS: Mapping[int, str] = {
    **dict.fromkeys(kinds.DECISIONS, "decision"),
    kinds.TEXT: "text", kinds.TEXT_CHECKED: "text", kinds.NUMBER: "number", kinds.DATE: "date",
    kinds.ADDRESS: "address", kinds.PROPERTY: "property", kinds.CONTACT: "contact",
    kinds.BOUNDARY: "boundary", kinds.FILE: "file", kinds.FILES: "files", kinds.MAP: "map",
    kinds.CONSTRAINTS: "constraints", kinds.LIST: "list", kinds.PAGE: "page",
    kinds.NOTICE: "words", kinds.CONTENT: "words", kinds.ABOUT_PROPERTY: "words",
    kinds.TASKS: "steps", kinds.NEXT: "steps",
}  # fmt: skip
SHOWN = frozenset(_READERS)
"""Kinds of nodes that residents see."""
