"""The one Jinja environment of the pages: layouts, components, words in the resident's language, addresses."""

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from markupsafe import Markup

from commonwheel.design import components, moments
from commonwheel.design.fields import error_summary, question_html

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
LOCALE = Path(__file__).parent.parent / "locale"


def environment(**options: Any) -> jinja2.Environment:
    """
    Return the environment for Django's Jinja2 backend.

    Args:
        options: what the backend passes: its `loader` over the apps' template folders, `undefined`, `auto_reload`.

    Returns:
        An environment in which the layouts (`layouts/…`), the GOV.UK Frontend macros
        (`govuk_frontend_jinja/components/…`) and every function of `design.components` can be used.
    """
    own = options.pop("loader", None)
    pages = jinja2.Environment(
        loader=jinja2.ChoiceLoader([*([own] if own else []), *_loaders()]),
        extensions=["jinja2.ext.i18n", *options.pop("extensions", [])],
        autoescape=options.pop("autoescape", True),
        trim_blocks=options.pop("trim_blocks", True),
        lstrip_blocks=options.pop("lstrip_blocks", True),
        **options,
    )
    pages.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension adds it
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    pages.globals.update(_page_globals(), gettext=say, _=say)
    pages.filters.update(day=moments.day, moment=moments.moment, clock=moments.clock, pounds=moments.pounds)
    return pages


def _loaders() -> tuple[jinja2.BaseLoader, ...]:
    macros = jinja2.PackageLoader("govuk_frontend_jinja")
    return jinja2.FileSystemLoader(TEMPLATES), jinja2.PrefixLoader({"govuk_frontend_jinja": macros})


def _page_globals() -> Mapping[str, Callable[..., Any]]:
    return {
        "static": asset,
        "url": url,
        "council_url": council_url,
        "language": language,
        "question_html": question_html,
        "error_summary": error_summary,
        **components.GLOBALS,
    }


def say(message: str, **values: object) -> Markup:
    """Return the message in the page's language, its holes filled with escaped values."""
    return _said(message, get_language()) % values


@lru_cache(maxsize=4_096)
def _said(message: str, _language: str | None) -> Markup:
    # A list says the same on each of its lines, and Django looks a word up in the catalogue of each app anew.
    return Markup(gettext(message))  # noqa: S704  # messages are ours


def asset(name: str) -> str:
    """Return the address of a static file; one of ours carries a digest, so that browsers may keep it for good."""
    try:
        return _fingerprinted(name, (STATIC / name).stat().st_mtime_ns)
    except OSError:
        return static(name)


@lru_cache(maxsize=256)
def _fingerprinted(name: str, _changed_at: int) -> str:
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"{static(name)}?v={digest}"


def url(name: str, **names: object) -> str:
    """Return the path of the page called `name`, such as `url("cases:queue", council="hastings")`."""
    return reverse(name, kwargs=names or None)


@jinja2.pass_context
def council_url(context: jinja2.runtime.Context, name: str, **names: object) -> str:
    """
    Return the path of a page of the council in whose name this page speaks.

    The council is `council.slug` of the context. A host that belongs to one council has its own
    addresses without that prefix: the context may then carry a `council_url` of its own, which wins.
    """
    request = context.get("request")
    return reverse(
        name, urlconf=getattr(request, "urlconf", None), kwargs={"council": context["council"].slug, **names}
    )


def language() -> str:
    """Return the code of the language of the page: `en` or `cy`."""
    return (get_language() or "en").split("-")[0]
