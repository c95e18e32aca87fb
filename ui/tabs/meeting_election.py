"""What of a meeting's form is about an election: shown for that kind, fed with who came."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from partydesk.domain.fields import pick
from partydesk.domain.meeting import Meeting, MeetingKind
from partydesk.services.meetings import ELECTION
from ui.widgets.nominees import NomineesEditor
from ui.widgets.record_form import RecordForm, Section

_TITLE = "选举"
ELECTION_SECTION = Section(_TITLE, pick(Meeting, *ELECTION), 2)


class ElectionPart(QObject):
    """Keeps the section of an election in step with the rest of the form."""

    def __init__(self, form: RecordForm, voters: Callable[[], tuple[int, int]]) -> None:
        """``voters`` tells how many with a vote are due and how many of them came."""
        super().__init__(form)
        self._form, self._voters = form, voters
        self._proposed: tuple[int | None, int | None] = (None, None)
        self.nominees = NomineesEditor()
        form.add_custom("nominees", self.nominees, section=_TITLE)
        form.section(_TITLE).hide()
        form.changed.connect(self.say)

    def show_kind(self, kind: str) -> None:
        """Only an election has this section."""
        self._form.section(_TITLE).setVisible(kind == MeetingKind.ELECTION)
        self._proposed = (None, None)
        self.say()

    def propose(self) -> None:
        """Take over who came, unless somebody typed other counts."""
        values = self._form.values()
        if values["kind"] != MeetingKind.ELECTION:
            return
        typed = (values["electors_due"], values["electors_present"])
        if typed in ((None, None), self._proposed):
            due, present = self._proposed = self._voters()
            self._form.set_values({"electors_due": due, "electors_present": present})

    def say(self) -> None:
        """Tell what the counts need, as they stand."""
        values = self._form.values()
        self.nominees.follow({name: values.get(name) for name in ELECTION})
