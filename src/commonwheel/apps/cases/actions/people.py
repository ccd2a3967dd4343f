"""What a case keeps of its sender beside the answers: contact, and what tracking and searches compare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.cases.queries.queue import name_key
from commonwheel.core.patterns.answering.shown import Placed, placed_questions
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.values.postcode import NotAPostcode, normalise


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender as far as the answers tell; "" for what was not asked or answered."""

    name: str = ""
    email: str = ""
    phone: str = ""
    postcode: str = ""

    @property
    def search_name(self) -> str:
        """The name as searches compare it."""
        return name_key(self.name)[:200]

    @property
    def surname(self) -> str:
        """The last word of the name, as tracking compares it."""
        return self.search_name.rpartition(" ")[2][:100]


def sender_of(effective: Effective, answers: Mapping[str, Any]) -> Sender:
    """Find the sender in the answers: by the fact a question stands for, else by its type, the first answer counts."""
    facts = _all_facts(effective)
    return Sender(
        name=_first(effective, answers, facts, fact="name", kind="name")[:200],
        email=_first(effective, answers, facts, fact="email", kind="email")[:320],
        phone=_first(effective, answers, facts, fact="phone", kind="phone")[:40],
        postcode=_postcode(effective, answers, facts),
    )


def fact_of(placed: Placed, effective: Effective) -> str:
    """Return the fact that a question stands for; "" for none."""
    return _fact(placed, _all_facts(effective))


def _all_facts(effective: Effective) -> dict[str, str]:
    facts = dict(effective.pattern.facts)
    for block in effective.blocks.values():
        facts.update(block.facts)
    return facts


def _first(effective: Effective, answers: Mapping[str, Any], facts: Mapping[str, str], *, fact: str, kind: str) -> str:
    """Return the first answer that is this fact; else the first of this type."""
    answered = [placed for placed in placed_questions(effective) if answers.get(placed.question.id)]
    ordered = [
        *(one for one in answered if _fact(one, facts) == fact),
        *(one for one in answered if _kind(one) == kind),
    ]
    return str(answers[ordered[0].question.id]) if ordered else ""


def _postcode(effective: Effective, answers: Mapping[str, Any], facts: Mapping[str, str]) -> str:
    for typed in _typed_postcodes(effective, answers, facts):
        try:
            return normalise(typed)
        except NotAPostcode:
            continue
    return ""


def _typed_postcodes(effective: Effective, answers: Mapping[str, Any], facts: Mapping[str, str]) -> Iterator[str]:
    """Yield what stands for a postcode, home addresses first."""
    asked = sorted(placed_questions(effective), key=lambda one: _fact(one, facts) not in {"address", "postcode"})
    for placed in asked:
        answer = answers.get(placed.question.id)
        if isinstance(answer, dict) and _kind(placed) == "address":
            yield str(answer.get("postcode", ""))
        elif isinstance(answer, str) and _fact(placed, facts) == "postcode":
            yield answer


def _fact(placed: Placed, facts: Mapping[str, str]) -> str:
    return placed.question.facts or facts.get(placed.question.id, "")


def _kind(placed: Placed) -> str:
    return str(getattr(placed.question, "type", ""))
