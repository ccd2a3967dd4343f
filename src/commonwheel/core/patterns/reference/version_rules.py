"""What the reference says of releases: which changes are patch, minor and major, and what a manifest is."""

_BEFORE = """
## Versions

A release is numbered `major.minor.patch`. What differs from the release before says which of the three grows, and
the numbers behind it begin at 0 again. `commonwheel pattern compare OLD NEW` lists every difference with its weight
and the reason; the greatest weight counts. The tables above say what a change of each key is. The rules behind them:

- **Patch** is what changes words only, translations and the texts of messages included, and what nobody meets who
  uses the service: examples, guidance, the list of changes, the order of options.
- **Minor** is anything else: the way through the service, what is paid, what is due by when, what is kept, which
  messages are sent. What takes more than before is minor.
- **Major** is what refuses somebody who passed before, or takes away what something else names.

In particular:
"""
_AFTER = """
A major change is not forbidden. It says that councils must look before they take it, and which requests of theirs it
touches. Versions before 1.0.0 follow the same rules.
"""
_RULES: tuple[tuple[str, str, str], ...] = (
    (
        "an id is removed, of whatever",
        "major",
        "Answers, requests, translations and councils' changes name it.",
    ),
    (
        "a check, a stop or words among the questions (`show`) are removed",
        "minor",
        "Nothing that passed is refused, and nothing is lost.",
    ),
    (
        "a new question, alone or on a new page or in a new block",
        "major where it is compulsory without a default, otherwise minor",
        "Who sent without it before is refused.",
    ),
    (
        "a new check or stop",
        "major",
        "What passed may be refused.",
    ),
    (
        "`that` of a check changes",
        "major, unless it only adds “or …” to the older one",
        "Whether it takes all that it took cannot be told otherwise.",
    ),
    (
        "`when` of a stop changes",
        "major, unless it only adds “and …” to the older one",
        "Whether it stops nobody else cannot be told otherwise.",
    ),
    (
        "`when` of a question, a page or a block is added or changes",
        "major",
        "Who was asked may be passed over and loses the answer, or is newly asked.",
    ),
    (
        "such a `when` is removed",
        "major where something there is compulsory without a default, otherwise minor",
        "Some are newly asked.",
    ),
    (
        "such a `when` on words among the questions changes",
        "minor",
        "Nothing is answered there.",
    ),
    (
        "a bound, or a list of what is accepted, is narrower",
        "major",
        "What passed is refused; of a setting, what a council has set.",
    ),
    (
        "an option is removed, or options become what a setting says",
        "major",
        "What was chosen is refused.",
    ),
    (
        "a setting's default changes",
        "minor; patch where it is a text that no expression reads",
        "Councils that have set nothing have another value.",
    ),
    (
        "whether each council decides a setting itself (`decide`)",
        "minor",
        "Councils that have set nothing are asked before they put this version live.",
    ),
    (
        "a question moves to another page",
        "minor, unless the two pages are shown on other conditions: then as `when` changes",
        "It is asked of the same people.",
    ),
    (
        "a question moves into a group, out of one, or to or from officers",
        "major",
        "What reads its answer looks for it where it stood.",
    ),
    (
        "a page is made two",
        "minor",
        "The questions have moved; the new page asks for nothing new.",
    ),
    (
        "two pages are made one",
        "major, unless the one says `was` of the other",
        "The id of the other is gone.",
    ),
    (
        "the type of a question or setting changes",
        "major",
        "Answers and values no longer fit.",
    ),
    (
        "something is renamed and says so with `was`",
        "minor",
        "Answers, requests and councils' changes are carried over. What reads the older name elsewhere must follow.",
    ),
    (
        "expressions only follow a renaming",
        "patch",
        "They say what they said.",
    ),
    (
        "two options, states or pages are joined, or one is split, with `was`",
        "minor",
        "As a renaming.",
    ),
    (
        "two questions or settings are joined with `was`",
        "major",
        "Of two values one is lost.",
    ),
    (
        "a former id comes back",
        "major",
        "An id once released never gets another meaning.",
    ),
    (
        "a used block is of another version",
        "what differs in it, at the address of its use",
        "It is part of the service.",
    ),
)

VERSIONS = "\n\n".join(
    (
        _BEFORE.strip(),
        "\n".join(
            ("| change | weight | why |", "| --- | --- | --- |", *(f"| {' | '.join(rule)} |" for rule in _RULES))
        ),
        _AFTER.strip(),
    )
)
"""The chapter on versions, in Markdown."""

MANIFEST = """
Nobody writes a manifest: `commonwheel pattern pack --manifest FILE` makes it of the release's bytes, and whoever has
those can make it again. It is RFC 8785 JSON, with every key. A digest here is SHA-256 of bytes, in 64 hex digits;
`effective` alone is over a model, as under “Digests”.
"""
