"""What the page of a connector says beside what every entry's says."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwheel.apps.commons.queries.entries import ReleaseView
from commonwheel.core.connectors.facts import read_facts
from commonwheel.core.connectors.refusals import WheelRefused
from commonwheel.design.components import Row
from commonwheel.foundation.links import absolute_node_url


def connector_rows(shown: ReleaseView) -> Iterator[Row]:
    """Yield owner, who runs it, the Python it needs, and how to install it."""
    try:
        facts = read_facts(shown.facts)
    except WheelRefused:
        yield Row(_("Owner"), _("Not said"))
        return
    yield Row(_("Owner"), facts.owner)
    yield Row(_("Run by, as its publisher says"), ", ".join(facts.run_by) or _("Nobody is named"))
    yield Row(_("Python"), facts.requires_python or _("Any version"))
    if shown.state in ("offered", "deprecated"):
        index = absolute_node_url(reverse("commons:index"))
        project = shown.path.split("/")[1]
        yield Row(_("To install it"), f"uv pip install --index-url {index} --no-deps {project}=={facts.version}")
