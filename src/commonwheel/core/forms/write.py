"""A form as the folder of a pattern; what only a person can decide stands there as a marked stand-in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from commonwheel.core.forms.cel import expression
from commonwheel.core.forms.leaves import CannotBeSaid, Known
from commonwheel.core.forms.links import Links
from commonwheel.core.forms.names import Ids, by_value
from commonwheel.core.forms.prose import LONGEST_LINE, line, loses, markdown
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.routes import UNREACHED
from commonwheel.core.forms.source import Asked, End, Form, Item, Page
from commonwheel.core.forms.terms import Term, names
from commonwheel.core.patterns.expressions.limits import LONGEST_EXPRESSION
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE

UNREACHED_ID = UNREACHED.key.removeprefix("settings.")
_CHANGELOG = "# What has changed\n\n## 0.1.0\n\nThe first version, imported from a form.\n"
_MOST_CHARACTERS = {"text": 1_000, "long-text": 20_000}
_TOO_LONG = "It is longer than a pattern can hold: the rest was cut off."
_NOT_ENGLISH = "Its words stand where English is expected: write English there, and put these under `translations`."
NEVER = "Nobody could come to it: a setting, which is off, shows it."
_ASK_UNREACHED: Mapping[str, str] = {
    "id": UNREACHED_ID,
    "type": "yes-no",
    "label": "Ask also what nobody could come to in the form this was made from",
    "default": "false",
}


@dataclass(frozen=True, slots=True)
class Given:
    """
    What whoever imports says of the service.

    Attributes:
        name: of the pattern; "" for one made of the form's title.
        publisher: whose it is.
        duty: of `core.places.duties`; a stand-in where `duty_known` is false.
        lgsl: the need it meets.
        title: what residents call it; the form's own where "".
        power, basis, years: of the data it holds, and how long; stand-ins where they are "" and 0.
    """

    publisher: str
    duty: str
    lgsl: int
    name: str = ""
    duty_known: bool = False
    title: str = ""
    power: str = ""
    basis: str = ""
    years: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A pattern being written.

    Attributes:
        pattern: what `pattern.yaml` says, every scalar as text.
        others: the other files of its folder, by path.
    """

    pattern: dict[str, Any]
    others: Mapping[str, str]

    def files(self) -> dict[str, bytes]:
        """Return the files of its folder, by path."""
        whole = {key: value for key, value in self.pattern.items() if value not in ([], {})}
        return {path: text.encode() for path, text in {"pattern.yaml": _yaml(whole), **self.others}.items()}

    def put_aside(self, address: str) -> None:
        """Show a part, at this address of its condition, only where the setting for what nobody could come to is on."""
        part = self.pattern
        names = address.split(".")[:-1]
        for one, name in zip(names[::2], names[1::2], strict=True):
            part = next(entry for entry in part[one] if entry["id"] == name)
        part["when"] = UNREACHED.key
        if all(setting["id"] != UNREACHED_ID for setting in self.pattern["settings"]):
            self.pattern["settings"].insert(0, dict(_ASK_UNREACHED))


@dataclass(frozen=True, slots=True)
class Taken:
    """The ids of a pattern that parts of a form shall stand in: of its pages, its stops, and all else."""

    steps: frozenset[str]
    stops: frozenset[str]
    others: frozenset[str]


def draft(form: Form, given: Given, report: Report) -> Draft:
    """Return a form as a pattern."""
    return _Writing(form, given, report).draft()


