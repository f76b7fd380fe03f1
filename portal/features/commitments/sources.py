"""What a commitment comes from, as a key that an address or a hidden field can carry."""

from uuid import UUID

from portal.domain.commitments import MeasureSaid, QuotationSaid, Said, ThemeSaid

_FIGURE, _QUOTATION, _THEME = "figure", "quotation", "theme"


def write_key(said: Said) -> str:
    """Empty for what an officer writes in their own words."""
    match said:
        case MeasureSaid(release_id, measure):
            return f"{_FIGURE}/{release_id}/{measure}"
        case QuotationSaid(wave_id, quotation_id):
            return f"{_QUOTATION}/{wave_id}/{quotation_id}"
        case ThemeSaid(theme, wave_id) if wave_id is not None:
            return f"{_THEME}/{wave_id}/{theme}"
        case _:
            return ""


def read_key(key: str) -> Said | None:
    """None for a key that names nothing."""
    kind, _, rest = key.partition("/")
    named, _, last = rest.partition("/")
    try:
        found = UUID(named)
        match kind:
            case "figure":
                return MeasureSaid(found, last)
            case "quotation":
                return QuotationSaid(found, UUID(last))
            case "theme" if last:
                return ThemeSaid(last, found)
    except ValueError:
        pass
    return None
