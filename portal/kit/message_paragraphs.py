"""The paragraphs of each kind of message."""

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
    code_page: str = ""
    """Where the code of a survey can be typed in."""
    news: tuple[str, ...] = ()
    """The lines of a digest."""


def paragraphs_of(kind: MessageKind, carried: Carried) -> list[str]:
    """Plain sentences, without a name."""
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
                *(
                    [gettext("Or type the code in here:") + f"\n{carried.code_page}"]
                    if carried.code_page
                    else []
                ),
            ]
        case MessageKind.SURVEY_TEST:
            return [
                gettext(
                    "This is a test, to you alone. Families get what is below, "
                    "each with their own link and code."
                ),
                *paragraphs_of(MessageKind.SURVEY_INVITATION, carried),
            ]
        case (
            MessageKind.ADVICE_REQUEST
            | MessageKind.ADVICE_REMINDER
            | MessageKind.ADVICE_CODE
            | MessageKind.ADVICE_RECEIPT
            | MessageKind.ADVICE_WITHDRAWN
            | MessageKind.ADVICE_LATE
            | MessageKind.ADVICE_SHARED
        ):
            return _about_advice(kind, carried)
        case MessageKind.SETTING_SURVEY:
            return [
                gettext("We ask schools, colleges and nurseries how our plans work for them."),
                gettext("It takes about two minutes. You do not have to sign in:") + f"\n{link}",
                gettext(
                    "The link is only for you. The first page says who sees your answers. "
                    "You do not have to take part."
                ),
            ]
        case MessageKind.SURVEY_REMINDER:
            return [
                gettext("We asked you some questions a little while ago."),
                gettext("There is still time to answer. It takes about two minutes:") + f"\n{link}",
                gettext("You do not have to take part. We will not ask again about this."),
            ]
        case MessageKind.REVIEW_COMING:
            return [
                gettext("In the coming weeks we will look with you at how things are going."),
                gettext("See what happens and when:") + f"\n{link}",
                gettext("We will also ring you. You do not have to do anything yet."),
            ]
        case MessageKind.VIEWS_ASKED:
            return [
                gettext(
                    "What is going well? What should change? Please tell us in your own words."
                ),
                gettext("You can stop at any time and go on later:") + f"\n{link}",
                gettext("The page says by when, and who will read it."),
            ]
        case MessageKind.VIEWS_ASKED_AGAIN:
            return [
                gettext("A little while ago we asked you how things are going."),
                gettext("There is still time. Even a few words help:") + f"\n{link}",
                gettext("You do not have to write. You can also come to the meeting and tell us."),
            ]
        case MessageKind.MEETING_SET:
            return [
                gettext("A meeting has a date. We would like you to be there."),
                gettext("See the day, and what you can do before it:") + f"\n{link}",
                gettext("Can you not come on that day? Tell the school, or tell us."),
            ]
        case MessageKind.VIEWS_CIRCULATED:
            return [
                gettext("What people sent for the meeting has gone to everybody who is invited."),
                gettext("See what comes next here:") + f"\n{link}",
            ]
        case MessageKind.PLAN_NEWS:
            return [
                gettext("Something has happened that you should know about."),
                gettext("Read what it is, and what comes next, here:") + f"\n{link}",
            ]
        case MessageKind.MEETING_DATES_WANTED:
            return [
                gettext("Reviews are coming up that have no meeting date yet."),
                gettext("Please set the dates here:") + f"\n{link}",
            ]
        case MessageKind.VIEWS_READY:
            return [
                gettext("A meeting of yours is two weeks away. You can now read what was sent."),
                gettext("Sign in to read it:") + f"\n{link}",
            ]
        case MessageKind.TERM_LIST:
            return [
                gettext("Your list of reviews for this term and the next is ready."),
                gettext("See it, and set meeting dates, here:") + f"\n{link}",
            ]
        case MessageKind.DOCUMENT_SERVED:
            return [
                gettext("We have written something, and would like to hear what you think of it."),
                gettext("Read it, and see by when to tell us, here:") + f"\n{link}",
            ]
        case MessageKind.COMMENTS_ANSWERED | MessageKind.DATE_ANSWERED:
            return [
                gettext("You told us something. We have looked at it and answered."),
                gettext("Read the answer here:") + f"\n{link}",
            ]
        case MessageKind.VIEWS_RECEIVED | MessageKind.COMMENTS_RECEIVED:
            return [
                gettext("Thank you. We have what you sent."),
                gettext("You can read it, and see what happens next:") + f"\n{link}",
            ]
        case MessageKind.COMMITMENT_MADE | MessageKind.COMMITMENT_DONE:
            return [
                gettext("We asked you and others what works and what does not. Thank you.")
                if kind is MessageKind.COMMITMENT_MADE
                else gettext("We asked you and others, and then we said what we would do."),
                gettext("Read what we do about it, who does it and by when:") + f"\n{link}"
                if kind is MessageKind.COMMITMENT_MADE
                else gettext("It is done. Read what changed:") + f"\n{link}",
                gettext("Anybody can read the page, whether they answered us or not."),
            ]
        case MessageKind.DIGEST:
            lines = "".join(f"\n- {line}" for line in carried.news)
            return [
                gettext("These things are new:") + lines,
                gettext("Sign in and read them here:") + f"\n{link}",
            ]
        case MessageKind.PACK_RELEASED:
            return [
                gettext("What families have told us since last time is put together for you."),
                gettext("Sign in to read it:") + f"\n{link}",
            ]
        case MessageKind.RECORD_OPENED:
            return [
                gettext(
                    "Somebody outside your team opened a record that you answer for, and gave a "
                    "reason."
                ),
                gettext("See who it was, and why:") + f"\n{link}",
            ]
        case (
            MessageKind.CONCERN
            | MessageKind.CONCERN_WAITS
            | MessageKind.CONCERN_TAKEN
            | MessageKind.CONCERN_DRILL
            | MessageKind.CONCERN_DRILL_WAITS
            | MessageKind.CONCERN_ANSWERED
            | MessageKind.CONCERN_ROTA_GAPS
        ):
            return _about_concern(kind, link)
        case (
            MessageKind.RIGHTS_SOON_OWN
            | MessageKind.RIGHTS_SOON_FAMILY
            | MessageKind.RIGHTS_BEGIN_OWN
            | MessageKind.RIGHTS_BEGIN_FAMILY
            | MessageKind.EIGHTEEN_SOON_OWN
            | MessageKind.EIGHTEEN_SOON_FAMILY
            | MessageKind.CHOICES_CHANGED
        ):
            return _about_rights(kind, link)


