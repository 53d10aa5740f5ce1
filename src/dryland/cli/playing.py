"""From recordings to what is sent of them: placed in time, one player each, their laps the plan. Sends nothing.

Times are the recording's own, because facts are judged on their own time. A date that means nothing, or one that is
still to come, is replaced so that the recording has just ended; every distance in time stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dryland.client.replay import PlayedSamples
from dryland.devices import IntervalDraft, Recording, interval_plan

__all__ = ["Part", "Piece", "aligned", "cast_parts", "plan_end_ms", "plan_of", "played", "starts_ms"]

SHORTEST_GAP_S = 0.001
LONGEST_NAME = 120


class Part(NamedTuple):
    """A recording and the player it is played for."""

    player_id: str
    recording: Recording


class Piece(NamedTuple):
    """A stretch of a plan: a lap, or what lies between two laps."""

    name: str
    kind: str
    kind_source: str
    duration_s: float


def starts_ms(recording: Recording, now_ms: int) -> tuple[int, str]:
    """When a recording is said to have begun, and why when that is not its own date."""
    length_ms = recording.end_ms - recording.start_ms
    if recording.clock in ("unanchored", "synthesised"):
        return now_ms - length_ms, f"{recording.name} has no date of its own; it is played as if it had just ended."
    if recording.end_ms > now_ms:
        return now_ms - length_ms, f"{recording.name} is dated in the future; it is played as if it had just ended."
    return recording.start_ms, ""


def aligned(recordings: Sequence[Recording], start_ms: int) -> list[Recording]:
    """The recordings as if all had begun together."""
    return [recording.moved_to(start_ms) for recording in recordings]


def cast_parts(recordings: Sequence[Recording], player_ids: Sequence[str]) -> list[Part]:
    """Give the recordings to the players in order; there are at least as many players."""
    return [Part(player_id, recording) for player_id, recording in zip(player_ids, recordings, strict=False)]


def pieces(recording: Recording) -> list[Piece]:
    """The laps in order, with the time before the first and between two of them as pieces of their own."""
    drafts: Sequence[IntervalDraft] = interval_plan(recording)
    if not recording.laps:
        return [_piece(draft) for draft in drafts]
    found: list[Piece] = []
    at_ms = recording.start_ms
    for lap, draft in zip(recording.laps, drafts, strict=True):
        gap_s = (lap.start_ms - at_ms) / 1000
        if gap_s >= SHORTEST_GAP_S:
            found.append(Piece("Between laps" if found else "Before the first lap", "rest", "assumed", gap_s))
        found.append(_piece(draft))
        at_ms = lap.end_ms
    return found


def _piece(draft: IntervalDraft) -> Piece:
    return Piece(draft.name[:LONGEST_NAME], draft.kind, draft.kind_source, draft.duration_s)


def plan_of(recording: Recording) -> dict[str, Any]:
    """A conditioning plan whose boundaries are the recording's laps."""
    intervals = [
        {"id": f"lap-{number}", "name": piece.name, "type": piece.kind, "duration": piece.duration_s}
        for number, piece in enumerate(pieces(recording), 1)
    ]
    return {"intervals": intervals}


def plan_end_ms(recording: Recording) -> int:
    """When the last lap is over; without laps, 1 s after the last sample."""
    return recording.laps[-1].end_ms if recording.laps else recording.end_ms + 1000


def played(part: Part) -> PlayedSamples:
    """A recording's columns as one player's samples."""
    recording = part.recording
    return PlayedSamples(
        player_id=part.player_id,
        at_ms=recording.at_ms,
        heart_rate=recording.heart_rate_bpm,
        power=recording.power_w,
        cadence=recording.cadence_rpm,
        speed=recording.speed_mps,
        distance=recording.distance_m,
        rr_ms=recording.rr_ms if any(recording.rr_ms) else None,
    )
