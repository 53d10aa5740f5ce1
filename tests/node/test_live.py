"""Live values as screens get them: frames, single events at their pace, samples in bulk, signals."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.node.clients import Client, opened
from tests.node.folder import Folder
from tests.node.site import HeldClock, Inside, inside

HR, FRAME, SAMPLES = "training:conditioning:hr:update", "training:live:frame", "training:player:samples"


def rows(client: Client, columns: list[str], player_id: str) -> list[dict[str, Any]]:
    """Everything the frames said of one player."""
    frames = [dict(zip(columns, row, strict=True)) for frame in client.named(FRAME) for row in frame["players"]]
    return [row for row in frames if row["playerId"] == player_id]


async def test_frames_carry_the_columns_that_the_join_named(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    about = {"sessionId": session_id, "playerId": player_id}
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        columns = (await trainer.join(session_id, live="frames"))["columns"]
        await trainer.call("training:session:start", session_id)
        metrics = {"heartRate": 148, "power": 240, "cadence": 91, "speed": 9.5, "distance": 120}
        await player.call("training:player:metrics", {**about, "metrics": metrics})
        await trainer.until(lambda: any(row["heartRate"] for row in rows(trainer, columns, player_id)))
        row = rows(trainer, columns, player_id)[-1]
        assert {name: row[name] for name in metrics} == metrics
        assert row["signal"] == "live"
        assert row["intervalIndex"] == 0
        assert row["intervalEndsAtMs"] > time.time() * 1000
        assert {len(values) for frame in trainer.named(FRAME) for values in frame["players"]} == {len(columns)}
        assert not trainer.named(HR)
        assert not trainer.named("training:player:metrics")


async def test_a_screen_without_live_values_hears_facts_only(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    async with opened(site.url, site.folder.trainer) as quiet, opened(site.url, token) as player:
        await quiet.join(session_id, live="none")
        await player.join(session_id, live="frames")
        await player.call(HR, {"sessionId": session_id, "playerId": player_id, "heartRate": 130})
        await player.until(lambda: len(player.named(FRAME)) > 2)
        await quiet.next("training:player:join", playerId=player_id)
        assert not quiet.named(FRAME)
        assert not quiet.named(HR)


async def test_single_events_keep_their_pace_and_the_last_value_always_comes(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        await trainer.join(session_id, live="events")
        started = time.monotonic()
        for heart_rate in range(100, 120):
            await player.call(HR, {"sessionId": session_id, "playerId": player_id, "heartRate": heart_rate})
        sent_s = time.monotonic() - started
        await trainer.next(HR, heartRate=119)
        shown = trainer.named(HR)
        assert shown[0]["heartRate"] == 100
        assert len(shown) <= 2 + sent_s
        assert shown[-1]["heartRate"] == 119


def batch(session_id: str, player_id: str, start: datetime, seconds: range, **columns: Any) -> dict[str, Any]:
    """Samples at whole seconds after a start."""
    times = [(start + timedelta(seconds=second)).isoformat() for second in seconds]
    return {"sessionId": session_id, "playerId": player_id, "columns": {"t": times, **columns}}


async def test_overlapping_batches_are_merged_and_never_doubled(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        await trainer.join(session_id, live="none")
        first = batch(session_id, player_id, start, range(60), heartRate=[120] * 60)
        answers = [await player.call(SAMPLES, {**first, "eventId": "batch-one"}) for _ in range(2)]
        assert [answer.get("duplicate", False) for answer in answers] == [False, True]
        assert (await player.call(SAMPLES, first))["ok"]
        overlap = batch(session_id, player_id, start, range(30, 90), heartRate=[130] * 60, power=[200] * 60)
        assert (await player.call(SAMPLES, overlap))["ok"]
        beats = batch(session_id, player_id, start, range(90), rrIntervals=[[500.0, 501.5]] * 90)
        last = await player.call(SAMPLES, beats)
        told = await trainer.next(SAMPLES, seq=last["seq"])
        assert (told["rows"], told["playerId"]) == (90, player_id)
        store = site.node.hall._store
        kept = store.samples(session_id, player_id)
        assert len(kept.at_ms) == len(set(kept.at_ms)) == 90
        assert kept.heart_rate == [120] * 60 + [130] * 30
        assert kept.power == [None] * 30 + [200] * 60
        assert all(beats for beats in kept.rr_ms)


async def test_implausible_values_are_left_out_counted_and_said(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    start = datetime.now(UTC) - timedelta(minutes=5)
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        await trainer.join(session_id, live="none")
        spiky = batch(
            session_id, player_id, start, range(4), heartRate=[150, 255, 0, 151], power=[200, 20000, 210, None]
        )
        assert (await player.call(SAMPLES, spiky))["ok"]
        told = await trainer.next(SAMPLES)
        assert (told["rows"], told["implausible"]) == (4, 3)


async def test_seconds_need_a_start_to_count_from(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(0)
    columns = {"t": [0, 1.5], "heartRate": [100, 101]}
    payload = {"sessionId": session_id, "playerId": player_id, "columns": columns}
    async with opened(site.url, site.folder.trainer) as trainer, opened(site.url, token) as player:
        early = await player.call(SAMPLES, payload)
        assert early["error"]["code"] == "INVALID_TRANSITION"
        await trainer.call("training:session:start", session_id)
        assert (await player.call(SAMPLES, payload))["ok"]


async def test_signals_age_from_live_to_lost_and_come_back(folder: Folder) -> None:
    session_id = folder.session_id
    player_id, token = folder.player(0)
    floor = {"late_after_s": 0.2, "hold_s": 0.5, "lost_after_s": 1.0}
    async with (
        inside(folder, node={"tick_s": 0.1}, floor=floor) as site,
        opened(site.url, folder.trainer) as trainer,
        opened(site.url, token) as player,
    ):
        columns = (await trainer.join(session_id, live="frames"))["columns"]
        beat = {"sessionId": session_id, "playerId": player_id, "heartRate": 144}
        clock = HeldClock(site.node)
        await player.call(HR, beat)
        for span_ms, signal in ((0, "live"), (300, "late"), (400, "stale"), (500, "lost")):
            clock.pass_ms(span_ms)
            await trainer.until(
                lambda signal=signal: any(row["signal"] == signal for row in rows(trainer, columns, player_id)[-1:])
            )
        await player.call(HR, beat)
        await trainer.until(lambda: rows(trainer, columns, player_id)[-1]["signal"] == "live")
        seen = [(row["signal"], row["heartRate"]) for row in rows(trainer, columns, player_id)]
        order = list(dict.fromkeys(signal for signal, _ in seen if signal != "none"))
        assert order == ["live", "late", "stale", "lost"]
        assert all((value == 144) == (signal in {"live", "late"}) for signal, value in seen)


async def test_intervals_move_on_by_the_servers_clock(folder: Folder) -> None:
    session_id = folder.session_id
    plan = {
        "intervals": [
            {"id": name, "name": name, "type": "work", "duration": seconds}
            for name, seconds in (("a", 30), ("b", 20), ("c", 600))
        ]
    }
    async with inside(folder, speed=60) as site, opened(site.url, folder.trainer) as trainer:
        await trainer.join(session_id)
        assert (await trainer.call("training:session:plan", {"sessionId": session_id, "plan": plan}))["ok"]
        assert (await trainer.call("training:session:start", session_id))["ok"]
        moves = "training:conditioning:interval:transition"

        def entered() -> dict[str, datetime]:
            moves_so_far = trainer.named(moves)
            return {
                move["transition"]["toInterval"]["name"]: datetime.fromisoformat(move["occurredAt"])
                for move in moves_so_far
            }

        await trainer.until(lambda: "c" in entered())
        assert entered()["b"] - entered()["a"] == timedelta(seconds=30)
        assert entered()["c"] - entered()["b"] == timedelta(seconds=20)


async def test_an_acknowledged_live_value_is_in_the_store(site: Inside) -> None:
    session_id = site.folder.session_id
    player_id, token = site.folder.player(1)
    at = datetime.now(UTC).replace(microsecond=0)
    about = {"sessionId": session_id, "playerId": player_id}
    async with opened(site.url, token) as player:
        started = time.monotonic()
        answers = await asyncio.gather(
            *(
                player.call(HR, {**about, "heartRate": 100 + i, "occurredAt": (at - timedelta(seconds=i)).isoformat()})
                for i in range(40)
            )
        )
        took_s = time.monotonic() - started
        assert all(answer["ok"] for answer in answers)
        kept = site.node.hall._store.samples(session_id, player_id)
        assert sorted(kept.heart_rate) == list(range(100, 140))
        assert took_s < 0.5


async def test_a_boundary_within_a_late_batch_counts_every_row_of_the_interval_before(folder: Folder) -> None:
    """Two overlapping batches in one breath: the second crosses the interval's end while the first is under way."""
    session_id = folder.session_id
    player_id, token = folder.player(0)
    plan = {"intervals": [{"id": i, "name": i, "type": "work", "duration": 30} for i in ("a", "b")]}
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    async with (
        inside(folder) as site,
        opened(site.url, folder.trainer) as trainer,
        opened(site.url, token) as player,
    ):
        await trainer.join(session_id)
        await trainer.call("training:session:plan", {"sessionId": session_id, "plan": plan})
        await trainer.call("training:session:start", {"sessionId": session_id, "occurredAt": start.isoformat()})
        late = batch(session_id, player_id, start, range(10, 20), heartRate=[130] * 10)
        crossing = batch(session_id, player_id, start, range(40), heartRate=[100] * 10 + [130] * 10 + [100] * 20)
        answers = await asyncio.gather(player.call(SAMPLES, late), player.call(SAMPLES, crossing))
        assert all(answer["ok"] for answer in answers)
        moved = await trainer.next("training:conditioning:interval:transition", index=1, playerId=player_id)
        assert moved["analysis"]["samples"] == 30
        assert round(moved["analysis"]["avgHeartRate"], 1) == 110.0


