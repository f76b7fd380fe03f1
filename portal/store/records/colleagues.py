"""Staff whom the files name by e-mail: found, or added without a password until they set one up."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.domain.people import Role
from portal.store import sealing
from portal.store.records.run import Run
from portal.store.tables.people import Staff


@dataclass(frozen=True, slots=True)
class Colleague:
    id: UUID
    role: str
    setting_id: UUID | None


class ColleagueFinder:
    """Finds staff by e-mail, and adds who is not there yet, once an import."""

    def __init__(self, run: Run, role: Role) -> None:
        self.run, self.role = run, role
        self._found: dict[str, Colleague] = {}

    def find(self, names: Iterable[tuple[str, str | None]]) -> dict[str, Colleague]:
        """Everybody with one of these e-mails. A new colleague is called by the name given, or by
        what stands before the @ until somebody puts it right."""
        wanted = dict(names)
        lookups = {
            sealing.lookup(self.run.session, email): email
            for email in wanted
            if email not in self._found
        }
        query = select(Staff.email_lookup, Staff.id, Staff.role, Staff.setting_id).where(
            Staff.email_lookup.in_(lookups)
        )
        for lookup, staff_id, role, setting_id in self.run.session.execute(query):
            self._found[lookups.pop(lookup)] = Colleague(staff_id, role, setting_id)
        self._add({email: wanted[email] for email in lookups.values()})
        return {email: self._found[email] for email in wanted}

    def _add(self, names: dict[str, str | None]) -> None:
        for email, name in names.items():
            staff_id = uuid4()
            self._found[email] = Colleague(staff_id, self.role, None)
            if not self.run.writes:
                continue
            sealed = sealing.seal(
                self.run.session,
                subject_id=staff_id,
                table=Staff.__tablename__,
                column="email_sealed",
                row_id=staff_id,
                text=email,
            )
            row = {
                "id": staff_id,
                "role": self.role,
                "name": name or email.partition("@")[0],
                "email_sealed": sealed,
                "email_lookup": sealing.lookup(self.run.session, email),
            }
            self.run.add(Staff, [row])
