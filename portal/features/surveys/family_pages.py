"""What a family sees of a survey, the same by the mailed link and signed in."""

from datetime import date
from typing import assert_never
from uuid import UUID

from flask import render_template
from flask_babel import format_date, get_locale, gettext
from markupsafe import Markup

from portal.actions.survey_answers import InvitationUnknown, NotOpen, OpenSurvey
from portal.actions.survey_ways import PublicSurvey
from portal.domain.co_production import SignOff
from portal.domain.dates import london_day
from portal.domain.instruments import Instrument
from portal.domain.surveys import AlreadyAnswered, WaveClosed
from portal.features.surveys import wording
from portal.features.surveys.answering import AnswerForm
from portal.features.surveys.question_block import in_english, language_of
from portal.store.db import db
from portal.store.setting_surveys import find_caseref


def render_survey(
    survey: OpenSurvey,
    form: AnswerForm,
    *,
    token: str | None = None,
    child_id: UUID | None = None,
) -> str:
    """The promise and all questions. ``token`` where a link led here, else the child's page or,
    for a setting's coordinator, the page of their pupils."""
    invitation = survey.invitation
    of_setting = invitation.staff_id is not None
    return render_template(
        "surveys/setting_answer.html" if of_setting else "surveys/answer.html",
        caseref=find_caseref(db.session(), invitation.child_id) if of_setting else None,
        form=form,
        introduction=introduction_of(survey),
        token=token,
        child_id=child_id,
        about=wording.about_words(survey.version.cohort),
        groups=[wording.GROUPS[kind] for kind in survey.version.groups],
        closes_on=survey.invitation.closes_on,
    )


def introduction_of(survey: OpenSurvey | PublicSurvey) -> Markup:
    """What the survey itself says before its first question, and whether families agreed to it."""
    version = survey.version
    return _own_words(version.instrument) + _sign_off_words(version.sign_off, version.corrected_on)


def _sign_off_words(sign_off: SignOff | None, corrected_on: date | None) -> Markup:
    if sign_off is None:
        words = gettext("Not signed off by families.")
    else:
        words = gettext(
            "Signed off by families on the participation group on %(day)s.",
            day=format_date(london_day(sign_off.signed_at), "EEEE d MMMM y"),
        )
        if corrected_on is not None:
            words += " " + gettext(
                "We put a slip in the words right on %(day)s.",
                day=format_date(corrected_on, "EEEE d MMMM y"),
            )
    return Markup('<p class="govuk-body-s">{}</p>').format(words)


def _own_words(instrument: Instrument) -> Markup:
    if not instrument.introduction:
        return Markup()
    language = language_of(instrument)
    words = instrument.say(instrument.introduction, language)
    html = Markup('<p class="govuk-body">{}</p>').format(words)
    return html if language == get_locale().language else in_english(html)


def render_refusal(refusal: NotOpen) -> tuple[str, int]:
    match refusal:
        case InvitationUnknown():
            return render_template("surveys/unknown.html"), 404
        case AlreadyAnswered():
            return render_template("surveys/already_answered.html"), 200
        case WaveClosed():
            return render_template("surveys/closed.html", for_now=refusal.for_now), 200
        case _:
            assert_never(refusal)
