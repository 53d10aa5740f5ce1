"""Watches one session's live values for the rules about states that last: one look at each player a second.

A rule's time is the samples' own; how long a signal has been silent is the node's. Every rule has a minimum duration
and a way back of its own, so that a value that trembles about a bound calls once. Reads analyses, never samples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from dryland.contract.sayings import about, say
from dryland.floor.aggregate import Session
from dryland.floor.alert_player_watch import PlayerWatch
from dryland.floor.alert_request import AlertRequest, cause_in
from dryland.floor.alert_rules import RULES
from dryland.floor.alert_settings import AlertSettings
from dryland.floor.alert_words import Said, above, implausible, missed, unrecovered
from dryland.floor.live import LivePlayer

__all__ = ["Finding", "SessionWatch"]

LATEST_GATHER: Final = 3
"""Signals that keep falling silent one after the other are told after this many times the gathering time."""


class Finding(NamedTuple):
    """What a rule has seen: somebody is to be called (`request`), or what it is about is over (`cause`)."""

    cause: str
    request: AlertRequest | None = None


class SessionWatch:
    """One running session. `is_open` tells which causes have an alert already, as after a restart."""

    def __init__(self, session: Session, is_open: Callable[[str], bool]) -> None:
        self._session = session
        self._is_open = is_open
        self._settings: AlertSettings = session.settings.alerts
        self._hold_ms = session.settings.hold_s * 1000
        self._lost_ms = session.settings.lost_after_s * 1000
        self._players: dict[str, PlayerWatch] = {}
        self._lost: set[str] = set()
        self._told: frozenset[str] = frozenset()
        self._lost_since_ms = 0
        self._lost_changed_ms = 0
        self._signal_cause = cause_in("signal_lost", session.state.session_id)
        self._signal_open = is_open(self._signal_cause)

    def look(self, session: Session, now_ms: int) -> Sequence[Finding]:
        """One look at everybody; `session` may be another object after it was read from the log again."""
        self._session = session
        found: list[Finding] = []
        lost: set[str] = set()
        lost_ms, players = self._lost_ms, session.state.players
        for player_id, live in session.live.items():
            watch = self._players.get(player_id)
            if watch is None:
                watch = self._players[player_id] = self._watch(player_id)
            at_ms = live.analysis.hr_at_ms
            if at_ms > watch.at_ms:
                restrictions = players[player_id].restrictions
                if restrictions is not watch.restrictions:
                    watch.unsettle(restrictions, self._limit_bpm(live))
                if not watch.is_calm(live):
                    self._values(watch, live, at_ms, found)
                    watch.settle(live)
                watch.at_ms = at_ms
            if live.received_ms and now_ms - live.received_ms > lost_ms:
                lost.add(player_id)
        self._signals(lost, now_ms, found)
        self._gone(found)
        return found

    def _watch(self, player_id: str) -> PlayerWatch:
        session_id = self._session.state.session_id
        return PlayerWatch(self._settings, lambda rule: self._is_open(cause_in(rule, session_id, player_id)))

    def _gone(self, found: list[Finding]) -> None:
        """Players who have left: nothing goes on for them here."""
        if len(self._players) > len(self._session.live):
            for player_id in [each for each in self._players if each not in self._session.live]:
                watch = self._players.pop(player_id)
                found.extend(self._over(rule, player_id) for rule in watch.on())

    # Values

    def _values(self, watch: PlayerWatch, live: LivePlayer, at_ms: int, found: list[Finding]) -> None:
        analysis = live.analysis
        if at_ms - watch.at_ms > self._hold_ms:
            for crossing in (watch.above_zone, watch.over_limit, watch.implausible):
                crossing.forget()
        if live.interval_index != watch.interval:
            self._enter(watch, live, found)
        bad = analysis.implausible
        if bad or not watch.implausible.is_idle:
            self._sense(watch, live, at_ms, found)
        if bad or analysis.hr is None:
            return
        self._limits(watch, live, analysis.hr, at_ms, found)
        if analysis.tally is not None:
            self._interval(watch, live, analysis.hr, at_ms, found)

    def _sense(self, watch: PlayerWatch, live: LivePlayer, at_ms: int, found: list[Finding]) -> None:
        settings, bad = self._settings, live.analysis.implausible
        change = watch.implausible.step(
            at_ms, over=bad, back=not bad, hold_ms=settings.implausible_s * 1000, rearm_ms=settings.hr_rearm_s * 1000
        )
        if change is not None:
            self._tell(
                change,
                "signal_implausible",
                live,
                at_ms,
                found,
                lambda: implausible(live, watch.implausible.since_ms, at_ms),
            )

    def _limits(self, watch: PlayerWatch, live: LivePlayer, bpm: int, at_ms: int, found: list[Finding]) -> None:
        settings = self._settings
        rearm_ms, margin = settings.hr_rearm_s * 1000, settings.hr_rearm_bpm
        limit_ms, above_ms = settings.hr_limit_s * 1000, settings.hr_above_s * 1000
        limit = watch.limit_bpm
        if limit is not None and (bpm > limit or not watch.over_limit.is_idle):
            change = watch.over_limit.step(
                at_ms,
                over=bpm > limit,
                back=bpm < limit - margin,
                hold_ms=limit_ms,
                rearm_ms=rearm_ms,
            )
            if change is not None:
                bounds = limit, watch.over_limit.since_ms
                self._tell(change, "hr_over_limit", live, at_ms, found, lambda: above(bpm, *bounds, at_ms))
        band = live.analysis.hr_band
        if band is not None and (bpm > band.max or not watch.above_zone.is_idle):
            top = band.max
            change = watch.above_zone.step(
                at_ms, over=bpm > top, back=bpm < top - margin, hold_ms=above_ms, rearm_ms=rearm_ms
            )
            if change is not None:
                since_ms = watch.above_zone.since_ms
                self._tell(change, "hr_above_zone", live, at_ms, found, lambda: above(bpm, top, since_ms, at_ms))

    def _limit_bpm(self, live: LivePlayer) -> float | None:
        """The hard limit: the strictest restriction in force, else the setting's share of HRmax."""
        hr_max = live.analysis.profile.hr_max
        if not hr_max:
            return None
        pct = self._settings.hr_limit_pct
        for restriction in self._session.state.players[live.player_id].restrictions:
            if restriction.max_heart_rate_pct is not None:
                pct = min(pct, restriction.max_heart_rate_pct)
        return hr_max * pct / 100

    def _enter(self, watch: PlayerWatch, live: LivePlayer, found: list[Finding]) -> None:
        """Another interval: what was about the former one is over."""
        first = watch.interval == -1
        watch.interval = live.interval_index
        hr_max = live.analysis.profile.hr_max
        watch.target_bpm = hr_max * self._settings.recovery_pct / 100 if live.is_rest and hr_max else None
        if first:
            return
        rules = {"low_compliance": watch.missed, "hr_not_recovering": watch.unrecovered}
        if live.analysis.hr_band is None:
            rules["hr_above_zone"] = watch.above_zone
        for rule, crossing in rules.items():
            if crossing.is_on:
                found.append(self._over(rule, live.player_id))
            crossing.stop()

    def _interval(self, watch: PlayerWatch, live: LivePlayer, bpm: int, at_ms: int, found: list[Finding]) -> None:
        settings, tally = self._settings, live.analysis.tally
        assert tally is not None
        target = watch.target_bpm
        if target is not None:
            rest_s = (at_ms - tally.start_ms) / 1000
            late = rest_s >= settings.recovery_s and bpm > target
            change = watch.unrecovered.step(at_ms, over=late, back=bpm <= target, hold_ms=0, rearm_ms=0)
            if change is not None:
                self._tell(change, "hr_not_recovering", live, at_ms, found, lambda: unrecovered(bpm, target, rest_s))
        if tally.hr_judged_s >= settings.compliance_judged_s:
            pct, judged_s = 100 * tally.hr_in_s / tally.hr_judged_s, tally.hr_judged_s
            change = watch.missed.step(
                at_ms,
                over=pct < settings.compliance_pct,
                back=pct >= settings.compliance_pct + settings.compliance_margin_pct,
                hold_ms=0,
                rearm_ms=0,
            )
            if change is not None:
                self._tell(change, "low_compliance", live, at_ms, found, lambda: missed(live, pct, judged_s))

    # Signals

    def _signals(self, lost: set[str], now_ms: int, found: list[Finding]) -> None:
        """Gather signals that fall silent together; one alert for all of them, over when all are back."""
        if lost != self._lost:
            if lost - self._lost:
                self._lost_changed_ms = now_ms
                self._lost_since_ms = self._lost_since_ms if self._lost else now_ms
            self._lost = lost
        if not lost:
            if self._told or self._signal_open:
                found.append(Finding(self._signal_cause))
            self._told, self._signal_open = frozenset(), False
            return
        gather_ms = self._settings.gather_s * 1000
        quiet = now_ms - self._lost_changed_ms >= gather_ms
        if lost - self._told and (quiet or now_ms - self._lost_since_ms >= LATEST_GATHER * gather_ms):
            self._told = self._told | lost
            found.append(Finding(self._signal_cause, self._lost_request(sorted(lost), now_ms)))

    def _lost_request(self, lost: Sequence[str], now_ms: int) -> AlertRequest:
        state, row = self._session.state, RULES["signal_lost"]
        many = len(lost) > 1
        name = state.players[lost[0]].name
        saying = (
            say("alert_straps_lost", players=len(lost), session=state.workout_name)
            if many
            else say("alert_strap_lost", player=name)
        )
        return AlertRequest(
            type=row.type,
            severity=row.severity,
            sayings=(saying,),
            rule=row.rule,
            inputs={"players": float(len(lost)), "sessionPlayers": float(len(self._session.live))},
            at_ms=now_ms,
            grade=row.grade,
            session_id=state.session_id,
            bundle_id=state.bundle_id,
            player_id=None if many else lost[0],
            players=tuple(lost),
            cause=self._signal_cause,
            lasting=True,
        )

    # Saying it

    def _over(self, rule: str, player_id: str) -> Finding:
        return Finding(cause_in(rule, self._session.state.session_id, player_id))

    def _tell(
        self, begins: bool, rule: str, live: LivePlayer, at_ms: int, found: list[Finding], say: Callable[[], Said]
    ) -> None:
        if not begins:
            found.append(self._over(rule, live.player_id))
            return
        state, row, said = self._session.state, RULES[rule], say()
        cause = cause_in(rule, state.session_id, live.player_id)
        request = AlertRequest(
            type=row.type,
            severity=row.severity,
            sayings=(about(state.players[live.player_id].name, said.saying),),
            rule=rule,
            inputs=said.inputs,
            at_ms=at_ms + state.clock.shift_ms,
            grade=row.grade,
            session_id=state.session_id,
            bundle_id=state.bundle_id,
            player_id=live.player_id,
            cause=cause,
            within=tuple(cause_in(each, state.session_id, live.player_id) for each in row.within),
            lasting=True,
        )
        found.append(Finding(cause, request))