async def test_a_batch_that_comes_after_the_boundary_counts_in_the_intervals_its_rows_are_of(folder: Folder) -> None:
    """The clock has moved the player on before the device tells of the end of the work."""
    session_id, moves = folder.session_id, "training:conditioning:interval:transition"
    player_id, token = folder.player(0)
    plan = {
        "intervals": [
            {"id": "work", "name": "Work", "type": "work", "duration": 30},
            {"id": "rest", "name": "Rest", "type": "rest", "duration": 600, "manual": True},
            {"id": "end", "name": "End", "type": "work", "duration": 600},
        ]
    }
    async with (
        inside(folder, speed=60) as site,
        opened(site.url, folder.trainer) as trainer,
        opened(site.url, token) as player,
    ):
        await trainer.join(session_id)
        await trainer.call("training:session:plan", {"sessionId": session_id, "plan": plan})
        await trainer.call("training:session:start", session_id)
        moved = await trainer.next(moves, index=1, playerId=player_id)
        start = datetime.fromisoformat(moved["occurredAt"]) - timedelta(seconds=30)
        late = batch(session_id, player_id, start, range(1, 33), heartRate=[170] * 29 + [140] * 3)
        assert (await player.call(SAMPLES, late))["ok"]
        step = {"sessionId": session_id, "playerId": player_id, "intervalId": "rest"}
        answer = await trainer.call(moves, step)
        assert answer["result"]["analysis"]["maxHeartRate"] == 140, answer


async def test_figures_are_rebuilt_a_few_at_a_time_until_none_is_left(folder: Folder) -> None:
    async with inside(folder, node={"tick_s": 60.0}) as site:
        hall, now_ms = site.node.hall, site.node.clock.now_ms()
        analyses = [live.analysis for session in hall for live in session.live.values()]
        assert analyses
        assert all(analysis.dirty for analysis in analyses), "after a start all are"
        assert hall.refresh_live(now_ms, at_most_s=0.0)
        assert all(analysis.dirty for analysis in analyses)
        while hall.refresh_live(now_ms):
            pass
        assert not any(live.analysis.dirty for session in hall for live in session.live.values())
