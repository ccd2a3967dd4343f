"""What is sent to a commons, read within limits, and what somebody looks for in its catalogue."""

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from commonwheel.apps.commons.actions.publishing import Sent
from commonwheel.apps.commons.queries.searching import Asked
from commonwheel.core.problems import Failure
from commonwheel.integrations.trust.metadata import MOST_RELEASE_BYTES

MOST_SENT = 24_000_000
"""Bytes of a whole publishing: the largest release with the longest list, and the form around them."""
MOST_LIST = 4_000_000
"""A node reads no longer list."""
MOST_RELEASES = 5
MOST_STATEMENT = 400_000
_LONGEST = 200


class SendingIsUnreadable(Failure):
    """What came is no publishing; says how one looks."""


class TooMuchSent(Failure):
    """What came is larger than anything that is published."""

    def __init__(self, most: int) -> None:
        super().__init__(f"Send at most {most:,} bytes at once, and say how many with Content-Length.")


def read_sending(request: HttpRequest) -> Sent:
    """
    Read what a publisher sends: a form with `publisher`, the file `list`, and up to five files `release`.

    Raises:
        TooMuchSent, SendingIsUnreadable.
    """
    require_at_most(request, MOST_SENT)
    try:
        publisher, files = request.POST.get("publisher", ""), request.FILES
    except (MultiPartParserError, SuspiciousOperation, BadRequest, UnicodeError) as error:
        raise SendingIsUnreadable(_HOW) from error
    lists, releases = files.getlist("list"), files.getlist("release")
    if not publisher or len(lists) != 1 or len(releases) > MOST_RELEASES:
        raise SendingIsUnreadable(_HOW)
    return Sent(
        publisher[:_LONGEST], _content(lists[0], MOST_LIST), [_content(one, MOST_RELEASE_BYTES) for one in releases]
    )


def require_at_most(request: HttpRequest, most: int) -> None:
    """
    Refuse a body that is too large, or does not say how large it is, before it is read.

    Raises:
        TooMuchSent.
    """
    said = str(request.META.get("CONTENT_LENGTH") or "")
    if not said.isdecimal() or int(said) > most:
        raise TooMuchSent(most)


def read_asked(query: QueryDict) -> Asked:
    """Read what somebody looks for; what cannot be anything is passed over."""
    page = query.get("page", "")
    return Asked(
        words=query.get("q", "").replace("\0", "")[:_LONGEST],
        need=_digits(query.get("need", "")),
        language=_plain(query.get("language", "")),
        publisher=_plain(query.get("publisher", "")),
        kind=_plain(query.get("kind", "")),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,  # noqa: PLR2004  # nobody turns so far
    )


# Private

_HOW = (
    "Send a form (multipart/form-data) with the field `publisher`, one file `list`, the signed list of releases, and up"
    f" to {MOST_RELEASES} files `release`. `commonwheel commons publish` does."
)


def _content(file: "UploadedFile[Any]", most: int) -> bytes:
    if (file.size or 0) > most:
        raise TooMuchSent(most)
    content: bytes = file.read()
    return content


def _digits(text: str) -> str:
    return text.strip() if text.strip().isascii() and text.strip().isdigit() and len(text) < 9 else ""  # noqa: PLR2004  # no number of the list is so long


def _plain(text: str) -> str:
    return text if text.isascii() and text.replace("-", "").isalnum() and len(text) <= _LONGEST else ""
