"""What messages say. Short, neutral, without a name: somebody else may see the screen."""

from dataclasses import dataclass

from flask_babel import gettext

from portal.domain.messages import USEFUL_FOR, MessageKind

_MINUTE = 60
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes into the text: whole addresses, and the code."""

    council: str
    link: str
    code: str
    stop_link: str


def subject_of(kind: MessageKind) -> str:
    """Says nothing about a child, a plan or a need."""
    match kind:
        case MessageKind.SIGN_IN:
            return str(gettext("Your sign-in link and code"))
        case MessageKind.FAMILY_INVITATION:
            return str(gettext("You can now sign in"))
        case MessageKind.STAFF_SET_UP:
            return str(gettext("Set up your account"))
        case MessageKind.SURVEY_INVITATION:
            return str(gettext("We would like to hear from you"))
        case MessageKind.SURVEY_REMINDER:
            return str(gettext("There is still time to tell us"))
        case MessageKind.VIEWS_RECEIVED:
            return str(gettext("We have what you sent"))
        case MessageKind.RECORD_OPENED:
            return str(gettext("A record was opened from outside its team"))


def text_of(kind: MessageKind, carried: Carried) -> str:
    """Plain text, paragraphs apart by an empty line."""
    paragraphs = [*_paragraphs(kind, carried), carried.council]
    if carried.stop_link:
        paragraphs.append(
            gettext("Not for you? No more surveys? Tell us here:") + f"\n{carried.stop_link}"
        )
    return "\n\n".join(paragraphs) + "\n"


def _paragraphs(kind: MessageKind, carried: Carried) -> list[str]:
    link, code = carried.link, carried.code
    match kind:
        case MessageKind.SIGN_IN:
            return [
                gettext("You asked to sign in."),
                gettext("Open this link and press Continue:") + f"\n{link}",
                gettext("If the page asks for a code, type this: %(code)s", code=code),
                gettext(
                    "The link and the code work once, for %(minutes)s minutes.",
                    minutes=_seconds(kind) // _MINUTE,
                ),
                gettext(
                    "You did not ask? Then you do not have to do anything. "
                    "Do not give the code to anybody, not even to us."
                ),
            ]
        case MessageKind.FAMILY_INVITATION:
            return [
                gettext("You can now see online what we are doing, and tell us what you think."),
                gettext("To start, open this link:") + f"\n{link}",
                gettext("The page asks for a code. Type this: %(code)s", code=code),
                gettext(
                    "The link and the code work once, for %(days)s days. "
                    "After that you can ask for new ones on the sign-in page. "
                    "You need no password.",
                    days=_seconds(kind) // _DAY,
                ),
            ]
        case MessageKind.STAFF_SET_UP:
            return [
                gettext("Your account is ready to be set up."),
                gettext("Open this link, choose a password and add an authenticator app:")
                + f"\n{link}",
                gettext("The link works once, for %(days)s days.", days=_seconds(kind) // _DAY),
            ]
        case MessageKind.SURVEY_INVITATION:
            return [
                gettext("How are things going for your family? We would like to know."),
                gettext("It takes about two minutes. You do not have to sign in:") + f"\n{link}",
                gettext(
                    "The link is only for you. The first page says who sees your answers. "
                    "You do not have to take part."
                ),
                gettext(
                    "Would you rather tell us by telephone? "
                    "Ring us and read out this code: %(code)s",
                    code=code,
                ),
            ]
        case MessageKind.SURVEY_REMINDER:
            return [
                gettext("We asked you some questions a little while ago."),
                gettext("There is still time to answer. It takes about two minutes:") + f"\n{link}",
                gettext("You do not have to take part. We will not ask again about this."),
            ]
        case MessageKind.VIEWS_RECEIVED:
            return [
                gettext("Thank you. We have what you sent."),
                gettext("You can read it, and see what happens next:") + f"\n{link}",
            ]
        case MessageKind.RECORD_OPENED:
            return [
                gettext(
                    "Somebody outside your team opened a record that you answer for, and gave a "
                    "reason."
                ),
                gettext("See who it was, and why:") + f"\n{link}",
            ]


def _seconds(kind: MessageKind) -> int:
    return int(USEFUL_FOR[kind].total_seconds())
