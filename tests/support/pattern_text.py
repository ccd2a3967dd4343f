"""Pattern folders as text: one small service, whole, and ways to change a word in it."""

from pathlib import Path

from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.read import ReadResult, read_folder

EVERY_KEY = Path(__file__).parents[1] / "fixtures" / "every-key"
"""A folder with every key of the language and every type of question in it."""

PATTERN = """\
language: 1
pattern: report-missed-bin
version: 1.2.0
title: Report a missed bin collection
summary: Tell the council that a bin, box or sack was not emptied.
publisher: commonwheel-examples
licence:
  code: MIT
  words: OGL-UK-3.0
need:
  - lgsl: 524
    lgil: 17
duty: waste-collection
data:
  power: Environmental Protection Act 1990, section 45
  basis: public-task
  special: none
  keep: {years: 2, from: closed}
  then: delete

settings:
  - id: report_within_days
    type: integer
    default: 2
    min: 0
    max: 14
    label: Days allowed to report a missed bin
  - id: containers
    type: options
    default:
      - {value: refuse, label: Refuse}
      - {value: recycling, label: Recycling}
      - {value: food, label: Food waste}
      - {value: garden, label: Garden waste}

steps:
  - id: address
    title: Where was the bin missed?
    ask:
      - id: property
        type: address
        label: Property
        within: authority
  - id: bin
    title: Which bin was missed?
    ask:
      - id: container
        type: radios
        label: Bin
        options: settings.containers
      - id: missed_on
        type: date
        label: When should it have been emptied?
        check:
          - id: not-future
            that: missed_on <= today
            say: The date must be today or in the past
          - id: soon-enough
            that: today - missed_on <= days(settings.report_within_days)
            say: "You can report a missed bin for up to {{ settings.report_within_days | count }} days"
  - id: assisted
    title: Do you have an assisted collection?
    protected:
      because: A reasonable adjustment
      source: Equality Act 2010, section 20
    ask:
      - id: assisted
        type: yes-no
        label: Assisted collection

stops:
  - id: no-garden-subscription
    when: "container == 'garden' && account.garden_waste == false"
    title: Garden waste is collected from subscribers
    start: commonwheel-examples/garden-waste-subscription

case:
  reference: MB
  clocks:
    - id: return
      length: {working_days: 2}
      calendar: authority
      starts: next-day
  states:
    - id: received
      label: Received
      next: [arranged, not-missed]
      tell: {resident: received.md}
    - id: arranged
      label: Collection arranged
      next: [collected]
    - id: collected
      label: Collected
      final: done
      tell: {resident: collected.md}
    - id: not-missed
      label: Not missed
      final: refused
      reason: required

measures: [completion, satisfaction, time-to-done, digital-take-up, avoided-contact]
"""
LAYER = """\
language: 1
layer: wealden
pattern: commonwheel-examples/report-missed-bin
made_against:
  version: 1.2.0
  digest: {digest}
settings:
  report_within_days: 3
changes:
  - at: steps.bin.ask.missed_on
    set:
      hint: We collect until 5pm
  - after: steps.bin
    add:
      id: side-waste
      title: Was there side waste?
      ask:
        - {{id: side_waste, type: yes-no, label: Side waste}}
translations:
  cy: {{}}
settled: []
"""
BLOCK = """\
language: 1
block: contact
version: 1.0.3
title: Contact
publisher: shared
settings:
  - {id: hours, type: text, default: 9 to 5}
ask:
  - {id: email, type: email, label: Email address, optional: true}
"""
USE = "      - {id: contact, use: shared/contact@1}\n"


def folder(pattern: str = PATTERN, **files: str | bytes) -> dict[str, bytes]:
    """Return a folder's files; in names of files given here `__` stands for `/` and `_dot_` for a dot."""
    messages = {
        "messages/received.md": "---\nsubject: We have your report\n---\n\nYour reference is {{ case.reference }}.\n",
        "messages/collected.md": "---\nsubject: Collected\n---\n\nYour bin was emptied.\n",
    }
    named = {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    whole = {"pattern.yaml": pattern, **messages, **named}
    return {path: text if isinstance(text, bytes) else text.encode() for path, text in whole.items()}


def read(pattern: str = PATTERN, **files: str | bytes) -> ReadResult:
    """Read a folder made by `folder`."""
    return read_folder(folder(pattern, **files))


def bundle_of(pattern: str = PATTERN, **files: str | bytes) -> Bundle:
    """Return the bundle of a folder that has no errors."""
    result = read(pattern, **files)
    assert result.ok, result.problems
    assert result.bundle is not None
    return result.bundle


def every_key() -> dict[str, bytes]:
    """Return the files of the folder that has every key."""
    paths = (path for path in sorted(EVERY_KEY.rglob("*")) if path.is_file())
    return {path.relative_to(EVERY_KEY).as_posix(): path.read_bytes() for path in paths}


def with_block(block: str = BLOCK, **files: str | bytes) -> dict[str, bytes]:
    """Return a folder whose last step uses a block."""
    pattern = PATTERN.replace("        label: Assisted collection\n", f"        label: Assisted collection\n{USE}")
    return folder(pattern, **files) | {"blocks/shared/contact/block.yaml": block.encode()}
