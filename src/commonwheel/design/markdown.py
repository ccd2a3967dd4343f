"""Markdown as HTML in the look of the pages: no HTML of the writer's, and only links that are allowed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

LinkAllowed = Callable[[str], bool]
REMEMBERED = 1024
CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
    "blockquote_open": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
    "table_open": "govuk-table",
    "thead_open": "govuk-table__head",
    "tbody_open": "govuk-table__body",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
}
HEADINGS = {"h2": "govuk-heading-m", "h3": "govuk-heading-s", "h4": "govuk-heading-s"}
TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "blockquote", "hr", "br", "code",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {tag: {"class"} for tag in TAGS} | {"a": {"class", "href"}, "ol": {"class", "start"}}


def safe_link(address: str) -> bool:
    """Allow links to the web by https, to mail and telephone, and within the site."""
    return address.startswith(("https://", "mailto:", "tel:", "#")) or (
        address.startswith("/") and not address.startswith(("//", "/\\"))
    )


def html_of(text: str, *, allow: LinkAllowed = safe_link, top: int = 2) -> Markup:
    """
    Return Markdown as HTML.

    Args:
        text: Markdown; HTML in it is shown as text.
        allow: which addresses may be linked; of any other link only its words remain.
        top: the level of the highest heading, below the page's own.

    Returns:
        HTML of the tags in TAGS, remembered by content.
    """
    return _html(text, allow, top)


def lines_of(text: str, *, with_addresses: bool = False) -> tuple[str, ...]:
    """
    Return Markdown as somebody says it: a line for each paragraph, heading, item and cell, without marks.

    Args:
        with_addresses: whether each link is followed by where it leads, in brackets.
    """
    blocks = (token.children or () for token in _Reader(safe_link).parse(text) if token.type == "inline")
    return tuple("".join(_said(block, with_addresses=with_addresses)) for block in blocks)


def _said(block: Iterable[Token], *, with_addresses: bool) -> Iterator[str]:
    leads_to = ""
    for one in block:
        if one.type == "link_open":
            leads_to = str(one.attrs.get("href", ""))
        if one.type == "link_close" and with_addresses:
            yield f" ({leads_to})"
        yield " " if one.type.endswith("break") else one.content


@lru_cache(maxsize=REMEMBERED)
def _html(text: str, allow: LinkAllowed, top: int) -> Markup:
    reader = _Reader(allow)
    tokens = reader.parse(text)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    rendered = reader.renderer.render(tokens, reader.options, {"shift": top - highest})
    return Markup(nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, link_rel=None))  # noqa: S704  # cleaned here


class _Reader(MarkdownIt):
    """Reads CommonMark with tables and without HTML, and takes only links that are allowed."""

    def __init__(self, allow: LinkAllowed) -> None:
        super().__init__("js-default", {"html": False, "linkify": False}, renderer_cls=_Styled)
        self._allow = allow

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        return self._allow(url)


class _Styled(RendererHTML):
    """Prints with the classes of GOV.UK Frontend."""

    def renderToken(  # noqa: N802  # the library's name
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[idx]
        if token.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            token.tag = f"h{min(int(token.tag[1]) + int(env['shift']), 4)}"
            if token.nesting == 1:
                token.attrSet("class", HEADINGS.get(token.tag, "govuk-heading-l"))
        elif token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        return super().renderToken(tokens, idx, options, env)
