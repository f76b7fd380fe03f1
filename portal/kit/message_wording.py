"""What messages say. Short, neutral, without a name: somebody else may see the screen."""

from flask_babel import gettext

from portal.domain.messages import MessageKind
from portal.kit.message_paragraphs import Carried, paragraphs_of

TEXT_MESSAGE_HOLDS = 306  # two parts of one, in the characters of GSM 03.38


def subject_of(kind: MessageKind) -> str:
    """Says nothing about a child, a plan or a need."""
    match kind:
        case MessageKind.SIGN_IN:
            return str(gettext("Your sign-in link and code"))
        case MessageKind.FAMILY_INVITATION:
            return str(gettext("You can now sign in"))
        case MessageKind.STAFF_SET_UP:
            return str(gettext("Set up your account"))
        case MessageKind.SURVEY_INVITATION | MessageKind.SETTING_SURVEY:
            return str(gettext("We would like to hear from you"))
        case MessageKind.SURVEY_REMINDER:
            return str(gettext("There is still time to tell us"))
        case MessageKind.SURVEY_TEST:
            return str(gettext("Test: We would like to hear from you"))
        case MessageKind.VIEWS_RECEIVED | MessageKind.ADVICE_RECEIPT:
            return str(gettext("We have what you sent"))
        case MessageKind.ADVICE_REQUEST:
            return str(gettext("We ask for your professional advice"))
        case MessageKind.ADVICE_REMINDER:
            return str(gettext("Reminder: we wait for your professional advice"))
        case MessageKind.ADVICE_CODE:
            return str(gettext("Your code"))
        case MessageKind.ADVICE_WITHDRAWN:
            return str(gettext("You do not have to answer any more"))
        case MessageKind.ADVICE_LATE:
            return str(gettext("An answer from your service is late"))
        case MessageKind.ADVICE_SHARED:
            return str(gettext("There is something new for you to read"))
        case MessageKind.REVIEW_COMING:
            return str(gettext("Something is coming up"))
        case MessageKind.VIEWS_ASKED:
            return str(gettext("We would like to know what you think"))
        case MessageKind.VIEWS_ASKED_AGAIN:
            return str(gettext("There is still time to tell us what you think"))
        case MessageKind.MEETING_SET:
            return str(gettext("You are invited to a meeting"))
        case MessageKind.VIEWS_CIRCULATED:
            return str(gettext("The papers for the meeting have gone round"))
        case MessageKind.PLAN_NEWS:
            return str(gettext("There is news for you"))
        case MessageKind.MEETING_DATES_WANTED:
            return str(gettext("Meeting dates to set"))
        case MessageKind.VIEWS_READY:
            return str(gettext("Papers for a meeting are ready to read"))
        case MessageKind.TERM_LIST:
            return str(gettext("Your list for the term is ready"))
        case MessageKind.COMMENTS_RECEIVED:
            return str(gettext("We have what you told us"))
        case MessageKind.DOCUMENT_SERVED:
            return str(gettext("There is something for you to read"))
        case MessageKind.COMMENTS_ANSWERED | MessageKind.DATE_ANSWERED:
            return str(gettext("We have answered what you told us"))
        case MessageKind.RECORD_OPENED:
            return str(gettext("A record was opened from outside its team"))
        case (
            MessageKind.RIGHTS_SOON_OWN
            | MessageKind.RIGHTS_SOON_FAMILY
            | MessageKind.EIGHTEEN_SOON_OWN
            | MessageKind.EIGHTEEN_SOON_FAMILY
        ):
            return str(gettext("Something will change soon"))
        case MessageKind.RIGHTS_BEGIN_OWN:
            return str(gettext("From now on you decide"))
        case MessageKind.RIGHTS_BEGIN_FAMILY:
            return str(gettext("Something has changed"))
        case MessageKind.CHOICES_CHANGED:
            return str(gettext("Your choices have changed"))
        case MessageKind.CONCERN:
            return str(gettext("A concern waits for you. Please take it now"))
        case MessageKind.CONCERN_WAITS:
            return str(gettext("Nobody has taken a concern yet. Please take it now"))
        case MessageKind.CONCERN_TAKEN:
            return str(gettext("A colleague has taken the concern"))
        case MessageKind.CONCERN_DRILL:
            return str(gettext("This is a drill. A concern waits for you. Please take it now"))
        case MessageKind.CONCERN_DRILL_WAITS:
            return str(gettext("This is a drill. Nobody has taken a concern yet. Please take it"))
        case MessageKind.CONCERN_ROTA_GAPS:
            return str(gettext("Somebody is missing on the rota"))
        case MessageKind.CONCERN_ANSWERED:
            return str(gettext("There is an answer to what you raised"))
        case MessageKind.PACK_RELEASED:
            return str(gettext("There is something new to read"))
        case MessageKind.COMMITMENT_MADE:
            return str(gettext("What happens because of what people told us"))
        case MessageKind.COMMITMENT_DONE:
            return str(gettext("What we said we would do is done"))
        case MessageKind.DIGEST:
            return str(gettext("Several things are new for you"))


def short_text_of(kind: MessageKind, carried: Carried) -> str:
    """The same for a text message, in as few characters as it takes."""
    lines = [f"{carried.council}: {subject_of(kind)}"]
    if carried.code:
        lines.append(gettext("Code: %(code)s", code=carried.code))
    if carried.link:
        lines.append(carried.link)
    if carried.stop_link:
        lines.append(gettext("Not for you? No surveys?") + f" {carried.stop_link}")
    return "\n".join(lines)


def text_of(kind: MessageKind, carried: Carried) -> str:
    """Plain text, paragraphs apart by an empty line."""
    paragraphs = [*paragraphs_of(kind, carried), carried.council]
    if carried.stop_link:
        paragraphs.append(
            gettext("Not for you? No more surveys? Tell us here:") + f"\n{carried.stop_link}"
        )
    return "\n\n".join(paragraphs) + "\n"
