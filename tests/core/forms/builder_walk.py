"""A plain reading of what a digital form builder does with a form: it shares no code with the import.

Conditions are written as the builders write them for their own engine (npm's expr-eval), and run by a port of that
engine. Source: the documentation of the builders' conditions and links between pages.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from py_expression_eval import Parser

OPERATORS = {"is": "==", "is not": "!=", "is before": "<", "is after": ">", "is at least": ">=", "is at most": "<="}
OPERATORS |= {"is less than": "<", "is more than": ">"}
CHOICES = ("RadiosField", "SelectField", "AutocompleteField")
WORDS = ("Aardvark", "Other", "Applicant", "1")


@dataclass(frozen=True)
class Walked:
    """The paths of the pages seen, and what was answered on them, by the name it is kept under."""

    pages: tuple[str, ...]
    answers: Mapping[str, Any]


@dataclass
class BuilderWalk:
    """A form being filled in at random."""

    form: Mapping[str, Any]
    chance: Random
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def ordered(self) -> bool:
        return self.form.get("engine") == "V2" or self.form.get("schema") == 2

    def walk(self) -> Walked:
        """Fill in the form, page by page, until it ends."""
        pages = {page["path"]: page for page in self.form["pages"]}
        seen: list[str] = []
        if self.ordered:
            for path, page in pages.items():
                if page.get("condition") and not self.holds(page["condition"]):
                    continue
                seen.append(path)
                self.fill_in(page)
                if "Terminal" in str(page.get("controller")):
                    break
        else:
            path = self.form["startPage"]
            while path in pages and path not in seen:
                seen.append(path)
                self.fill_in(pages[path])
                path = self.following(pages[path])
        return Walked(tuple(path for path in seen if self.says_something(pages[path])), self.state)

    def says_something(self, page: Mapping[str, Any]) -> bool:
        """Whether there is anything on a page: words may be shown to some only."""
        wanted = [(one.get("options") or {}).get("condition") for one in page.get("components", ())]
        return not wanted or any(name is None or self.holds(name) for name in wanted)

    def following(self, page: Mapping[str, Any]) -> str:
        """Return the page that comes next: the first link whose condition holds, or the last without one."""
        otherwise = ""
        for link in page.get("next", ()):
            if not link.get("condition"):
                otherwise = link["path"]
            elif self.holds(link["condition"]):
                return str(link["path"])
        return otherwise

    # Conditions, in the builders' own language

    def holds(self, name: str) -> bool:
        return self.run(self.text_of(name))

    def run(self, text: str) -> bool:
        """
        Run an expression; one that reads what is not there is not met.

        The second version of DEFRA's engine knows every field: unanswered ones are null, choices of many none.
        """
        empty = {key: [] if one["type"] == "CheckboxesField" else None for key, one in self.fields()}
        state = {**(empty if self.ordered else {}), **self.state}
        spelt = {key: re.sub(r"\W", "_", key) for key in sorted(state, key=len, reverse=True)}
        for key, name in spelt.items():
            text = re.sub(rf"(?<![\w.']){re.escape(key)}(?![\w'])", name, text)
        values = {"true": True, "false": False} | {spelt[key]: value for key, value in state.items()}
        try:
            return bool(Parser().evaluate(text, values))
        except Exception:  # noqa: BLE001  # the engine raises Exception itself, and the builders catch whatever comes
            return False

    def text_of(self, name: str) -> str:
        """Return a named condition as text."""
        found = next(one for one in self.form["conditions"] if name in (one.get("name"), one.get("id")))
        value = found.get("value", found)
        if isinstance(value, str):
            return value
        parts = value.get("conditions") or value.get("items")
        return self.joined(parts, value.get("coordinator"))

    def joined(self, parts: list[Mapping[str, Any]], coordinator: str | None) -> str:
        text = f"({self.one(parts[0])})"
        for part in parts[1:]:
            text += f" {part.get('coordinator') or coordinator} ({self.one(part)})"
        return text

    def one(self, part: Mapping[str, Any]) -> str:
        if "conditions" in part:
            return self.joined(part["conditions"], None)
        if "conditionName" in part or "conditionId" in part:
            return f"({self.text_of(part.get('conditionName') or part['conditionId'])})"
        name, value = self.field_of(part), self.value_of(part)
        operator = part["operator"]
        if operator == "contains":
            return f"{value} in {name}"
        if operator == "does not contain":
            return f"not ({value} in {name})"
        if operator == "is longer than":
            return f"length({name}) > {part['value']['value']}"
        return f"{name} {OPERATORS[operator]} {value}"

    def field_of(self, part: Mapping[str, Any]) -> str:
        if "componentId" in part:
            return next(key for key, one in self.fields() if one.get("id") == part["componentId"])
        name = str(part["field"]["name"])
        keys = [key for key, _ in self.fields()]
        return name if name in keys else next((key for key in keys if key.endswith(f".{name}")), name)

    def value_of(self, part: Mapping[str, Any]) -> str:
        value = part["value"]
        if isinstance(value, dict) and "itemId" in value:
            items = next(one for one in self.form["lists"] if one.get("id") == value["listId"])["items"]
            return repr(next(item["value"] for item in items if item.get("id") == value["itemId"]))
        plain = value["value"] if isinstance(value, dict) else value
        kind = part.get("field", {}).get("type") or part.get("type")
        if kind in ("YesNoField", "BooleanValue"):
            return str(plain).lower()
        return str(plain) if kind == "NumberField" else repr(str(plain))

    # Answers

    def fields(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for page in self.form["pages"]:
            for one in page.get("components", ()):
                if one.get("name"):
                    yield ".".join(part for part in (page.get("section"), one["name"]) if part), one

    def fill_in(self, page: Mapping[str, Any]) -> None:
        for one in page.get("components", ()):
            key = ".".join(part for part in (page.get("section"), one.get("name")) if part)
            answer = self.answer(one)
            if answer is not None:
                self.state[key] = answer

    def answer(self, one: Mapping[str, Any]) -> Any:
        """An answer as the builder keeps it; None for none, and for what conditions never read."""
        if (one.get("options") or {}).get("required") is False and self.chance.random() < 0.5:
            return None
        kind, chance = one["type"], self.chance
        made = {
            "YesNoField": lambda: chance.random() < 0.5,
            **dict.fromkeys(CHOICES, lambda: chance.choice(self.choices(one))),
            "CheckboxesField": lambda: chance.sample(self.choices(one), chance.randint(1, len(self.choices(one)))),
            "NumberField": lambda: chance.randint(0, 5),
            "DatePartsField": lambda: str(dt.date(2026, 6, 1) + dt.timedelta(days=chance.randint(-900, 900))),
            "TextField": lambda: chance.choice(WORDS),
        }
        return made[kind]() if kind in made else None

    def choices(self, one: Mapping[str, Any]) -> list[Any]:
        found = next(each for each in self.form["lists"] if one["list"] in (each.get("name"), each.get("id")))
        return [item["value"] for item in found["items"]]
