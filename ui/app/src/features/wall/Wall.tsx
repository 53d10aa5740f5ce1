/** A screen on a wall: who is where, by jersey number, zone and timer, readable from where people stand. Nobody touches it. */

import "./wall.css";
import type { Link } from "@dryland/client";
import { useLink, useNow } from "@dryland/client/react";
import { type CSSProperties, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useWakeLock } from "../../shared/athlete/hooks";
import { ageText, clockText, countdownText, NO_VALUE } from "../../shared/format";
import { useSelfHealing } from "./selfHealing";
import type { WallFeed, WallSession } from "./wallFeed";
import { type WallLayout, wallLayout } from "./wallLayout";
import type { WallSettings } from "./wallSettings";
import { labelChars, phaseOf, tilesOf, type WallPhase, type WallTile } from "./wallTiles";
import { useWallWords } from "./words";

const TURN_EVERY_MS = 8_000;
/** So long before its end an interval has the glass for itself. */
const FULL_LAST_MS = 10_000;
const LAPSED_MS = 5_000;

export interface WallProps {
  link: Link;
  feed: WallFeed;
  settings: WallSettings;
}

export function Wall({ link, feed, settings }: WallProps) {
  const { t } = useWallWords();
  const sessions = useSyncExternalStore(feed.subscribe, feed.sessions);
  const nowMs = useNow(link, 250);
  const size = useGlass();
  useWakeLock();
  useSelfHealing(link);
  const pages = useMemo(() => pagesOf(sessions, settings, size), [sessions, settings, size]);
  const page = pages[Math.floor(nowMs / TURN_EVERY_MS) % Math.max(1, pages.length)];
  const one = wallLayout({ tiles: 1, ...settings, ...size });
  return (
    <main className="wall" style={sizesOf(page?.layout ?? one)} aria-label={t("wall.title")}>
      {page === undefined ? (
        <>
          <Corner link={link} feed={feed} nowMs={nowMs} />
          <Quiet link={link} />
        </>
      ) : (
        <Shown page={page} pages={pages} link={link} feed={feed} nowMs={nowMs} mode={settings.mode} />
      )}
    </main>
  );
}

interface WallPage {
  session: WallSession;
  layout: WallLayout;
  /** First tile of this page. */
  from: number;
}

function pagesOf(sessions: readonly WallSession[], settings: WallSettings, size: Glass): WallPage[] {
  return sessions.flatMap((session) => {
    const { players } = session.state;
    const layout = wallLayout({ tiles: players.length, labelChars: labelChars(players), ...settings, ...size });
    const each = layout.columns * layout.rows;
    return Array.from({ length: layout.pages }, (_, place) => ({ session, layout, from: place * each }));
  });
}

/** Nothing is on, or nobody knows. */
function Quiet({ link }: { link: Link }) {
  const { t } = useWallWords();
  const { phase } = useLink(link);
  return <p className="wall-quiet">{t(isUp(phase) ? "wall.nothing" : "wall.unknown")}</p>;
}

const isUp = (phase: ReturnType<typeof useLink>["phase"]): boolean => phase === "live" || phase === "slow";

interface ShownProps {
  page: WallPage;
  pages: readonly WallPage[];
  link: Link;
  feed: WallFeed;
  nowMs: number;
  mode: WallSettings["mode"];
}

function Shown({ page, pages, link, feed, nowMs, mode }: ShownProps) {
  const { t } = useWallWords();
  const { session, layout, from } = page;
  const { state } = session;
  const phase = state.status === "active" ? phaseOf(session) : null;
  if (state.stoppedAt !== undefined) return <Stopped link={link} feed={feed} nowMs={nowMs} />;
  if (phase !== null && isFull(phase, nowMs, mode)) return <Full phase={phase} link={link} feed={feed} nowMs={nowMs} />;
  const tiles = tilesOf(session, link.nowMs()).slice(from, from + layout.columns * layout.rows);
  return (
    <>
      <header className="wall-head" data-kind={phase?.type}>
        <b className="wall-name">{phase?.name ?? state.workoutName}</b>
        <span className="wall-time">{headTime(phase, state.status, nowMs, t)}</span>
        {pages.length < 2 ? null : (
          <span className="wall-page">
            {pages.indexOf(page) + 1}/{pages.length}
          </span>
        )}
        <Corner link={link} feed={feed} nowMs={nowMs} />
      </header>
      <ul className="wall-tiles">
        {tiles.map((tile) => (
          <Tile key={tile.key} tile={tile} nowMs={nowMs} />
        ))}
      </ul>
    </>
  );
}

