"""Adding papers to the record of a tab and reading what it shows."""

from partydesk.services import attachments
from tests.ui.small_branch import settle


def titles(tab):
    return [each.paper.title for each in tab.card.attachments.tiles.tiles]


def stored_titles(store, kept):
    return [each.title for each in attachments.attachments_of(store, "meeting", kept.id)]


def add(tab, paths):
    tab.card.attachments.add_asked.emit(paths)
    settle()


def look_at(tab):
    settle()
    tab.card.papers_button.click()
    settle()
    return tab.card.attachments.tiles.tiles
