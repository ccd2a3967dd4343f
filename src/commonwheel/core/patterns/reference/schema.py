"""JSON Schemas of the files of the language, for editors that check while one types."""

from typing import Any

from pydantic import TypeAdapter

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(shape: Any, *, title: str) -> dict[str, Any]:
    """
    Return the JSON Schema of a file.

    Args:
        shape: the kind of shape the file holds, or a map of such.
        title: what an editor shows.
    """
    return {"$schema": DIALECT, **TypeAdapter(shape).json_schema(by_alias=True), "title": title}
