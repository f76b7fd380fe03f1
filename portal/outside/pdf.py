"""HTML made into a PDF: slow and large (weasyprint, the machine's Pango), the worker's alone."""


class NoPdfHereError(Exception):
    """This machine lacks a library that PDFs are made with; its message names it."""


class OutsideAddressError(ValueError):
    """The HTML asks for something that is not in it."""


def write_pdf(html: str) -> bytes:
    """A tagged PDF (PDF/UA-1 as far as the maker goes; no checker has been run over it).

    Raises NoPdfHereError, and OutsideAddressError where the HTML links a style or a picture: all
    that is printed is in the HTML itself, and nothing is ever fetched.
    """
    try:
        # Takes seconds and asks for libraries of the machine: not before somebody needs it.
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError, URLFetcher
    except OSError as missing:
        raise NoPdfHereError(str(missing)) from missing
    nowhere = URLFetcher(allowed_protocols=(), fail_on_errors=True)
    try:
        made: bytes = HTML(string=html, url_fetcher=nowhere).write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as asked:
        raise OutsideAddressError(str(asked)) from asked
    return made
