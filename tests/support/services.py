"""Small services for tests: a pattern folder from a few lines."""

PATTERN = """\
language: 1
pattern: {name}
version: 1.0.0
title: {title}
summary: A service that tests use.
publisher: commonwheel-tests
need:
  - {{lgsl: 524, lgil: 17}}
duty: waste-collection
data:
  power: Environmental Protection Act 1990, section 45
  basis: public-task
  special: none
  keep: {{years: 1, from: closed}}
  then: delete
{more}
steps:
{steps}
case:
  reference: TS
  states:
    - id: received
      label: Received
      hint: We will look at it.
      next: [done]
    - {{id: done, label: Done, final: done}}
"""


def service_files(steps: str, *, name: str = "try-it", title: str = "Try it", more: str = "") -> dict[str, bytes]:
    """
    Return the files of a pattern.

    Args:
        steps: YAML of the list of steps, indented by two spaces.
        more: YAML of other keys.
    """
    text = PATTERN.format(name=name, title=title, steps=steps.rstrip(), more=more.rstrip())
    return {
        "pattern.yaml": text.encode(),
        "CHANGELOG.md": b"# Changes\n\n## 1.0.0\n\nFirst.\n",
        "guidance.md": b"# Guidance\n\nFor tests.\n",
    }
