"""The visit of one person: the interview, kept in the session between two pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.urls import reverse

from popliteal.interview import Interview, Value
from popliteal.knowledge.content import Disposition, Measure, Question
from popliteal.knowledge.load import Knowledge
from popliteal.web.entry_rows import known
from popliteal.web.words import content_fingerprint, knowledge

# In the session: every answer in the order of asking, the question that comes next, the country,
# the questions whose answers a change dropped, which content the answers were checked against, and
# the disposition once nothing more is to be asked.
SAID, NEXT, REGION, DROPPED, CONTENT = "said", "next", "region", "dropped", "content"
ENDS_IN = "ends_in"
# Beside it: that the visit goes through the check for the diary.
FOR_DIARY = "for_diary"


@dataclass(frozen=True)
class Visit:
    """An interview that goes on from page to page."""

    session: SessionBase
    talk: Interview

    @property
    def kb(self) -> Knowledge:
        """The content in the language of the page."""
        return self.talk.kb

    @property
    def next(self) -> str | None:
        """Id of the question that comes now; None when the advice can be given."""
        key: str | None = self.session[NEXT]
        return key

    @property
    def place(self) -> str:
        """Address of where the person stands."""
        if self.next is not None:
            return reverse("question", kwargs={"key": self.next})
        return reverse("result" if self.is_emergency else "check")

    @property
    def is_emergency(self) -> bool:
        """Whether the questions ended because help must come at once."""
        return self.next is None and self.session[ENDS_IN] == "emergency"

    @property
    def disposition(self) -> Disposition | None:
        """How soon to be seen, once nothing more is to be asked."""
        ended: Disposition | None = self.session[ENDS_IN]
        return ended

    @property
    def told(self) -> dict[str, Value | None]:
        """What the person answered, in the order of asking."""
        said = self.talk.said
        return {key: value for key, value in said.items() if not self._is_finding(key)}

    @property
    def examined(self) -> dict[str, Value | None]:
        """What a clinician found."""
        return {key: value for key, value in self.talk.said.items() if self._is_finding(key)}

    def _is_finding(self, key: str) -> bool:
        return key in self.kb.questions and self.kb.questions[key].kind == "clinician"

    def step(self, key: str) -> Question | Measure | None:
        """The question, if it was answered before or comes now; no clinician's finding."""
        if key not in self.told and key != self.next:
            return None
        return self.kb.questions.get(key) or self.kb.measures[key]

    def number(self, key: str) -> int:
        """Which of the questions this is, counted from 1."""
        order = [*self.told]
        return order.index(key) + 1 if key in order else len(order) + 1

    def before(self, key: str) -> str | None:
        """The question that was answered before this one."""
        return ([None, *self.told])[self.number(key) - 1]

    def after(self, key: str) -> str:
        """Address of what follows the question, for who went back to it."""
        order = [*self.told, None]
        follows = order[order.index(key) + 1]
        if follows is None or self.is_emergency:
            return self.place
        return reverse("question", kwargs={"key": follows})

    def answer(self, key: str, value: Value | None) -> None:
        """Take an answer, drop what does not apply any more, and find what comes next."""
        dropped = self.talk.change(key, value)
        self.session[DROPPED] = [*self.session.get(DROPPED, []), *dropped]
        self.keep()

    def examine(self, findings: Mapping[str, str]) -> Visit:
        """The visit with these findings of a clinician, in place of those of before.

        Nothing more is asked because of them: the questions are the person's, and are over.
        """
        region = self.session.get(REGION)
        talk = Interview.resume(self.kb, {**self.told, **findings}, region)
        self.session[SAID] = [*talk.said.items()]
        self.session[ENDS_IN] = talk.result().disposition
        return Visit(self.session, talk)

    def keep(self) -> None:
        """Write the visit into the session."""
        self.session[SAID] = [*self.talk.said.items()]
        step = self.talk.step()
        self.session[NEXT] = step and step.id
        # Worked out once here, so that no page before the result has to.
        self.session[ENDS_IN] = None if step else self.talk.result().disposition
        self.session[CONTENT] = content_fingerprint()

    def dropped(self) -> tuple[str, ...]:
        """Questions whose answers a change dropped and that were not asked again; told once."""
        keys = self.session.pop(DROPPED, [])
        return tuple(key for key in keys if key not in self.talk.said)


def begin(session: SessionBase) -> Visit:
    """Start a visit; answers of a visit before are erased."""
    return resume(session, {})


def resume(session: SessionBase, answers: Mapping[str, Value]) -> Visit:
    """Start a visit with answers that were given elsewhere, such as in a diary."""
    for key in (SAID, NEXT, DROPPED, CONTENT, ENDS_IN, FOR_DIARY):
        session.pop(key, None)
    # The row of the visit before goes; who is signed in stays signed in.
    session.cycle_key()
    visit = Visit(session, Interview.resume(knowledge(), answers, session.get(REGION)))
    visit.keep()
    return visit


def find(request: HttpRequest) -> Visit | None:
    """The visit that the session holds, if any."""
    session = request.session
    if SAID not in session:
        return None
    kb, said = knowledge(), session[SAID]
    current = session[CONTENT] == content_fingerprint()
    talk = Interview.resume(kb, dict(said if current else _readable(said, kb)), session.get(REGION))
    visit = Visit(session, talk)
    if not current:
        visit.keep()
    return visit


def _readable(
    said: list[tuple[str, Value | None]], kb: Knowledge
) -> Iterator[tuple[str, Value | None]]:
    """The answers that this content still knows; it may be newer than they are."""
    for key, value in said:
        if value is None:
            if key in kb.measures:
                yield key, value
            continue
        yield from known({key: value}, kb)
