"""Small forms of the digital form builders, as their designers write them."""

from typing import Any

SUMMARY = {"path": "/summary", "title": "Summary", "controller": "./pages/summary.js", "components": [], "next": []}
COLOURS = {
    "name": "colours", "title": "Colours", "type": "string",
    "items": [{"text": "Red", "value": "Red"}, {"text": "Blue", "value": "blue", "description": "As the sea"}],
}  # fmt: skip


def field(kind: str, name: str, **more: Any) -> dict[str, Any]:
    """One component that asks something."""
    return {"type": kind, "name": name, "title": f"What is the {name}?", "options": {}, "schema": {}} | more


def page(path: str, *components: dict[str, Any], to: Any = "/summary", **more: Any) -> dict[str, Any]:
    """One page; `to` is a path, or a list of links."""
    links = [{"path": to}] if isinstance(to, str) else to
    return {"path": path, "title": path.strip("/").capitalize(), "components": list(components), "next": links} | more


def form(*pages: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form that begins with its first page."""
    return {
        "name": "Tell us", "startPage": pages[0]["path"], "pages": [*pages, SUMMARY], "lists": [COLOURS],
        "conditions": [], "sections": [],
    } | more  # fmt: skip


def condition(name: str, *parts: dict[str, Any]) -> dict[str, Any]:
    """A named condition."""
    return {"name": name, "displayName": name, "value": {"name": name, "conditions": list(parts)}}


def part(name: str, operator: str, value: Any, **more: Any) -> dict[str, Any]:
    """One comparison of a condition; a value that is no object is a plain one."""
    written = value if isinstance(value, dict) else {"type": "Value", "value": value, "display": str(value)}
    return {"field": {"name": name, "type": "", "display": name}, "operator": operator, "value": written} | more
