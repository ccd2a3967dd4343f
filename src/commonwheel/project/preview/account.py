"""What is known of the resident: chosen on the front page, and in force on every page that this browser opens."""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from commonwheel.core.patterns.answering.notation import read_fact
from commonwheel.core.patterns.expressions.sorts import ADDRESS, BOOL, TIMESTAMP, Sort
from commonwheel.core.patterns.expressions.values import as_fact
from commonwheel.core.patterns.model.companions import Example
from commonwheel.core.patterns.running.facts import ACCOUNT, FACTS, Fact
from commonwheel.core.patterns.running.programme import Programme
from commonwheel.design.fields import FieldView, OptionView
from commonwheel.project.preview.home import COUNCIL, at_home

COOKIE = "preview-account"
LONGEST = 200
"""Characters of a fact, so that all of them find room in a cookie."""
UNKNOWN = "unknown"
Known = Mapping[str, Any]
"""Facts by their name in expressions, in the notation of examples; what is not there is not known."""

_HERE = {"line": "1 Preview Street, Previewton", "postcode": "BN1 1AA", "authority": COUNCIL}
_ELSEWHERE = {"line": "1 Elsewhere Street, Elsewhere", "postcode": "ZE1 0AA", "authority": "another-council"}
_CHOICES: Mapping[Sort, tuple[tuple[str, str, Any], ...]] = {
    BOOL: (("yes", "Yes", True), ("no", "No", False)),
    ADDRESS: (("here", "In the council’s area", _HERE), ("elsewhere", "Somewhere else", _ELSEWHERE)),
}
"""Facts that are chosen, not typed: of each choice its value in the form, its words, and the fact."""


def chosen_facts(request: HttpRequest) -> Known | None:
    """Return what this browser chose; None where it chose nothing, so that each example brings its own."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
    except signing.BadSignature:
        return None
    return {name: value for name, value in kept.items() if name in ACCOUNT}


def keep_facts(response: HttpResponse, known: Known) -> None:
    """Let this browser have these facts from now on."""
    kept = signing.dumps(dict(known), salt=COOKIE, compress=True)
    response.set_cookie(COOKIE, kept, httponly=True, samesite="Lax")


def forget_facts(response: HttpResponse) -> None:
    """Leave it to the examples again."""
    response.delete_cookie(COOKIE, samesite="Lax")


def facts_of_example(example: Example | None) -> Known:
    """Return what an example says is known, its addresses in the preview's council."""
    written = example.account if example else {}
    read = {name: read_fact(ACCOUNT[name], value) for name, value in written.items() if name in ACCOUNT}
    return {name: at_home(value) for name, value in read.items() if as_fact(ACCOUNT[name], value) is not None}


def facts_read(programme: Programme) -> tuple[Fact, ...]:
    """Return the facts that the service's expressions read, in the order of their list."""
    return tuple(fact for fact in FACTS.values() if f"account.{fact.name}" in programme.reads)


def fact_field(fact: Fact, *, value: str, error: str = "") -> FieldView:
    """Return a fact as a question of a form; `value` as `fact_value` or a browser says it."""
    hint = f"account.{fact.name}"
    if fact.sort == TIMESTAMP:
        hint += ", written like 1990-02-28. Leave it empty where it is not known."
    elif fact.sort not in _CHOICES:
        hint += ". Leave it empty where it is not known."
    options = tuple(OptionView(name, words) for name, words, _value in _CHOICES.get(fact.sort, ()))
    return FieldView(
        id=fact.name,
        type="radios" if options else "text",
        label=f"{fact.meaning[:1].upper()}{fact.meaning[1:]}",
        hint=hint,
        options=(OptionView(UNKNOWN, "Not known"), *options) if options else (),
        value=value,
        error=error,
    )


def fact_value(fact: Fact, known: Known) -> str:
    """Return what stands in the form for a fact."""
    value = known.get(fact.name)
    if fact.sort == ADDRESS and value is not None:
        return "here" if value.get("authority") == COUNCIL else "elsewhere"
    if fact.sort in _CHOICES:
        return next((name for name, _words, one in _CHOICES[fact.sort] if one is value), UNKNOWN)
    return "" if value is None else str(value)


def read_facts(facts: tuple[Fact, ...], posted: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the facts that a form says are known, and by name what is wrong with those that cannot be."""
    known: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for fact in facts:
        value = _read(fact, posted.get(fact.name, "").strip())
        if value is None:
            continue
        if as_fact(fact.sort, value) is None:
            wrong[fact.name] = "Write the date like 1990-02-28, or leave it empty"
        elif len(str(value)) > LONGEST:
            wrong[fact.name] = f"Enter at most {LONGEST} characters, or leave it empty"
        else:
            known[fact.name] = value
    return known, wrong


def known_words(known: Known) -> tuple[str, ...]:
    """Return what is known, a phrase each, such as "subscribes to the collection of garden waste: no"."""
    return tuple(f"{fact.meaning}: {_said(known[fact.name])}" for fact in FACTS.values() if fact.name in known)


# Private


def _read(fact: Fact, typed: str) -> Any:
    """Return what a form says of a fact; None for nothing."""
    if fact.sort in _CHOICES:
        return next((value for name, _words, value in _CHOICES[fact.sort] if name == typed), None)
    return typed or None


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.get('line', '')}, {value.get('postcode', '')}" if isinstance(value, Mapping) else str(value)
