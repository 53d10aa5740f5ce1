/** An interval, over the whole glass: the phase in its colour, one countdown, the value and its band, what comes next. */

import {
  type Metrics,
  type PlayerSessionStatus,
  signalNow,
  type TargetZone,
  type TrainingSessionState,
} from "@dryland/client";
import { useNow, useSession } from "@dryland/client/react";
import { useBeeps } from "../../shared/athlete/hooks";
import type { Kit } from "../../shared/athlete/kit";
import { clockText } from "../../shared/format";
import { AdviceCard } from "./AdviceCard";
import { BlockHead } from "./BlockHead";
import { type Sensors, useHeard } from "./sensors/useSensors";
import { timeText } from "./timeText";
import { usePlayerWords } from "./words";

const FRESH_MS = 5_000;
/** How far past the band the scale reaches on either side, as a share of the band. */
const MARGIN = 0.8;

export interface IntervalsProps {
  kit: Kit;
  me: PlayerSessionStatus;
  sensors: Sensors;
  audio: AudioContext | null;
}

export function Intervals({ kit, me, sensors, audio }: IntervalsProps) {
  const { t } = usePlayerWords();
  const nowMs = useNow(kit.floor.link, 250);
  const { model } = useSession(kit.session);
  const heard = useHeard(sensors, kit.floor.link.nowMs(), FRESH_MS);
  const phase = phaseOf(me);
  const shownNowMs = standsAt(model.state, nowMs);
  const ends = phase?.endsAt === undefined ? null : Date.parse(phase.endsAt);
  useBeeps(model.state?.status === "active" ? ends : null, nowMs, audio);
  if (phase === null) {
    return (
      <section className="player-say">
        <h2>{t("player.intervalsDone")}</h2>
      </section>
    );
  }
  return (
    <section className="phase" data-phase={phase.kind}>
      {me.block === undefined ? null : <BlockHead block={me.block} nowMs={nowMs} />}
      <h2 className="phase-word">
        {t(`kind.${phase.kind}`)}
        {model.state?.status === "paused" ? ` · ${t("status.paused")}` : null}
      </h2>
      <p className="phase-left" role="timer">
        {ends === null ? clockText((shownNowMs - phase.startedMs) / 1000) : timeText(ends - shownNowMs)}
      </p>
      <Value kit={kit} me={me} heard={heard} />
      {phase.kind === "rest" ? <AdviceCard kit={kit} me={me} /> : null}
      <p className="phase-next">
        <span>{t("interval.of", { index: phase.index + 1, total: phase.total })}</span>
        <span>{phase.next === null ? t("interval.last") : t("interval.next", phase.next)}</span>
      </p>
      <Changed change={me.interval?.nextIntensityChange} power={me.interval?.nextTargetPower} />
    </section>
  );
}

interface Phase {
  kind: "warmup" | "work" | "rest" | "cooldown";
  endsAt: string | undefined;
  startedMs: number;
  index: number;
  total: number;
  next: { name: string; duration: string } | null;
}

/** The interval, or the way between two blocks, which is a rest with a name. */
function phaseOf({ interval, block }: PlayerSessionStatus): Phase | null {
  if (interval !== undefined && block?.type !== "transition") {
    const { nextName, nextDuration } = interval;
    return {
      kind: interval.type,
      endsAt: interval.endsAt,
      startedMs: Date.parse(interval.startedAt),
      index: interval.index,
      total: interval.total,
      next: nextName === undefined ? null : { name: nextName, duration: nextDuration ? clockText(nextDuration) : "" },
    };
  }
  if (block === undefined) return null;
  return {
    kind: "rest",
    endsAt: block.endsAt,
    startedMs: Date.parse(block.startedAt),
    index: block.index,
    total: block.total,
    next: block.nextName === undefined ? null : { name: block.nextName, duration: "" },
  };
}

/** While a session is paused its timers stand where they stood. */
function standsAt(state: TrainingSessionState | null, nowMs: number): number {
  return state?.status === "paused" && state.pausedAt !== undefined ? Date.parse(state.pausedAt) : nowMs;
}

