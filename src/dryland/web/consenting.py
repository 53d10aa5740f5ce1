"""Answers about consent: who may give which, how they are kept. Knows no route."""

from __future__ import annotations

from datetime import date

from dryland.store.records import Category, Consent, Language, Player, RecordSet
from dryland.web.office import Office, new_id
from dryland.web.wording import wording_of

__all__ = ["is_of_age", "keep_answer"]


def is_of_age(player: Player, today: date, age_y: int) -> bool:
    """Whether a player answers alone; somebody without a known day of birth does."""
    if player.birth_date is None:
        return True
    years = today.year - player.birth_date.year
    had_birthday = (today.month, today.day) >= (player.birth_date.month, player.birth_date.day)
    return years - (not had_birthday) >= age_y


def keep_answer(
    office: Office,
    records: RecordSet,
    player: Player,
    category: Category,
    *,
    granted: bool,
    given_by: str,
    as_guardian: bool,
    language: Language = "en",
) -> Consent:
    """Write an answer down with the words that were asked."""
    consent = Consent(
        id=new_id(),
        player_id=player.id,
        category=category,
        granted=granted,
        given_by=given_by,
        as_guardian=as_guardian,
        at_ms=office.now_ms(),
        wording=wording_of(category, language),
    )
    records.consents.save(consent)
    return consent