def _about_concern(kind: MessageKind, link: str) -> list[str]:
    """To the safeguarding leads. What it is about stands on the page alone."""
    match kind:
        case MessageKind.CONCERN_TAKEN:
            return [
                gettext("You were told of a concern. A colleague has taken it."),
                gettext("You need do nothing. See who has it here:") + f"\n{link}",
            ]
        case MessageKind.CONCERN_ANSWERED:
            return [
                gettext("You were worried about what somebody wrote. It has been looked at."),
                gettext("Read the answer here:") + f"\n{link}",
            ]
        case MessageKind.CONCERN_ROTA_GAPS:
            return [
                gettext("In the coming week there is a day on which nobody would be told."),
                gettext("See which, and mend the rota, here:") + f"\n{link}",
            ]
        case MessageKind.CONCERN_DRILL | MessageKind.CONCERN_DRILL_WAITS:
            return [
                gettext("This is a drill. Nobody is in danger."),
                gettext("Do as you would if it were real. Sign in and take it:") + f"\n{link}",
                gettext("If nobody takes it in time, the next person is told."),
            ]
        case _:
            return [
                gettext("Somebody wrote something that a person has to look at now."),
                gettext("Sign in, read it, and say that you have taken it:") + f"\n{link}",
                gettext("If nobody takes it in time, the next person is told."),
            ]


def _about_rights(kind: MessageKind, link: str) -> list[str]:
    """To young people and to the adults around them, apart from each other."""
    match kind:
        case MessageKind.RIGHTS_SOON_OWN:
            return [
                gettext("Soon you will be the one whom we write to and who decides."),
                gettext("Read what changes, when, and what stays the same:") + f"\n{link}",
                gettext("You do not have to do anything yet. Talk about it with people you trust."),
            ]
        case MessageKind.RIGHTS_SOON_FAMILY:
            return [
                gettext("When young people reach the end of school age, they decide themselves."),
                gettext("That day is coming. Read what changes and what does not:") + f"\n{link}",
                gettext("You can still help. You do not have to do anything now."),
            ]
        case MessageKind.RIGHTS_BEGIN_OWN:
            return [
                gettext("These are now your rights. From today we write to you, and you decide."),
                gettext("Choose who else may see, who gets letters and who helps you:")
                + f"\n{link}",
                gettext("You can change your mind whenever you like."),
            ]
        case MessageKind.RIGHTS_BEGIN_FAMILY:
            return [
                gettext("From today our letters go to the young person, who now decides."),
                gettext("Read what has changed for you and what has not:") + f"\n{link}",
            ]
        case MessageKind.EIGHTEEN_SOON_OWN:
            return [
                gettext("From your 18th birthday we need a yes from you for some things."),
                gettext("Please tell us who may go on seeing what is new:") + f"\n{link}",
            ]
        case MessageKind.EIGHTEEN_SOON_FAMILY:
            return [
                gettext("From the 18th birthday we need a yes before you can see what is new."),
                gettext("Read what that means, and whom to ask:") + f"\n{link}",
            ]
        case _:
            return [
                gettext("You changed your choices, or somebody here wrote down what you told us."),
                gettext("See what holds now:") + f"\n{link}",
                gettext("Was it not you? Change it back there, or tell us."),
            ]


def _about_advice(kind: MessageKind, carried: Carried) -> list[str]:
    link, code = carried.link, carried.code
    match kind:
        case MessageKind.ADVICE_CODE:
            return [
                gettext("You asked for a code. Type this: %(code)s", code=code),
                gettext(
                    "It works for %(minutes)s minutes, in the browser in which you asked for it. "
                    "You did not ask? Then do nothing, and give it to nobody.",
                    minutes=_seconds(kind) // _MINUTE,
                ),
            ]
        case MessageKind.ADVICE_RECEIPT:
            return [
                gettext("Thank you. We have what you sent."),
                gettext("The link that we sent you does not show it any more."),
            ]
        case MessageKind.ADVICE_WITHDRAWN:
            return [gettext("We asked for your professional advice. We do not need it any more.")]
        case MessageKind.ADVICE_LATE:
            return [
                gettext(
                    "We asked somebody in your service for professional advice. The last day by "
                    "law has passed and there is no answer yet."
                ),
                gettext("See who was asked, and when:") + f"\n{link}",
            ]
        case MessageKind.ADVICE_SHARED:
            return [
                gettext("Somebody whom we asked has answered. You can now read it."),
                gettext("Read it here:") + f"\n{link}",
            ]
        case _:
            return [
                gettext("The law asks you to answer by a day that the page shows."),
                gettext("Open this link. You need no account:") + f"\n{link}",
                gettext(
                    "You get a code at this address before the page shows whom it is about. "
                    "Not for you? Open the link and name the right colleague."
                ),
            ]


def _seconds(kind: MessageKind) -> int:
    return int(USEFUL_FOR[kind].total_seconds())
