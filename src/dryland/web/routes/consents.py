"""Consent: what a player, or whoever answers for them, agreed to, category by category."""

from __future__ import annotations

from typing import Any, Final

from litestar import get, put
from litestar.params import FromPath, JSONBody

from dryland.audit import Entry
from dryland.contract.base import Role, Timestamp, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.contract.sayings import say
from dryland.floor.workout import at_time
from dryland.store.records import Category, Consent, Language, Player, RecordSet
from dryland.web.access import by
from dryland.web.consenting import is_of_age, keep_answer
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import Office
from dryland.web.privacy import Privacy
from dryland.web.refused import RefusedRequest
from dryland.web.squad import player_of
from dryland.web.wording import Read, wording_of

__all__ = ["HANDLERS"]


class ConsentShown(Wire, frozen=True, kw_only=True):
    """One category: its words, the newest answer, and what holds now (`allowed`)."""

    category: Category
    wording: str
    allowed: bool
    granted: bool | None = None
    answered_at: Timestamp | None = None
    given_by: str | None = None
    as_guardian: bool | None = None
    needs_guardian: bool | None = None


class ConsentPut(Wire, frozen=True, kw_only=True):
    """An answer; a later one replaces it."""

    granted: bool
    language: Language = "en"


def _shown(
    privacy: Privacy, player_id: str, category: Category, answer: Consent | None, of_age: bool, language: Language
) -> ConsentShown:
    return ConsentShown(
        category=category,
        wording=wording_of(category, language),
        allowed=privacy.allows(player_id, category),
        granted=None if answer is None else answer.granted,
        answered_at=None if answer is None else at_time(answer.at_ms),
        given_by=None if answer is None else answer.given_by,
        as_guardian=None if answer is None else answer.as_guardian or None,
        needs_guardian=None if of_age else True,
    )


@get("/api/players/{player_id:str}/consents", opt=by("consents.read"), summary="What was agreed to", tags=["consent"])
async def consents(
    office: TheOffice, caller: Caller, player_id: FromPath[str], language: Read = "en"
) -> list[ConsentShown]:
    """Every category with its words and the answer that holds."""

    def work(records: RecordSet) -> tuple[Player, list[Consent]]:
        player = player_of(records, caller, player_id)
        return player, records.consents.of_player(player.id)

    player, answers = await office.ask(work)
    newest = {answer.category: answer for answer in answers}
    of_age = is_of_age(player, office.today, office.settings.consent_age_y)
    return [
        _shown(office.privacy, player_id, category, newest.get(category), of_age, language) for category in Category
    ]


@put("/api/players/{player_id:str}/consents/{category:str}", opt=by("consents.write"), summary="Agree or refuse",
     tags=["consent"])  # fmt: skip
async def answer(
    office: TheOffice,
    door: TheDoor,
    caller: Caller,
    player_id: FromPath[str],
    category: FromPath[Category],
    data: JSONBody[ConsentPut],
) -> ConsentShown:
    """By the player, a guardian, or an admin who has it on paper. Below the age of the settings only others agree,
    and anybody of them can refuse. It holds at once.
    """

    def work(records: RecordSet) -> tuple[Player, Consent]:
        player = player_of(records, caller, player_id)
        _refuse_minor(office, caller, player, data.granted)
        as_guardian = player.id in office.privacy.wards(caller.user_id)
        kept = keep_answer(
            office,
            records,
            player,
            category,
            granted=data.granted,
            given_by=caller.user_id,
            as_guardian=as_guardian,
            language=data.language,
        )
        return player, kept

    player, kept = await office.change(work)
    office.privacy.answered(kept, player.org_id)
    await door.looked(
        Entry(
            org_id=caller.org_id,
            actor=caller.user_id,
            role=caller.role.value,
            action="agreed" if kept.granted else "refused",
            what=f"consent:{category.value}",
            player_ids=(player_id,),
        )
    )
    of_age = is_of_age(player, office.today, office.settings.consent_age_y)
    return _shown(office.privacy, player_id, category, kept, of_age, data.language)


def _refuse_minor(office: Office, caller: Identity, player: Player, granted: bool) -> None:
    """Refuse that somebody too young agrees alone. Raises `RefusedRequest`."""
    if granted and caller.role is Role.PLAYER and not is_of_age(player, office.today, office.settings.consent_age_y):
        said = say("record_guardian", age_y=office.settings.consent_age_y)
        raise RefusedRequest(ErrorCode.FORBIDDEN, said, ErrorContext(player_id=player.id))


HANDLERS: Final[tuple[Any, ...]] = (consents, answer)
