"""The files of a new pattern: small, complete and without problems, so that a designer begins with what runs."""

from collections.abc import Mapping

_PATTERN = """\
language: 1
pattern: {name}
version: 0.1.0
title: {title}
summary: Tell the council what you need.
publisher: {publisher}
licence:
  code: MIT
  words: OGL-UK-3.0
# The needs this service meets, in the sector's lists of services (lgsl) and of interactions (lgil).
need:
  - {lgsl: 524, lgil: 17}
# The duty behind it; `commonwheel pattern check` lists the ones there are.
duty: waste-collection
data:
  power: Localism Act 2011, section 1
  basis: public-task
  special: none
  keep: {years: 1, from: closed}
  then: delete

# What each council decides for itself.
settings:
  - id: answer_within_days
    type: integer
    label: Working days in which you answer
    default: 5
    min: 1
    max: 20

# The pages, in the order in which they are shown.
steps:
  - id: what
    title: What do you need?
    ask:
      - id: need
        type: long-text
        label: What do you need?
        hint: Do not include personal details you do not have to give
        max: 1000
  - id: visit
    title: Has anybody from the council visited you about this?
    ask:
      - id: visited
        type: yes-no
        label: Somebody from the council visited me
  - id: day
    title: When did they visit?
    when: visited
    ask:
      - id: visited_on
        type: date
        label: Day of the visit
        check:
          - id: not-future
            that: visited_on <= today
            say: The date must be today or in the past

case:
  reference: {letters}
  clocks:
    - id: answer
      label: We aim to answer by
      length: {working_days: 5}
      calendar: authority
      starts: received
  states:
    - id: received
      label: Received
      next: [answered, withdrawn]
      tell: {resident: received.md}
    - id: answered
      label: Answered
      final: done
      tell: {resident: answered.md}
    - id: withdrawn
      label: Withdrawn
      final: withdrawn

measures: [completion, satisfaction, time-to-done]
"""
_RECEIVED = """\
---
subject: We have your request
---

We have your request. Your reference is {{ case.reference }}.

We aim to answer within {{ settings.answer_within_days | count }} working days.
"""
_ANSWERED = """\
---
subject: We have answered your request
---

We have answered your request {{ case.reference }}.
"""
_VISITED = """\
language: 1
id: visited
today: 2026-03-03
answers:
  need: Somebody told me to write to you
  visited: true
  visited_on: 2026-03-02
expect:
  pages: [what, visit, day]
  stop: none
  case: {state: received}
  messages: [received.md]
then:
  - go: answered
    on: 2026-03-05
    expect:
      case: {state: answered}
      messages: [answered.md]
"""
_TOMORROW = """\
language: 1
id: visit-tomorrow
today: 2026-03-03
answers:
  need: Somebody told me to write to you
  visited: true
  visited_on: 2026-03-04
expect:
  pages: [what, visit, day]
  stop: none
  messages: []
"""
_WITHDRAWN = """\
language: 1
id: withdrawn
today: 2026-03-03
answers:
  need: I need a form
  visited: false
expect:
  pages: [what, visit]
  stop: none
then:
  - go: withdrawn
    on: 2026-03-04
    expect:
      case: {state: withdrawn}
"""
_GUIDANCE = """\
# {title}

## When to use this

Say which service this is, and which it is not.

## What we know about the people who use it

Say what research there is, and what it found.

## Law

Name the Acts and regulations, with their sections.

## Equality

Say who could find this hard, and what the pattern does about it.

## What varies locally

Say what each setting is for.
"""
_CHANGELOG = """\
# What has changed

## 0.1.0

The first version.
"""


def starter(*, name: str, publisher: str) -> Mapping[str, str]:
    """Return the files of a new pattern, by their paths in its folder."""
    words = name.replace("-", " ")
    letters = "".join(part[0] for part in name.split("-") if part[0].isalpha())[:4].upper()
    marks = {
        "{name}": name,
        "{title}": words[:1].upper() + words[1:],
        "{publisher}": publisher,
        "{letters}": letters,
    }
    files = {
        "pattern.yaml": _PATTERN,
        "messages/received.md": _RECEIVED,
        "messages/answered.md": _ANSWERED,
        "examples/visited.yaml": _VISITED,
        "examples/visit-tomorrow.yaml": _TOMORROW,
        "examples/withdrawn.yaml": _WITHDRAWN,
        "guidance.md": _GUIDANCE,
        "CHANGELOG.md": _CHANGELOG,
    }
    return {path: _filled(text, marks) for path, text in files.items()}


def _filled(text: str, marks: Mapping[str, str]) -> str:
    for mark, words in marks.items():
        text = text.replace(mark, words)
    return text