def parts_for(form: Form, taken: Taken, report: Report) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the pages and the stops of a form for another pattern, in which others stand before and between them."""
    nobody = Given(publisher="", duty="", lgsl=0)
    writing = _Writing(form, nobody, report, Ids("-", {*taken.steps}), Ids("-", {*taken.stops}), is_for_another=True)
    writing.shows.taken |= taken.others
    return writing.parts()


# Private


@dataclass(slots=True)
class _Writing:
    form: Form
    given: Given
    report: Report
    steps: Ids = field(default_factory=lambda: Ids("-"))
    stops: Ids = field(default_factory=lambda: Ids("-"))
    settings: Ids = field(default_factory=lambda: Ids("_", {UNREACHED_ID}))
    is_for_another: bool = False
    links: Links = field(init=False)
    shows: Ids = field(init=False)
    always: frozenset[str] = frozenset()
    asked: set[str] = field(default_factory=set)
    behind_setting: bool = False
    compulsory: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.compulsory = frozenset(asked.key for asked in self.form.questions if not asked.optional)
        self.links = Links(self.settings, self.report)
        self.shows = Ids("_", {known.id for known in self.known.values()})

    @property
    def known(self) -> Mapping[str, Known]:
        return self.form.known

    def draft(self) -> Draft:
        title = self.given.title or self._words(self.form.title, "", "Service") or "Service"
        afterwards = self._markdown(self.form.afterwards, "") if self.form.afterwards else ""
        if self.form.language != SOURCE_LANGUAGE:
            self.report.change(f"The language `{self.form.language}`", "/language", _NOT_ENGLISH)
        others = {
            "messages/received.md": _message("We have what you sent", "We have what you sent.", afterwards),
            "messages/done.md": _message("We have dealt with it", "We have dealt with what you sent."),
            "guidance.md": self._guidance(title),
            "CHANGELOG.md": _CHANGELOG,
        }
        return Draft(self._pattern(title), others)

    def parts(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        return [self._step(page) for page in self.form.pages], [self._stop(end) for end in self.form.ends]

    def _pattern(self, title: str) -> dict[str, Any]:
        steps, stops = self.parts()
        name = self.given.name or Ids("-").give(title, "imported form")
        return {
            "language": "1",
            "pattern": name,
            "version": "0.1.0",
            "title": title,
            "summary": self._words(self.form.summary, "", "") or f"{title}.",
            "publisher": self.given.publisher,
            "licence": {"code": "MIT", "words": "OGL-UK-3.0"},
            "need": [{"lgsl": str(self.given.lgsl), "lgil": "0"}],
            "duty": self.given.duty,
            "data": {
                "power": self.given.power or "Localism Act 2011, section 1",
                "basis": self.given.basis or "public-task",
                "special": "none",
                "keep": {"years": str(self.given.years or 1), "from": "closed"},
                "then": "delete",
            },
            "undecided": self._undecided(),
            "settings": [*self._unreached_setting(), *self.links.settings.values()],
            "steps": [step for step in steps if step["ask"]],
            "stops": stops,
            "case": {
                "reference": "".join(word[0] for word in name.split("-") if word[0].isalpha())[:4].upper() or "F",
                "states": [
                    {"id": "received", "label": "Received", "next": ["done"], "tell": {"resident": "received.md"}},
                    {"id": "done", "label": "Done", "final": "done", "tell": {"resident": "done.md"}},
                ],
            },
            "measures": ["completion", "satisfaction", "time-to-done"],
        }

    def _undecided(self) -> dict[str, str]:
        given = self.given
        every = {
            "duty": (given.duty_known, "Say which duty this is, and under `need` which service of the sector’s list."),
            "data.power": (given.power, "Name the law that gives you the power or duty."),
            "data.basis": (given.basis, "Say on what lawful basis you use what people tell you."),
            "data.special": ("", "Say whether health, ethnicity or the like is asked about."),
            "data.keep": (given.years, "Say how long you keep a request."),
            "case.states": ("", "Say what happens to a request after it is sent."),
        }
        return {address: words for address, (said, words) in every.items() if not said}

    def _unreached_setting(self) -> Iterator[dict[str, str]]:
        if self.behind_setting:
            yield dict(_ASK_UNREACHED)

    # Pages

    def _step(self, page: Page) -> dict[str, Any]:
        first = next(page.questions, None)
        title = self._words(page.title, page.where, first.label if first else "") or "Questions"
        step: dict[str, Any] = {"id": self.steps.give(page.key, title), "title": title}
        self.report.steps[page.key] = step["id"]
        if not page.reached:
            self.report.change(f"Page “{title}”", page.where, NEVER)
        if page.text and (text := self._markdown(page.text, page.where)):
            self.report.count("texts")
            step["text"] = text
        step |= self._when(page.shown, page.where)
        sure = page.shown is None
        step["ask"] = []
        for item in page.items:
            step["ask"].append(self._item(item, title))
            if isinstance(item, Asked):
                self.asked.add(item.key)
            if sure and isinstance(item, Asked) and not item.optional and item.shown is None:
                self.always |= {item.key}
        return step

    def _item(self, item: Item, title: str) -> dict[str, Any]:
        if isinstance(item, Asked):
            return self._question(item, self.known[item.key].id, title, self.known[item.key])
        self.report.count("texts")
        text = self._markdown(item.text, item.where) or "…"
        return {"id": self.shows.give("words"), "type": "show", "text": text} | self._when(item.shown, item.where)

    def _question(self, asked: Asked, ident: str, title: str, known: Known) -> dict[str, Any]:
        self.report.count("questions")
        label = self._words(asked.label, asked.where, title)
        made: dict[str, Any] = {"id": ident, "type": asked.kind, "label": label or ident.replace("_", " ").capitalize()}
        if asked.hint and (hint := self._words(asked.hint, asked.where, "")):
            made["hint"] = hint
        if asked.missing and (missing := self._words(asked.missing, asked.where, "")):
            made["missing"] = missing
        made |= self._when(asked.shown, asked.where)
        if asked.optional:
            made["optional"] = "true"
        if asked.choices:
            made["options"] = self._options(asked, known)
        made |= self._limits(asked, len(made.get("options", ())))
        if asked.checks:
            made |= self._checks(asked, known)
        if asked.members:
            members = (self._member(asked, member) for member in asked.members)
            made["ask"] = list(members)
            if asked.optional:
                made["min"] = "0"
        return made

    def _member(self, group: Asked, member: Asked) -> dict[str, Any]:
        known = self.known[group.member_key(member)]
        return self._question(member, known.id, group.label, known)

    def _options(self, asked: Asked, known: Known) -> list[dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for choice in asked.choices:
            value = by_value(known.values, choice)
            if value in found:
                self.report.count("options", kept=False)
                self.report.leave(f"The choice “{choice.label}”", choice.where, "Another choice keeps the same value.")
                continue
            self.report.count("options")
            found[value] = {"value": value, "label": self._words(choice.label, choice.where, value)}
            if choice.hint and (hint := self._words(choice.hint, choice.where, "")):
                found[value]["hint"] = hint
        return list(found.values())

    def _checks(self, asked: Asked, known: Known) -> dict[str, list[dict[str, str]]]:
        """Return what an answer must satisfy; what the language cannot ask is noted."""
        found = []
        for rule in asked.checks:
            own = {key: replace(known, in_group=False) for key in (asked.key, *names(rule.that))}
            try:
                that = expression(rule.that, own, always=frozenset(own))
            except CannotBeSaid as reason:
                self.report.leave(
                    f"A check of “{line(asked.label)}”", asked.where, f"It is not checked, because {reason}"
                )
            else:
                found.append({"id": rule.id, "that": that, "say": self._words(rule.say, asked.where, rule.id)})
        return {"check": found} if found else {}

    def _limits(self, asked: Asked, options: int) -> dict[str, Any]:
        limits = dict(asked.limits)
        most = options if asked.kind == "checkboxes" else _MOST_CHARACTERS.get(asked.kind)
        for key in ("min", "max"):
            if most is not None and key in limits and limits[key] > most:
                self.report.change(
                    f"`{key}` of “{asked.label}”", asked.where, f"It is {most:,}, the most there can be."
                )
                limits[key] = most
        if limits.get("max") == 0 and asked.kind != "number":
            del limits["max"]
        if "min" in limits and limits["min"] > limits.get("max", limits["min"]):
            self.report.leave(f"`min` of “{asked.label}”", asked.where, "It is more than the most there can be.")
            del limits["min"]
        return {key: _scalar(value) for key, value in limits.items()}

    def _stop(self, end: End) -> dict[str, Any]:
        if end.text:
            self.report.count("texts")
        title = self._words(end.title, end.where, "") or "You cannot use this service"
        text = self._markdown(end.text, end.where)
        ident = self.report.steps[end.key] = self.stops.give(end.key, title)
        stop = {"id": ident, **self._when(end.shown, end.where, ends=True), "title": title}
        return stop | ({"text": text} if text else {})

    # Words and conditions

    def _when(self, term: Term | None, where: str, *, ends: bool = False) -> dict[str, str]:
        """Return the condition of a part, as a key; without one where it is always shown."""
        if term is None:
            return {}
        try:
            text = self._said(term, ends=ends)
        except CannotBeSaid as reason:
            self.report.count("conditions", kept=False)
            why = f"It is {'never' if ends else 'always'} shown, because {reason}"
            self.report.leave("When this is shown", where, why)
            text = "false" if ends else "true"
        if text == "false":
            self.report.change("A part that nobody could come to", where, NEVER)
            text = UNREACHED.key
        if UNREACHED.key in text:
            self.behind_setting = True
        return {} if text == "true" else {"when": text}

    def _said(self, term: Term, *, ends: bool) -> str:
        """Return a condition as the language writes it; that of an end is tried after every page."""
        any_order = ends or self.is_for_another
        always, asked = (frozenset[str](), None) if any_order else (self.always, self.asked)
        compulsory = frozenset[str]() if self.is_for_another else self.compulsory
        text = expression(term, self.known, always=always, compulsory=compulsory, asked=asked)
        if len(text) > LONGEST_EXPRESSION:
            raise CannotBeSaid(f"it is longer than {LONGEST_EXPRESSION:,} characters.")
        return text

    def _words(self, text: str, where: str, otherwise: str) -> str:
        """Return a text as one line, and count it."""
        made = line(text)
        if made:
            self.report.count("texts")
            if len(text) > LONGEST_LINE and len(made) == LONGEST_LINE:
                self.report.change("The end of a text", where, _TOO_LONG)
        return made or line(otherwise)

    def _markdown(self, text: str, where: str) -> str:
        made = self.links.kept(markdown(text), where)
        if loses(text):
            self.report.change("The end of a text", where, _TOO_LONG)
        return made

    def _guidance(self, title: str) -> str:
        return (
            f"# {title}\n\nMade from a form ({self.form.kind}). What did not come across is in the report of the "
            "import.\n\n## When to use this\n\nTBC: which service this is, and which it is not.\n\n"
            "## Law\n\nTBC: the Acts and regulations, with their sections.\n\n"
            "## Equality\n\nTBC: who could find this hard, and what is done about it.\n\n"
            "## What varies locally\n\nTBC: what each council decides for itself.\n"
        )


def _message(subject: str, *paragraphs: str) -> str:
    reference = "Your reference is {{ case.reference }}."
    first, *rest = paragraphs
    return f"---\nsubject: {subject}\n---\n\n" + "\n\n".join([f"{first} {reference}", *filter(None, rest)]) + "\n"


def _scalar(value: Any) -> Any:
    if isinstance(value, list):
        return value
    return "true" if value is True else "false" if value is False else str(value)


def _yaml(value: Mapping[str, Any]) -> str:
    text: str = yaml.dump(dict(value), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
