"""Every setting, with its default. One TOML file and the environment change them.

The file is `instance/settings.toml`, or what `PORTAL_SETTINGS` names. An environment variable is
named `PORTAL_` and the setting's name.
"""

import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from portal.actions.survey_cohorts import SURVEYS_A_TERM
from portal.domain.plan_dates import RECORDS_FRESH_DAYS
from portal.domain.review_clock import VIEWS_ASKED_DAYS_BEFORE_MEETING
from portal.kit.now import system_clock

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = Path(os.environ.get("PORTAL_INSTANCE", ROOT / "instance"))
THIS_MACHINE = ("127.0.0.1", "localhost")


DEFAULTS: dict[str, Any] = {
    # Who we are
    "COUNCIL_NAME": "Your council",
    "BASE_URL": "http://127.0.0.1:8000",
    "DUTY_LINE": "01632 960000",
    "EMERGENCY_DUTY_TEAM": "01632 960999",
    "ADVICE_SERVICE_NAME": "your local SEND information, advice and support service",
    "ADVICE_SERVICE_URL": "https://councilfordisabledchildren.org.uk/",
    "SEND_TEAM_EMAIL": "send@example.org",
    "SEND_TEAM_PHONE": "01632 960001",
    "QUICK_EXIT_URL": "https://www.bbc.co.uk/weather",
    # Secrets, kept outside the database: none has a default that would do
    "SECRET_KEY": None,
    "KEY_ENCRYPTION_KEYS": "",  # "id:base64 id:base64", the current one first
    "LOOKUP_KEY": "",
    # What it runs on
    "DATABASE_URL": "sqlite:///portal.sqlite",
    # Where files lie, sealed: a folder (without one: files in the instance folder), or s3://bucket
    "FILE_STORE": "",
    "FILE_STORE_ENDPOINT": "",  # of an S3-compatible store that is not Amazon's
    "FILE_STORE_REGION": "eu-west-2",
    "FILE_STORE_KEY_ID": "",
    "FILE_STORE_SECRET": "",
    "CLAMD": "",  # host:port, or the path of its socket; without it files are not scanned
    "PROXIES": 0,  # balancers in front, each of which adds the caller's address to the request
    "TRUSTED_HOSTS": None,  # names this site answers to; without it BASE_URL's and this machine's
    "LOG_LEVEL": "INFO",
    "DEMO": False,
    "DELIVERY": "console",  # console, smtp, notify, demo
    "SMTP_HOST": "127.0.0.1",
    "SMTP_PORT": 587,
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "SMTP_SECURITY": "starttls",  # starttls, tls, none
    "MAIL_FROM": "no-reply@example.org",
    "NOTIFY_API_KEY": "",
    "NOTIFY_URL": "https://api.notifications.service.gov.uk",
    "NOTIFY_EMAIL_TEMPLATE": "",  # the id of a template with ((subject)) and ((text)); empty: none
    "NOTIFY_SMS_TEMPLATE": "",
    "NOTIFY_LETTER_TEMPLATE": "",
    # The council's own rules (policy, never law)
    "RECORDS_FRESH_DAYS": RECORDS_FRESH_DAYS,
    "VIEWS_ASKED_DAYS_BEFORE_MEETING": VIEWS_ASKED_DAYS_BEFORE_MEETING,
    "VIEWS_ASKED_AGAIN_DAYS_AFTER": 14,  # whoever was asked for views and has sent none
    # How long before its meeting, or before the last good day for one, a review opens: families
    # are told, the school is asked for a date and the caseworker for a call
    "REVIEW_OPENS_DAYS_BEFORE_MEETING": 84,
    "RING_FAMILY_WITHIN_DAYS": 7,  # the calls agreed with families, after each step of a review
    "COMMENTS_ANSWERED_DAYS": 10,  # comments on a draft have an answer
    "DRAFT_MEETING_DAYS": 5,  # somebody who asked for a meeting about a draft has a day for it
    "DATES_CHECKED_DAYS": 5,  # a date that a family called wrong has an answer
    # How long the trail says who opened which record; its chain of digests stays
    "TRAIL_YEARS_STAFF": 6,
    "TRAIL_YEARS_FAMILY": 2,
    "BREAK_GLASS_DAYS_AT_MOST": 7,  # how long a record outside one's caseload may stay open
    # How long, in declared hours, one safeguarding lead has to take a concern before the next is
    # told; and the council's own words for which a text is read first ("*": any ending)
    "SAFEGUARDING_TAKEN_MINUTES": 30,
    "SAFEGUARDING_WORDS": [],
    # What it takes for a parent to go on seeing the record once the rights are the young person's
    # own: until_objection (how the law is read), agreement_from_18, agreement_from_rights
    "PARENTS_ACCESS": "until_objection",
    "RIGHTS_TOLD_DAYS_BEFORE": 90,
    "EIGHTEEN_TOLD_DAYS_BEFORE": 60,
    # Days before and after the last lawful day on which an adviser is reminded; so many days after
    # it the named manager is told
    "ADVICE_REMIND_DAYS_BEFORE": [14, 3],
    "ADVICE_REMIND_DAYS_AFTER": [1],
    "ADVICE_ESCALATE_DAYS_AFTER": 5,
    "QUIET_HOURS": "20:00-08:00",  # in London; only what somebody waits for goes then; "": none
    "DIGEST_MINUTES": 30,  # news to one person within this time is one message; 0: each alone
    "SURVEYS_A_TERM": SURVEYS_A_TERM,  # in so many one person is asked at most
    "PAPER_FILE_DAYS": 7,  # for how long a file of letters on paper can be fetched again
    # Words that people wrote are quoted only once a second officer has agreed
    "MODERATION_SECOND_PERSON": False,
    # Changes to the numbers of the disclosure rules, by name: see portal.domain.figures.Thresholds
    "DISCLOSURE_THRESHOLDS": {},
    # Flask and its extensions
    "CLOCK": system_clock,
    "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # faults are logged, values never
    "WTF_CSRF_TIME_LIMIT": None,  # slow writers must not lose their form
    "MAX_CONTENT_LENGTH": 200 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": False,
    "BABEL_DEFAULT_LOCALE": "en_GB",
    "BABEL_DEFAULT_TIMEZONE": "Europe/London",
    "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
    "COMPRESS_ALGORITHM": ["br", "gzip"],
    "COMPRESS_BR_LEVEL": 4,
    "COMPRESS_STREAMS": False,
}


def load_settings(app: Flask, given: dict[str, Any] | None = None) -> None:
    """Fill ``app.config``: defaults, then the file, then the environment, then ``given``.

    The secrets (`SECRET_KEY`, `KEY_ENCRYPTION_KEYS`, `LOOKUP_KEY`) have no default: what needs one
    that is missing says so and stops, and what needs none (such as `flask deadlines`) runs.
    """
    app.config.from_mapping(DEFAULTS)
    file = Path(os.environ.get("PORTAL_SETTINGS", INSTANCE / "settings.toml"))
    app.config.from_file(str(file.resolve()), load=tomllib.load, text=False, silent=True)
    app.config.from_prefixed_env("PORTAL")
    app.config.from_mapping(given or {})
    app.config["SQLALCHEMY_DATABASE_URI"] = app.config["DATABASE_URL"]
    if app.config["TRUSTED_HOSTS"] is None:
        own_name = urlsplit(app.config["BASE_URL"]).hostname
        app.config["TRUSTED_HOSTS"] = [*THIS_MACHINE, *([own_name] if own_name else [])]