interface Aim {
  value: number | null;
  unit: "unit.bpm" | "unit.watt";
  band: { min: number; max: number } | null;
}

/** Heart rate where the interval aims at it or nothing, power where it aims at that alone. */
function aimOf({ interval }: PlayerSessionStatus, heard: Metrics | null): Aim {
  const byPower = interval?.targetZone === undefined && interval?.targetPower !== undefined;
  const value = (byPower ? heard?.power : heard?.heartRate) ?? null;
  return {
    value,
    unit: byPower ? "unit.watt" : "unit.bpm",
    band: interval?.targetZone ?? interval?.targetPower ?? null,
  };
}

function Value({ kit, me, heard }: { kit: Kit; me: PlayerSessionStatus; heard: Metrics | null }) {
  const { t } = usePlayerWords();
  const ofFloor = heard === null ? fromFloor(kit, me.playerId) : null;
  const { value, unit, band } = aimOf(me, heard ?? ofFloor);
  return (
    <div className="aim">
      {value === null ? (
        <p className="aim-none">{t("player.heart.none")}</p>
      ) : (
        <p className="aim-value" data-from={ofFloor === null ? "phone" : "floor"}>
          {Math.round(value)}
          <span className="aim-unit">{t(unit)}</span>
          {ofFloor === null ? null : <span className="aim-from">{t("player.heart.floor")}</span>}
        </p>
      )}
      {band === null ? null : <Band value={value} band={band} unit={t(unit)} />}
      <Changed change={me.interval?.intensityChange} power={me.interval?.targetPower} />
    </div>
  );
}

/** That the work is harder or easier than planned because advice was accepted, and what power that is. */
function Changed({ change, power }: { change: number | undefined; power: TargetZone | undefined }) {
  const { t } = usePlayerWords();
  if (change === undefined) return null;
  const words = t(change < 0 ? "player.changed.easier" : "player.changed.harder", { by: +Math.abs(change).toFixed(1) });
  return (
    <p className="aim-changed">
      {power === undefined ? words : `${words}: ${Math.round(power.min)}–${Math.round(power.max)} ${t("unit.watt")}`}
    </p>
  );
}

/** What the node hears of this player, by a bridge or another device, as long as it can be trusted. */
function fromFloor(kit: Kit, playerId: string): Metrics | null {
  const track = kit.session.live(playerId);
  if (track === undefined) return null;
  const signal = signalNow(track.values, kit.floor.link.nowMs());
  if (signal !== "live" && signal !== "late") return null;
  const { heartRate, power } = track.values;
  return { ...(heartRate === null ? {} : { heartRate }), ...(power === null ? {} : { power }) };
}

function Band({ value, band, unit }: { value: number | null; band: { min: number; max: number }; unit: string }) {
  const { t } = usePlayerWords();
  const margin = Math.max(10, (band.max - band.min) * MARGIN);
  const from = band.min - margin;
  const share = (at: number): number => (100 * (at - from)) / (band.max - band.min + 2 * margin);
  const left = `${share(band.min)}%`;
  const width = `${share(band.max) - share(band.min)}%`;
  const words = t("panel.target", { min: Math.round(band.min), max: Math.round(band.max), unit });
  return (
    <div className="band">
      <div className="band-scale" aria-hidden="true">
        <span className="band-aim" style={{ left, width }} />
        {value === null ? null : (
          <span className="band-mark" style={{ left: `${Math.min(98, Math.max(2, share(value)))}%` }} />
        )}
      </div>
      <p className="band-words">
        <span>{words}</span>
        <strong>{value === null ? "" : t(judged(value, band), { by: Math.round(away(value, band)) })}</strong>
      </p>
    </div>
  );
}

function away(value: number, band: { min: number; max: number }): number {
  return Math.max(band.min - value, value - band.max, 0);
}

function judged(value: number, band: { min: number; max: number }) {
  if (value < band.min) return "player.below" as const;
  return value > band.max ? ("player.above" as const) : ("player.in" as const);
}
