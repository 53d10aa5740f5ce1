"""The questions that are asked of sign-ins, codes, guardians, consent, owed notices and kept answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update

from dryland.store.records import tables
from dryland.store.records.access import Answer, CodeRecord, Consent, Guardianship, Notice, SignIn
from dryland.store.records.repository import Bind, Repository, translated

__all__ = ["Answers", "Codes", "Consents", "Guardianships", "Notices", "SignIns"]


class SignIns(Repository[SignIn]):
    """Sign-ins by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.sign_ins, SignIn)

    def of_user(self, user_id: str, now_ms: int) -> list[SignIn]:
        """A user's sign-ins that are still good, the newest first."""
        columns = self._table.c
        query = select(self._table).where(
            columns.user_id == user_id, columns.revoked_at_ms.is_(None), columns.expires_at_ms > now_ms
        )
        return self._find(query.order_by(columns.created_at_ms.desc(), columns.id))

    def revoke(self, sign_in_id: str, at_ms: int) -> bool:
        """Take a sign-in back; False when there is none or it was taken back before."""
        columns = self._table.c
        statement = update(self._table).where(columns.id == sign_in_id, columns.revoked_at_ms.is_(None))
        with translated(), self._bind(True) as connection:
            return connection.execute(statement.values(revoked_at_ms=at_ms)).rowcount == 1

    def revoked_since(self, at_ms: int) -> list[str]:
        """Sign-ins that were taken back after a moment: those whose short-lived tokens may still be about."""
        query = select(self._table).where(self._table.c.revoked_at_ms >= at_ms)
        return [each.id for each in self._find(query)]


class Codes(Repository[CodeRecord]):
    """Codes by id."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.codes, CodeRecord)

    def by_hash(self, code_hash: bytes) -> CodeRecord | None:
        """The code with this hash."""
        found = self._find(select(self._table).where(self._table.c.code_hash == code_hash))
        return found[0] if found else None

    def of_org(self, org_id: str, now_ms: int) -> list[CodeRecord]:
        """An organisation's codes that are still good, the newest first."""
        columns = self._table.c
        query = select(self._table).where(
            columns.org_id == org_id, columns.revoked_at_ms.is_(None), columns.expires_at_ms > now_ms
        )
        return self._find(query.order_by(columns.created_at_ms.desc(), columns.id))

    def revoke(self, code_id: str, at_ms: int) -> None:
        """Take a code back."""
        statement = update(self._table).where(self._table.c.id == code_id, self._table.c.revoked_at_ms.is_(None))
        with translated(), self._bind(True) as connection:
            connection.execute(statement.values(revoked_at_ms=at_ms))

    def use(self, code_id: str) -> bool:
        """Count a use; False when the code has none left."""
        columns = self._table.c
        left = columns.max_uses.is_(None) | (columns.uses < columns.max_uses)
        statement = update(self._table).where(columns.id == code_id, columns.revoked_at_ms.is_(None), left)
        with translated(), self._bind(True) as connection:
            return connection.execute(statement.values(uses=columns.uses + 1)).rowcount == 1


class Guardianships(Repository[Guardianship]):
    """Who answers for whom, by user and player."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.guardianships, Guardianship)

    def of_user(self, user_id: str) -> list[str]:
        """The ids of the players somebody answers for."""
        return [each.player_id for each in self._find(select(self._table).where(self._table.c.user_id == user_id))]

    def of_player(self, player_id: str) -> list[Guardianship]:
        """Who answers for a player."""
        query = select(self._table).where(self._table.c.player_id == player_id)
        return self._find(query.order_by(self._table.c.since_ms, self._table.c.user_id))

    def all(self) -> list[Guardianship]:
        """Every guardianship."""
        return self._find(select(self._table))


class Consents(Repository[Consent]):
    """Answers about consent; they are only ever added to."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.consents, Consent)

    def of_player(self, player_id: str) -> list[Consent]:
        """Every answer about a player, the oldest first."""
        query = select(self._table).where(self._table.c.player_id == player_id)
        return self._find(query.order_by(self._table.c.at_ms, self._table.c.id))

    def all(self) -> list[Consent]:
        """Every answer, the oldest first."""
        return self._find(select(self._table).order_by(self._table.c.at_ms, self._table.c.id))


class Notices(Repository[Notice]):
    """Events that are still to be told."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.notices, Notice)

    def waiting(self, limit: int = 500) -> list[Notice]:
        """What is owed, the oldest first."""
        return self._find(select(self._table).order_by(self._table.c.created_at_ms, self._table.c.id).limit(limit))

    def told(self, ids: Sequence[str]) -> None:
        """Take away what the log has."""
        with translated(), self._bind(True) as connection:
            connection.execute(delete(self._table).where(self._table.c.id.in_(ids)))


class Answers(Repository[Answer]):
    """Kept answers by caller and key."""

    def __init__(self, bind: Bind) -> None:
        super().__init__(bind, tables.answers, Answer)

    def begin(self, answer: Answer) -> bool:
        """Keep that a request has begun; False when one with its key had before."""
        values = {name: getattr(answer, name) for name in answer.__struct_fields__}
        statement = insert(self._table).prefix_with("OR IGNORE").values(**values)
        with translated(), self._bind(True) as connection:
            return connection.execute(statement).rowcount == 1

    def forget_before(self, at_ms: int) -> None:
        """Drop answers to requests that began before a moment."""
        with translated(), self._bind(True) as connection:
            connection.execute(delete(self._table).where(self._table.c.started_at_ms < at_ms))
