"""New versions as an Atom feed, through Django's own."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from commonwheel.apps.commons.presenters.words import state_since, weight_words
from commonwheel.apps.commons.queries.entries import ReleaseView, list_newest


class NewVersions(Feed):  # type: ignore[type-arg]  # no generic class at run time
    """The versions that came last."""

    feed_type = Atom1Feed
    title = "Shared library: new versions"
    subtitle = "What councils and others have shared lately."

    def link(self) -> str:
        """Return the page that the feed belongs to."""
        return reverse("commons:catalogue")

    def items(self) -> Sequence[ReleaseView]:
        """Return the versions, the newest first."""
        return list_newest()

    def item_title(self, item: ReleaseView) -> str:
        """Return the title with the number."""
        return f"{item.title} {item.version}"

    def item_description(self, item: ReleaseView) -> str:
        """Return what the version is, and what has become of it."""
        said = [state_since(item.state, item.since), item.reason, weight_words(item.weight), item.changelog]
        return "\n\n".join(words for words in said if words)

    def item_link(self, item: ReleaseView) -> str:
        """Return the version's page."""
        publisher, _, name = item.full_name.partition("/")
        return reverse("commons:release", kwargs={"publisher": publisher, "name": name, "version": item.version})

    def item_guid(self, item: ReleaseView) -> str:
        """Return what names exactly these bytes."""
        return f"urn:sha256:{item.sha256}"

    def item_pubdate(self, item: ReleaseView) -> dt.datetime:
        """Return when it came."""
        return item.published_at

    def item_updateddate(self, item: ReleaseView) -> dt.datetime:
        """Return when it came, or the day on which its state changed."""
        if item.since is None:
            return item.published_at
        return max(item.published_at, dt.datetime.combine(item.since, dt.time(), dt.UTC))
