"""Addresses of the commons; on a node without one they lead nowhere."""

from django.urls import path

from commonwheel.apps.commons.views import catalogue, code, files, publishing, sharing, simple, statements

app_name = "commons"
_ONE = "commons/<slug:publisher>/<slug:name>/"
node_urlpatterns = [
    path("commons/", catalogue.catalogue, name="catalogue"),
    path("commons/repository/<path:path>", files.file, name="file"),
    path("commons/simple/", simple.index, name="index"),
    path("commons/simple/<slug:project>/", simple.index, name="project"),
    path("commons/simple/<slug:project>/<str:file>", simple.index, name="wheel"),
    path("commons/code/", code.listed, name="code"),
    path("commons/code/<slug:name>/", code.one, name="software"),
    path("commons/code/<slug:name>/publiccode.yml", code.file, name="code-file"),
    path("commons/publishers/", catalogue.publishers, name="publishers"),
    path("commons/publishers/<slug:publisher>/", catalogue.publisher, name="publisher"),
    path("commons/catalogue.json", catalogue.as_json, name="json"),
    path("commons/feed.xml", catalogue.feed, name="feed"),
    path(_ONE, catalogue.entry, name="entry"),
    path(f"{_ONE}entry.json", catalogue.entry_json, name="entry-json"),
    path(f"{_ONE}look/<slug:example>/", catalogue.look, name="look"),
    path(f"{_ONE}<str:version>/", catalogue.release, name="release"),
    path(f"{_ONE}<str:version>/download/", catalogue.download, name="download"),
    path("api/commons/publish", publishing.publish, name="publish"),
    path("api/commons/statements", statements.take, name="statements"),
]
staff_urlpatterns = [
    path("share/", sharing.share, name="share"),
    path("share/send/", sharing.send, name="share-send"),
]
