"""Which part of an address is a step's, and which is one of our own pages."""

RESERVED = frozenset(
    {"check-answers", "sent", "change", "save", "language", "stop", "files", "print", "council", "next"}
)

PLACES = {
    "journey": "",
    "check": "check-answers/",
    "sent": "sent/",
    "copy": "sent/copy/",
    "change": "change/",
    "save": "save/",
    "council": "council/",
    "next": "next/{then}/",
    "stop": "stop/{stop}/",
    "file": "files/{upload}/",
    "step": "{step}/",
    "entry": "{step}/{group}/{number}/",
}
"""The places of a journey's pages below the journey's own, by the names of their addresses (`urls.py`)."""


def step_slug(step_id: str) -> str:
    """Return a step's place in addresses; an underscore, which no id has, keeps it off our own pages."""
    return f"{step_id}_" if step_id in RESERVED else step_id


def entry_prefix(group_id: str, number: int) -> str:
    """Return what goes before a member's id in the name that the uploads of an entry (from 1) are kept by."""
    return f"{group_id}.{number}."


def step_of_slug(slug: str) -> str:
    """Return the id of the step at a place in addresses."""
    return slug.removesuffix("_")
