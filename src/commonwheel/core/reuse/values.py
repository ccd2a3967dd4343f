"""What a single text of publiccode.yml may be: an address, a date, a language, a licence, a word of a list."""

import datetime as dt
import difflib
import re
from collections.abc import Collection
from functools import cache
from urllib.parse import urlsplit

from babel import Locale
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from commonwheel.core.reuse.shapes import Check, Misfit

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{2,8}){0,4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_VERSION = re.compile(r"0(\.(?P<minor>[0-9]{1,2}))?(\.[0-9]{1,2})?")
_LONGEST = 2_000
_LONGEST_LICENCE = 300
_CODE = 2
NEWEST_MINOR = 7


def any_text(text: str) -> Misfit | None:
    """Take any text on one line of reasonable length."""
    return at_most(_LONGEST)(text)


def at_most(most: int) -> Check:
    """Return the check of a text's length."""

    def check(text: str) -> Misfit | None:
        if len(text) <= most:
            return None
        return Misfit("too-long", f"at most {most:,} characters", f"It has {len(text):,}: shorten it.")

    return check


def between(least: int, most: int) -> Check:
    """Return the check of a text's length, from both sides."""

    def check(text: str) -> Misfit | None:
        if len(text.strip()) < least:
            mend = f"It has {len(text.strip())}: say more of what it does for whoever uses it."
            return Misfit("too-short", f"at least {least:,} characters", mend)
        return at_most(most)(text)

    return check


def one_of(words: Collection[str]) -> Check:
    """Return the check of a word of a closed list."""

    def check(text: str) -> Misfit | None:
        if text in words:
            return None
        near = difflib.get_close_matches(text[:80], words, n=1, cutoff=0.7)
        is_short = len(words) <= len(TYPES)
        listed = ", ".join(words) if is_short else "a word of the standard’s list"
        mend = "Take one of these words." if is_short else "Take the nearest word of the list, or leave it out."
        return Misfit("not-in-list", listed, f"Did you mean `{near[0]}`?" if near else mend)

    return check


TYPES = (
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
    "standalone/other", "addon", "library", "configurationFiles",
)  # fmt: skip


def address(text: str) -> Misfit | None:
    """Take an address on the web."""
    return _address(text, ("https", "http"))


def repository(text: str) -> Misfit | None:
    """Take the address of a repository, which may speak another protocol."""
    return _address(text, ("https", "http", "git", "ssh", "svn", "git+ssh"))


def place_of_file(text: str) -> Misfit | None:
    """Take the path of a file in the repository, or an address."""
    if text.startswith("/") or text.lower().startswith("file:"):
        mend = "Write the path from the top of the repository, without a slash before it."
        return Misfit("not-a-place", "a path inside the repository, or an address", mend)
    return any_text(text)


def date(text: str) -> Misfit | None:
    """Take a day as YYYY-MM-DD."""
    try:
        dt.date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        pass
    else:
        return None
    return Misfit("not-a-date", "a date as YYYY-MM-DD", "Write year, month and day with hyphens: 2026-11-26.")


def yes_or_no(text: str) -> Misfit | None:
    """Take true and false; the older words for them too, with a note."""
    if text.lower() in {"true", "false"}:
        return None
    if text.lower() in {"yes", "no", "on", "off"}:
        word = "true" if text.lower() in {"yes", "on"} else "false"
        mend = f"Write {word}: newer YAML reads `{text}` as text."
        return Misfit("not-yes-or-no", "true or false", mend, "warning")
    return Misfit("not-yes-or-no", "true or false", "Write true or false, without quotes.")


def language(text: str) -> Misfit | None:
    """Take a language as BCP 47 has it: `en`, `cy`, `sl-IT-nedis`."""
    found = _LANGUAGE.fullmatch(text)
    if found and found[1].lower() in _languages():
        return None
    mend = "Write the code of the language, two or three letters; a country may follow a hyphen."
    return Misfit("not-a-language", "a language such as en, cy or it", mend)


def country(text: str) -> Misfit | None:
    """Take a country's two letters; small ones too, with a note."""
    if text in _countries():
        return None
    if text.upper() in _countries():
        mend = f"Write {text.upper()}: small letters are of older versions."
        return Misfit("small-country", "two capital letters", mend, "warning")
    return Misfit("not-a-country", "a country’s two letters, such as GB", "Write the code of ISO 3166-1 alpha-2.")


def email(text: str) -> Misfit | None:
    """Take an address of email."""
    if len(text) <= _LONGEST and _EMAIL.fullmatch(text):
        return None
    return Misfit("not-an-email", "an address of email", "Write it in full, without words around it.")


def licence(text: str) -> Misfit | None:
    """Take a licence as an SPDX expression."""
    try:
        # What is longer could be nested so deeply that reading it exhausts the stack.
        canonicalize_license_expression(text if len(text) <= _LONGEST_LICENCE else "")
    except InvalidLicenseExpression:
        pass
    else:
        return None
    mend = "Write the licence’s short name, such as EUPL-1.2 or AGPL-3.0-or-later; join several by OR and AND."
    return Misfit("not-a-licence", "an SPDX expression", mend)


def version(text: str) -> Misfit | None:
    """Take the version of the standard; older and newer ones too, with a note."""
    found = _VERSION.fullmatch(text)
    if not found:
        return Misfit("not-a-version", f'a version such as "0.{NEWEST_MINOR}"', "Write the version in quotes.")
    minor = NEWEST_MINOR if found["minor"] is None else int(found["minor"])
    if minor == NEWEST_MINOR:
        return None
    code, mend = (
        ("older-version", "It is read all the same. When you next change the file, write the newest version.")
        if minor < NEWEST_MINOR
        else ("newer-version", "What is new in it is passed over here.")
    )
    return Misfit(code, f'"0.{NEWEST_MINOR}", the newest known here', mend, "warning")


# Private


def _address(text: str, schemes: Collection[str]) -> Misfit | None:
    try:
        parts = urlsplit(text)
        if parts.scheme.lower() in schemes and parts.hostname and len(text) <= _LONGEST and not set(text) & {*" \n\t"}:
            return None
    except ValueError:
        pass
    return Misfit("not-an-address", "an address such as https://example.org/software", "Begin it with https://.")


@cache
def _languages() -> frozenset[str]:
    return frozenset(map(str, Locale("en").languages))


@cache
def _countries() -> frozenset[str]:
    return frozenset(name for name in map(str, Locale("en").territories) if len(name) == _CODE)
