"""What a publisher says of itself, to be signed with its list of releases: who it is, and how it can help."""

from typing import Annotated, Any, Literal

from pydantic import StringConstraints, ValidationError

from commonwheel.core.packages.refusals import refusal
from commonwheel.core.patterns.model.keys import FullName, Shape, doc

KINDS = ("council", "combined-authority", "partnership", "nation", "sector-body", "supplier")
_MOST = 50
_Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
_Words = Annotated[str, StringConstraints(min_length=1, max_length=600, pattern=r"^[^\x00-\x1f\x7f]+$")]
_Web = Annotated[str, StringConstraints(max_length=300, pattern=r"^https://[^\s/<>\"]+(/[^\s<>\"]*)?$")]


class Offer(Shape):
    """Something that a publisher offers to do for others."""

    what: Literal["host", "supply", "support", "advise"] = doc("What is offered.")
    service: FullName | None = doc("For which shared service, `publisher/name`; for all where none.", default=None)
    says: _Words = doc("In one to three sentences.")
    web: _Web | None = doc("Where to read more.", default=None)


class Story(Shape):
    """What came of using a shared service, told by whoever used it."""

    service: FullName = doc("Which one, `publisher/name`.")
    title: _Line = doc("In a few words.")
    says: _Words = doc("What was done and what came of it.")
    web: _Web | None = doc("Where to read more.", default=None)


class Profile(Shape):
    """Who a publisher is."""

    format: Literal[1] = doc("The version of this form.", default=1)
    title: _Line = doc("Its name as people write it.")
    kind: Literal["council", "combined-authority", "partnership", "nation", "sector-body", "supplier"] = doc(
        "What it is."
    )
    web: _Web | None = doc("Its web address.", default=None)
    contact: _Line | None = doc("Whom to write to, or call.", default=None)
    offers: tuple[Offer, ...] = doc("What it offers to do for others.", default=(), max_length=_MOST)
    stories: tuple[Story, ...] = doc("What came of what it uses.", default=(), max_length=_MOST)


def read_profile(said: Any) -> Profile:
    """
    Return the profile in some JSON values.

    Raises:
        ReleaseRefused: where they are none.
    """
    try:
        return Profile.model_validate(said)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise refusal("not-a-profile", f"{where}: {fault['msg']}" if where else fault["msg"]) from None
