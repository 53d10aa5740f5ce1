"""A bundle to be as the HTTP side is answered it. Decides nothing."""

from __future__ import annotations

from dryland.contract.sayings import english
from dryland.floor.allocation import Conflict
from dryland.floor.bundle_preview import Preview
from dryland.web.door import BundlePreview, PreviewedConflict, PreviewedPlayer, PreviewedSession

__all__ = ["preview_shown"]


def preview_shown(preview: Preview) -> BundlePreview:
    """Sessions by their place instead of ids that do not exist yet."""
    places = {session.session_id: place for place, session in enumerate(preview.sessions)}
    return BundlePreview(
        sessions=tuple(
            PreviewedSession(
                name=session.name,
                players=tuple(PreviewedPlayer(**player._asdict()) for player in session.players),
                gear=dict(session.gear),
            )
            for session in preview.sessions
        ),
        conflicts=tuple(_conflict(each, places) for each in preview.conflicts),
        total_participants=sum(len(session.players) for session in preview.sessions),
    )


def _conflict(conflict: Conflict, places: dict[str, int]) -> PreviewedConflict:
    mine = tuple(sorted(places[each] for each in conflict.session_ids if each in places))
    return PreviewedConflict(
        kind=conflict.kind,
        resource=conflict.resource,
        wanted=conflict.wanted,
        available=conflict.available,
        places=mine,
        with_others=len(mine) < len(conflict.session_ids),
        words=english((conflict.saying,)),
        words_sayings=(conflict.saying,),
    )
