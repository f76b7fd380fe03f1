"""Professionals whom the invented caseworker has asked for advice, and what they have answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.advice import ask_for_advice, share_advice
from portal.actions.advice_giving import decline, keep_advice, pass_on, say_missed, send_advice
from portal.domain.advice import Advice, AdviceRequest, Adviser, Asked, Provision, Service
from portal.domain.people import Viewer
from portal.features.demo.school_calendar import days, working_day
from portal.kit.links import path_for
from portal.store import demo
from portal.store.trail import write_pending

SHOWN_CHILD = "Otis Zanmeru"
OTHERS_AT_MOST = 6


def _asked(service: Service, name: str, role: str) -> Asked:
    address = f"{name.split()[-1].lower()}@advice.demo.invalid"
    question = (
        "What are the child’s strengths and needs as you know them, what help do you recommend, "
        "in hours and how often, and what should it lead to?"
    )
    manager = f"manager.{service.replace('_', '.')}@advice.demo.invalid"
    return Asked(service, Adviser(name, role, address), question, "Ellis Marrowby", manager)


PSYCHOLOGY = _asked(
    Service.EDUCATIONAL_PSYCHOLOGY, "Dr Linnet Ashgrove", "Educational psychologist"
)
SPEECH = _asked(Service.HEALTH, "Corin Wexhollow", "Speech and language therapist")
PAEDIATRICS = _asked(Service.HEALTH, "Dr Maeve Thistlecroft", "Paediatrician")
CARE = _asked(Service.SOCIAL_CARE, "Idris Quillbank", "Social worker, disabled children’s team")
SCHOOL = _asked(Service.EDUCATION, "Petra Stowmarsh", "Special needs coordinator")

ADDRESSES = frozenset(
    asked.adviser.email for asked in (PSYCHOLOGY, SPEECH, PAEDIATRICS, CARE, SCHOOL)
)
"""Where messages to these professionals go."""

ADVICE = Advice(
    "Learns best by looking and doing. Finds it hard to follow long spoken instructions and to "
    "wait for a turn. Settles with one familiar adult.",
    (
        Provision("Small-group language work", "3 times a week, 20 minutes", "A trained assistant"),
        Provision("Speech and language therapy", "6 sessions a term", "A therapist"),
    ),
    "By the end of the year: follows two-step instructions in class, and asks for help in words.",
)


@dataclass(frozen=True, slots=True)
class _Maker:
    session: Session
    caseworker: Viewer
    now: datetime
    today: date

    def _at(self, days_ago: int) -> datetime:
        """So many days ago, or the Friday before."""
        day = working_day(self.today - days(days_ago))
        return self.now - (self.today - day)

    def ask(self, child_id: UUID, asked: Asked, days_ago: int) -> AdviceRequest:
        request = ask_for_advice(
            self.session,
            self.caseworker,
            child_id,
            asked,
            path_of=lambda token: path_for("advice_giver.open_link", token=token),
            now=self._at(days_ago),
        )
        if not isinstance(request, AdviceRequest):
            raise TypeError(f"the demo's own request was refused: {request}")
        return request

    def answer(self, request: AdviceRequest, days_ago: int, *, shared: bool = False) -> None:
        keep_advice(self.session, request, ADVICE)
        written = replace(request, advice=ADVICE)
        send_advice(self.session, written, self._at(days_ago))
        if shared:
            share_advice(
                self.session,
                self.caseworker,
                request,
                link_path=path_for("advice.list_own", child_id=request.child_id),
                now=self._at(days_ago - 4),
            )

    def missed(self, request: AdviceRequest, on: date) -> None:
        note = "Nobody came. We have offered another day in two weeks."
        say_missed(self.session, request, on=on, note=note, now=self._at(1))

    def declined(self, request: AdviceRequest) -> None:
        decline(self.session, request, "Not known to our service.", self._at(3))

    def passed_on(self, request: AdviceRequest) -> None:
        colleague = Adviser("Rowan Peverell", request.asked.adviser.role, "peverell@demo.invalid")
        pass_on(self.session, request, colleague, self._at(1))


def ask_professionals(session: Session, caseworker: Viewer, today: date, now: datetime) -> int:
    """Requests in every state, one child of the demo page's among them; how many there are."""
    maker = _Maker(session, caseworker, now, today)
    requests: list[AdviceRequest] = []
    shown = demo.find_child(session, caseworker.person_id, SHOWN_CHILD)
    if shown is not None:
        requests += _show_case(maker, shown)
    others = demo.list_being_assessed(session, caseworker.person_id, OTHERS_AT_MOST)
    requests += _in_every_state(maker, others, today)
    write_pending(session, now)
    return len(requests)


def _show_case(maker: _Maker, child_id: UUID) -> list[AdviceRequest]:
    """Shared, answered and not shared yet, late, and waiting."""
    psychology = maker.ask(child_id, PSYCHOLOGY, 60)
    maker.answer(psychology, 30, shared=True)
    speech = maker.ask(child_id, SPEECH, 40)
    maker.answer(speech, 2)
    late = maker.ask(child_id, PAEDIATRICS, 50)
    waiting = maker.ask(child_id, CARE, 10)
    return [psychology, speech, late, waiting]


def _in_every_state(maker: _Maker, children: Sequence[UUID], today: date) -> list[AdviceRequest]:
    requests = []
    for number, child_id in enumerate(children):
        psychology, school = maker.ask(child_id, PSYCHOLOGY, 20), maker.ask(child_id, SCHOOL, 18)
        requests += [psychology, school]
        match number % 4:
            case 0:
                maker.answer(school, 4)
            case 1:
                maker.missed(psychology, working_day(today - days(5)))
            case 2:
                maker.declined(school)
            case _:
                maker.passed_on(psychology)
    return requests