function headTime(
  phase: WallPhase | null,
  status: WallSession["state"]["status"],
  nowMs: number,
  t: ReturnType<typeof useWallWords>["t"],
): string {
  if (phase?.endsAtMs != null) return leftText(phase.endsAtMs, nowMs);
  return status === "active" ? "" : t(`wall.status.${status}`);
}

/** An interval that is long over was followed by one that this wall was not told of. */
const isLapsed = (endsAtMs: number, nowMs: number): boolean => nowMs - endsAtMs > LAPSED_MS;

const leftText = (endsAtMs: number, nowMs: number): string =>
  isLapsed(endsAtMs, nowMs) ? NO_VALUE : countdownText(endsAtMs - nowMs);

function isFull(phase: WallPhase, nowMs: number, mode: WallSettings["mode"]): boolean {
  if (mode === "tiles" || phase.endsAtMs === null) return false;
  if (mode === "auto" && isLapsed(phase.endsAtMs, nowMs)) return false;
  return mode === "timer" || phase.endsAtMs - nowMs <= FULL_LAST_MS;
}

/** One phase over the whole glass, with what is left of it. */
function Full({ phase, link, feed, nowMs }: CornerProps & { phase: WallPhase }) {
  const { t } = useWallWords();
  return (
    <section className="wall-full" data-kind={phase.type}>
      <p className="wall-full-name">
        {phase.name} <span>{t("interval.of", { index: phase.index + 1, total: phase.total })}</span>
      </p>
      <p className="wall-full-count">{leftText(phase.endsAtMs ?? nowMs, nowMs)}</p>
      <p className="wall-full-next">
        {phase.nextName === null ? t("interval.last") : t("wall.next", { name: phase.nextName })}
      </p>
      <Corner link={link} feed={feed} nowMs={nowMs} />
    </section>
  );
}

function Stopped({ link, feed, nowMs }: CornerProps) {
  const { t } = useWallWords();
  return (
    <section className="wall-full" data-kind="stop">
      <p className="wall-full-count">{t("wall.stop")}</p>
      <Corner link={link} feed={feed} nowMs={nowMs} />
    </section>
  );
}

function Tile({ tile, nowMs }: { tile: WallTile; nowMs: number }) {
  const { t } = useWallWords();
  return (
    <li
      className="wall-tile"
      data-zone={tile.zone ?? undefined}
      data-off={tile.inZone === false}
      data-done={tile.isDone}
    >
      <b>{tile.label ?? "•"}</b>
      <span>
        {tile.zone === null ? null : <span className="sr-only">{t("wall.zone")} </span>}
        {tileText(tile, nowMs)}
      </span>
    </li>
  );
}

/** A zone, else a rest that runs on past zero, else nothing to say. */
function tileText(tile: WallTile, nowMs: number): string {
  if (tile.isDone) return "✓";
  if (tile.zone !== null) return `Z${tile.zone}`;
  if (tile.restEndsAtMs === null) return "—";
  const leftMs = tile.restEndsAtMs - nowMs;
  return leftMs >= 0 ? countdownText(leftMs) : `+${clockText(-leftMs / 1000)}`;
}

interface CornerProps {
  link: Link;
  feed: WallFeed;
  nowMs: number;
}

/** The time of day, and how long ago the node was heard; where it is away, since when. */
function Corner({ link, feed, nowMs }: CornerProps) {
  const { t, locale } = useWallWords();
  const { phase, sinceMs } = useLink(link);
  const up = isUp(phase);
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
  const heardAtMs = link.heardAtMs() ?? feed.rememberedAtMs() ?? sinceMs;
  return (
    <div className="wall-corner" data-up={up}>
      <time>{clock.format(nowMs)}</time>
      <span>
        <i aria-hidden="true">{up ? "●" : "×"}</i>{" "}
        {up ? ageText(link.nowMs() - heardAtMs) : t("wall.away", { time: clock.format(heardAtMs) })}
      </span>
    </div>
  );
}

interface Glass {
  widthPx: number;
  heightPx: number;
}

const glass = (): Glass => ({ widthPx: window.innerWidth, heightPx: window.innerHeight });

function useGlass(): Glass {
  const [size, setSize] = useState(glass);
  useEffect(() => {
    const look = () => setSize(glass());
    window.addEventListener("resize", look);
    return () => window.removeEventListener("resize", look);
  }, []);
  return size;
}

function sizesOf(layout: WallLayout): CSSProperties {
  return {
    "--wall-columns": layout.columns,
    "--wall-rows": layout.rows,
    "--wall-digit": `${layout.digitPx}px`,
    "--wall-text": `${layout.textPx}px`,
    "--wall-head": `${layout.headPx}px`,
  } as CSSProperties;
}
