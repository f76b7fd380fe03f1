"""The words of the list."""

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.accurate_list import Mender, Only, Place, QualityFlag

ONLY: dict[Only, LazyString] = {
    Only.ALL: lazy_gettext("Everybody"),
    Only.REVIEW_PAST: lazy_gettext("The day of the next review has passed"),
    Only.AWAITING_SPECIALIST: lazy_gettext("Waiting for a specialist place"),
    Only.MISSING_EDUCATION: lazy_gettext("Missing education"),
    Only.VISIT_OWED: lazy_gettext("Lives at the placement or is taught at home"),
    Only.TO_MEND: lazy_gettext("Something in the record must be mended"),
}

FLAGS: dict[QualityFlag, LazyString] = {
    QualityFlag.BIRTH_DATE_MISSING: lazy_gettext("The date of birth is missing"),
    QualityFlag.UPN_MISSING: lazy_gettext("The pupil number is missing, without a reason"),
    QualityFlag.NOT_IN_LATEST_FILE: lazy_gettext("The latest files do not name this child"),
    QualityFlag.PLAN_DATE_MISSING: lazy_gettext("The day the plan was made is missing"),
    QualityFlag.REVIEW_BEFORE_PLAN: lazy_gettext("A review has a date from before the plan"),
    QualityFlag.PLACEMENT_MISSING: lazy_gettext("The plan has no placement"),
    QualityFlag.VISIT_MISSING: lazy_gettext("No welfare visit is on record"),
    QualityFlag.DATE_CALLED_WRONG: lazy_gettext("A date was called wrong and is not checked"),
    QualityFlag.EXCEPTION_WITHOUT_REASON: lazy_gettext(
        "An exception to the 20 weeks has no lawful reason on record"
    ),
}

MENDERS: dict[Mender, LazyString] = {
    Mender.CASEWORKER: lazy_gettext("Caseworker"),
    Mender.RECORDS_TEAM: lazy_gettext("Records team"),
}

PLACES: dict[str, LazyString] = {
    "OLA": lazy_gettext("Arranged by the council, not at a school"),
    "OPA": lazy_gettext("Arranged by the parents, not at a school"),
    "EHE": lazy_gettext("Taught at home"),
    "EYP": lazy_gettext("Early years provider"),
    "OTH": lazy_gettext("Another place"),
    "NEET": lazy_gettext("Not in education, work or training"),
    "NIEC": lazy_gettext("Not in education, over school age"),
    "NIEO": lazy_gettext("Not in education"),
}


def place_words(place: Place | None) -> str:
    if place is None:
        return str(gettext("Not on record"))
    code = place.code or ""
    return place.name or str(PLACES.get(code, code)) or str(gettext("Not on record"))
