"""One JSON line an event, without personal data: endpoints and ids, never paths or names."""

import logging
import sys
import time
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, g, request
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import ExcInfo
from werkzeug.wrappers import Response

from portal.kit.unlinked import is_unlinked

log = structlog.get_logger()
_read_traceback = ExceptionDictTransformer(show_locals=False)


def describe_fault(exc_info: ExcInfo) -> list[dict[str, Any]]:
    """What kind of fault, and where. Neither local variables nor the fault's own text, in which a
    database names the value that it refused: either may be a family's words."""
    return [
        {"exc_type": stack["exc_type"], "is_cause": stack["is_cause"], "frames": stack["frames"]}
        for stack in _read_traceback(exc_info)
    ]


def _begin() -> None:
    g.request_id = uuid4().hex
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    if is_unlinked():
        return response
    log.info(
        "request",
        request_id=g.request_id,
        method=request.method,
        endpoint=request.endpoint or "none",
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.started) * 1000, 1),
    )
    return response


def init_app(app: Flask) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(describe_fault),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[app.config["LOG_LEVEL"]]
        ),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    app.before_request(_begin)
    app.after_request(_end)
