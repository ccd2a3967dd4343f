"""The roles of staff as commands write them."""

ROLES = ("officer", "adviser", "service-owner", "administrator")


def code_of(role: str) -> str:
    """Return the role as it is kept."""
    return role.upper().replace("-", "_")


def name_of(code: str) -> str:
    """Return the role as commands write it."""
    return code.lower().replace("_", "-")
