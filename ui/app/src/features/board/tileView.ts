/**
 * Writes a tile's facts into its elements, touching only what has changed. React builds the elements once; live values
 * go past it, so that a hundred tiles cost a hundred small writes a second and no rendering.
 */

import type { Trail } from "@dryland/client";
import { ageText, clockText, countdownText, NO_VALUE, wholeText } from "../../shared/format";
import { type Band, sparkPicture } from "./sparkline";
import type { TileFacts } from "./tileFacts";
import type { BoardWordId } from "./words";
import { deltaText, lineOf, loadText, overText, secondsText } from "./workWords";

export interface TileElements {
  root: HTMLElement;
  value: HTMLElement;
  unit: HTMLElement;
  zone: HTMLElement;
  zoneWord: HTMLElement;
  line: HTMLElement;
  signal: HTMLElement;
  target: HTMLElement;
  targetWord: HTMLElement;
  kind: HTMLElement;
  countdown: HTMLElement;
  bar: HTMLElement;
  curve: SVGPathElement;
  band: SVGRectElement;
}

export type Say = (id: BoardWordId, values?: Record<string, string | number>) => string;

export interface TilePicture {
  facts: TileFacts;
  trail: Trail | null;
  band: Band | null;
  nowMs: number;
}

const TARGET_MARK = { none: "", in: "✓", low: "▼", high: "▲", out: "◆" } as const;
/** A curve of two minutes does not change visibly more often. Every other tile draws its own a second later. */
const SPARK_EVERY_MS = 2_000;
let made = 0;

export class TileView {
  private readonly written = new Map<string, string>();
  private sparkAtMs: number | null = null;
  private readonly lateMs: number;

  constructor(
    private readonly elements: TileElements,
    private readonly say: Say,
  ) {
    made += 1;
    this.lateMs = made % 2 === 0 ? 0 : SPARK_EVERY_MS / 2;
  }

  paint(picture: TilePicture): void {
    const { facts } = picture;
    this.attribute("work", workKind(facts));
    this.paintMain(facts);
    this.write("line", lineOf(facts.work, this.say));
    this.paintZone(facts);
    this.paintSignal(facts);
    this.paintTarget(facts);
    this.paintCountdown(facts);
    this.paintSpark(picture);
  }

  private paintMain(facts: TileFacts): void {
    const { main } = facts.work;
    if (main === null) {
      this.write("value", facts.value === null ? NO_VALUE : wholeText(facts.value));
      this.write("unit", facts.value === null ? "" : this.say(UNIT_WORD[facts.unit]));
    } else if (main.kind === "set") {
      this.write("value", `${main.set.at}/${main.set.of}`);
      this.write("unit", loadText(main.load, this.say));
    } else {
      this.write("value", main.lastMs === null ? NO_VALUE : secondsText(main.lastMs));
      this.write("unit", main.lastMs === null ? "" : this.say("board.unit.second"));
    }
  }

  private paintZone(facts: TileFacts): void {
    const zone = facts.zone;
    this.attribute("zone", zone === null ? "none" : `${zone}`);
    this.write("zone", zone === null ? "" : zone === 0 ? "<1" : `${zone}`);
    this.write(
      "zoneWord",
      zone === null ? "" : zone === 0 ? this.say("tile.belowZones") : this.say("tile.zone", { zone }),
    );
  }

  private paintSignal(facts: TileFacts): void {
    this.attribute("signal", facts.signal);
    this.write("signal", this.signalWords(facts));
  }

  private signalWords(facts: TileFacts): string {
    const age = ageText(facts.ageMs ?? 0);
    switch (facts.signal) {
      case "live":
        return "";
      case "late":
        return this.say("tile.late", { age });
      case "stale":
        return this.say("tile.stale", { age });
      case "lost":
        return this.say("tile.lost", { age });
      case "implausible":
        return this.say("tile.implausible");
      case "off":
        return "";
      case "none":
        return this.say("tile.noSignalYet");
    }
  }

  private paintTarget(facts: TileFacts): void {
    const { target, work } = facts;
    this.attribute("target", target);
    if (work.main !== null) {
      this.write("target", work.main.kind === "attempt" ? deltaText(work.main.deltaMs) : "");
      this.write("targetWord", work.main.kind === "attempt" ? this.deltaWords(work.main.deltaMs) : "");
      return;
    }
    const seconds = facts.offTargetS >= 1 ? ` ${clockText(facts.offTargetS)}` : "";
    this.write("target", target === "none" ? "" : `${TARGET_MARK[target]}${seconds}`);
    this.write(
      "targetWord",
      target === "none" ? "" : this.say(TARGET_WORD[target], { age: clockText(facts.offTargetS) }),
    );
  }

  private deltaWords(deltaMs: number | null): string {
    if (deltaMs === null) return "";
    return deltaMs <= 0 ? this.say("board.tile.best") : this.say("board.tile.fromBest", { delta: deltaText(deltaMs) });
  }

  private paintCountdown(facts: TileFacts): void {
    const { countdown } = facts;
    const remaining = countdown?.remainingMs ?? null;
    const over = remaining !== null && remaining < 0;
    this.attribute("over", `${over}`);
    this.write("kind", this.kindWords(facts));
    this.write("countdown", remaining === null ? "" : over ? overText(remaining) : countdownText(remaining));
    const share = countdown?.fraction ?? 0;
    this.length("bar", share);
  }

  private kindWords({ countdown, work }: TileFacts): string {
    if (countdown?.kind === "betweenSets") return this.say("board.tile.rest");
    if (work.main?.kind === "attempt") return this.say("board.tile.attempt", { ...work.main.attempt });
    if (work.block?.round) return this.say("board.tile.round", { ...work.block.round });
    const kind = countdown?.kind ?? null;
    return kind === null || kind === "block" ? "" : this.say(`kind.${kind}`);
  }

  private paintSpark({ trail, band, nowMs }: TilePicture): void {
    if (trail === null) return;
    if (this.sparkAtMs !== null && nowMs - this.sparkAtMs < SPARK_EVERY_MS) return;
    this.sparkAtMs = this.sparkAtMs === null ? nowMs - this.lateMs : nowMs;
    const picture = sparkPicture(trail, nowMs / 1000, band);
    this.elements.curve.setAttribute("d", picture.curve);
    this.elements.band.setAttribute("y", `${picture.band?.y ?? 0}`);
    this.elements.band.setAttribute("height", `${picture.band?.height ?? 0}`);
  }

  private write(name: Exclude<keyof TileElements, "root" | "bar" | "curve" | "band">, text: string): void {
    if (this.same(name, text)) return;
    this.elements[name].textContent = text;
  }

  private attribute(name: "zone" | "signal" | "target" | "work" | "over", value: string): void {
    if (this.same(`@${name}`, value)) return;
    this.elements.root.dataset[name] = value;
  }

  /** As a background's size: a transform would be a layer in each of a hundred tiles. */
  private length(name: "bar", share: number): void {
    const size = `${(share * 100).toFixed(1)}% 100%`;
    if (this.same(`#${name}`, size)) return;
    this.elements[name].style.backgroundSize = size;
  }

  private same(key: string, value: string): boolean {
    if (this.written.get(key) === value) return true;
    this.written.set(key, value);
    return false;
  }
}

function workKind({ work }: TileFacts): string {
  return work.main?.kind ?? (work.block === null ? "live" : "block");
}

const UNIT_WORD = { percentMax: "unit.percent", bpm: "unit.bpm", watt: "unit.watt" } as const;
const TARGET_WORD = { in: "tile.inTarget", low: "tile.low", high: "tile.high", out: "tile.out" } as const;
