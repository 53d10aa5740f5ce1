"""What of a command is guarded: the consent it needs, and the trail it leaves.

Found by the marks on the contract's fields, so that a new field is guarded as soon as it is marked. Decides nothing
about roles: that is the policy's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from dryland.audit import Entry
from dryland.contract.base import Audience, Command
from dryland.contract.catalogue import EVENTS
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.hybrid import MixedMetrics
from dryland.contract.live import PlayerSamples
from dryland.contract.medical import MedicalStatusChange
from dryland.contract.sayings import say
from dryland.contract.shapes import fields
from dryland.contract.strength import FormFeedback, FormSource
from dryland.floor.state import PlayerState
from dryland.store.records import Category
from dryland.web.identity import Identity
from dryland.web.privacy import Privacy

__all__ = ["GUARDED", "is_guarded", "look_entry", "looked", "refuse_unconsented", "trail_entry", "without_consent"]

_MEDICS: Final = frozenset({Audience.MEDICAL})


def _marked(command: type[Command]) -> tuple[tuple[str, bool], ...]:
    """The fields of a command that not everybody reads, and whether only medics do."""
    return tuple((field.attribute, field.readers == _MEDICS) for field in fields(command) if field.readers is not None)


_MARKED: Final = {
    spec.command: marked for spec in EVENTS if spec.command is not None and (marked := _marked(spec.command))
}


def _from_samples(command: PlayerSamples) -> Category | None:
    columns = command.columns
    return Category.HEART_RATE if columns.heart_rate or columns.rr_intervals else None


def _from_mixed(command: MixedMetrics) -> Category | None:
    return Category.HEART_RATE if command.metrics.heart_rate is not None else None


def _from_form(command: FormFeedback) -> Category | None:
    return Category.VIDEO if command.source is FormSource.VIDEO else None


_ASKS: Final[dict[type[Command], Callable[[Any], Category | None]]] = {
    PlayerSamples: _from_samples,
    MixedMetrics: _from_mixed,
    FormFeedback: _from_form,
}

GUARDED: Final = frozenset(_MARKED) | frozenset(_ASKS)
"""Commands that may need consent or leave a trail; every other one passes at the cost of one look."""


def is_guarded(command: Command) -> bool:
    """Whether anything of a command's kind is guarded."""
    return type(command) in GUARDED


def without_consent(category: Category, player_id: str) -> Refusal:
    """The refusal of what nobody agreed to."""
    said = say("refused_consent", category=category.value)
    return refused(ErrorCode.CONSENT_MISSING, said, ErrorContext(player_id=player_id))


def refuse_unconsented(command: Command, privacy: Privacy, org_id: str) -> Refusal | None:
    """Refuse a command with data of a player who did not agree to it. What must be said for safety needs no consent.

    What a stranger of another organisation sends is left to the policy, which tells them nothing.
    """
    player_id: str | None = getattr(command, "player_id", None)
    if player_id is None or not privacy.concerns(org_id, player_id):
        return None
    ask = _ASKS.get(type(command))
    category = None if ask is None else ask(command)
    if category is None and any(
        only_medics and getattr(command, name) is not None for name, only_medics in _MARKED.get(type(command), ())
    ):
        category = Category.MEDICAL
    if category is None or privacy.allows(player_id, category):
        return None
    return without_consent(category, player_id)


def trail_entry(wire: str, command: Command, identity: Identity) -> Entry | None:
    """The entry a command leaves that says something guarded; None for one that does not."""
    marked = _MARKED.get(type(command), ())
    says = any(getattr(command, name) for name, _ in marked)
    if not says and not isinstance(command, MedicalStatusChange):
        return None
    player_id: str | None = getattr(command, "player_id", None)
    withdraws = isinstance(command, MedicalStatusChange) and command.withdraw_notes
    return Entry(
        org_id=identity.org_id,
        actor=identity.user_id,
        role=identity.role.value,
        action="withdraw" if withdraws else "change",
        what=wire,
        player_ids=() if player_id is None else (player_id,),
        session_id=getattr(command, "session_id", None),
        event_id=command.event_id,
    )


def look_entry(identity: Identity, session_id: str, players: Iterable[PlayerState]) -> Entry | None:
    """The entry of somebody who begins to watch a session: every medic's, and staff's where restrictions are shown."""
    if identity.audience not in {Audience.MEDICAL, Audience.STAFF}:
        return None
    medic = identity.audience is Audience.MEDICAL
    seen = [player.player_id for player in players if player.restrictions or (medic and player.medical_notes)]
    if not seen and not medic:
        return None
    return looked(identity, "training:session:join", seen, session_id)


def looked(identity: Identity, what: str, player_ids: Iterable[str], session_id: str | None = None) -> Entry:
    """The entry of somebody who is shown guarded data of players."""
    return Entry(
        org_id=identity.org_id,
        actor=identity.user_id,
        role=identity.role.value,
        action="look",
        what=what,
        player_ids=tuple(player_ids),
        session_id=session_id,
    )
