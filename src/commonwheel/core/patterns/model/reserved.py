"""Names that no question, setting or service may have, because somebody else reads them otherwise."""

CEL_WORDS = frozenset(
    (
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop",
        "namespace", "null", "package", "return", "true", "var", "void", "while",
    )
)  # fmt: skip
"""Reserved by the Common Expression Language. Source: docs/sources.md#cel."""

CEL_TYPES = frozenset(
    (
        "type", "int", "uint", "double", "bool", "string", "bytes", "list", "map", "dyn", "null_type", "duration",
        "timestamp",
    )
)  # fmt: skip
"""Names of types: one of them as a variable breaks every expression."""

OUR_NAMES = frozenset(("today", "settings", "account", "authority", "item", "decision"))
OUR_FUNCTIONS = frozenset(("days", "add_working_days", "working_days_between", "age_on", "in_area", "answered"))

RESERVED = CEL_WORDS | CEL_TYPES | OUR_NAMES | OUR_FUNCTIONS

FORM_FIELDS = frozenset(("csrfmiddlewaretoken", "do"))
"""Fields that each page's form has of its own: an answer of that name would be read as a press of a button."""

SITE_WORDS = frozenset(
    ("account", "api", "commons", "demonstration", "health", "payment", "places", "resume", "staff", "track")
)
"""
First words of the addresses of a council's site, on a host of its own too: a service of that name is never reached.

A test holds them to the addresses that there are.
"""
