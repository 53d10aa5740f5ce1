/** One player beside the board: numbers, curve, intervals, energy reserve, advice with its reason. Not a dialog. */

import { EMPTY_VALUES, type LiveValues, type PlayerSessionStatus, type Session } from "@dryland/client";
import { useSession } from "@dryland/client/react";
import { ActionIcon } from "@mantine/core";
import { useEffect, useRef } from "react";
import { NO_VALUE, wholeText } from "../../shared/format";
import { Icon } from "../../shared/Icon";
import { useWords } from "../../shared/i18n/I18n";
import { Advice } from "./Advice";
import { CURVE_MINUTES, Curve } from "./Curve";
import { momentOf, useBoardTools } from "./context";
import { IntervalList } from "./IntervalList";
import { MessageBox } from "./MessageBox";
import { targetWords } from "./moves/DropPlace";
import type { Target } from "./moves/targets";
import { currentIndex, tileFacts, timing } from "./tileFacts";
import { usePlan } from "./useRanking";
import { useTick } from "./useTick";
import { WorkNow } from "./WorkNow";
import { useBoardWords } from "./words";
import { workFacts } from "./workFacts";

export interface SidePanelProps {
  session: Session;
  playerId: string;
  /** Where this player may go; empty outside of a bundle. */
  targets: readonly Target[];
  onPlace(sessionId: string): void;
  onClose(): void;
}

/** Whoever closes the panel goes on where they were; who has gone on already is left there. */
function backToTile(playerId: string): void {
  if (document.activeElement !== document.body) return;
  const tiles = [...document.querySelectorAll<HTMLElement>(".tile")];
  tiles.find((tile) => tile.dataset.player === playerId)?.focus({ preventScroll: true });
}

export default function SidePanel({ session, playerId, targets, onPlace, onClose }: SidePanelProps) {
  const { t } = useWords();
  const view = useSession(session);
  const player = view.model.state?.players.find((one) => one.playerId === playerId);
  const heading = useRef<HTMLHeadingElement | null>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    return () => backToTile(playerId);
  }, [playerId]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [onClose]);
  if (player === undefined) return null;
  const name = player.playerName ?? player.playerId;
  const works = workFacts(player, 0).main !== null;
  return (
    <aside className="panel" aria-label={t("panel.label", { name })}>
      <header className="panel-head">
        {player.jerseyNumber === undefined ? null : <b className="panel-jersey">{player.jerseyNumber}</b>}
        <h2 ref={heading} tabIndex={-1}>
          {name}
        </h2>
        <ActionIcon variant="default" size={44} aria-label={t("panel.close")} onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </header>
      <Destinations targets={targets} onPlace={onPlace} />
      {works ? (
        <WorkNow session={session} player={player} />
      ) : (
        <>
          <PlayerNow session={session} player={player} />
          <Advice session={session} player={player} />
          <IntervalList session={session} player={player} />
        </>
      )}
      <MessageBox sessionIds={[session.sessionId]} playerId={player.playerId} />
      <Restrictions player={player} />
    </aside>
  );
}

/** On a phone the sessions are under the panel; the second tap of a move is here. */
function Destinations({ targets, onPlace }: Pick<SidePanelProps, "targets" | "onPlace">) {
  const { t } = useBoardWords();
  if (targets.length === 0) return null;
  return (
    <ul className="destinations" aria-label={t("board.move.here")}>
      {targets.map((target) => (
        <li key={target.sessionId}>
          <button
            type="button"
            className="drop-place"
            data-verdict={target.verdict}
            aria-disabled={target.verdict !== "fits"}
            onClick={() => onPlace(target.sessionId)}
          >
            <b>{t("board.move.nearest", { target: target.name })}</b>
            <span>{targetWords(target, t)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The part that follows the clock. */
function PlayerNow({ session, player }: { session: Session; player: PlayerSessionStatus }) {
  const { t } = useWords();
  const { link } = useBoardTools();
  useTick();
  const view = useSession(session);
  const plan = usePlan(view);
  const moment = momentOf(link);
  const track = session.live(player.playerId);
  const live = track?.values ?? EMPTY_VALUES;
  const type = view.model.state?.workoutType ?? "conditioning";
  const facts = tileFacts({ type, player, live, plan, ...timing(view.model.state), solo: true, ...moment });
  const index = currentIndex(player, live);
  const band = player.interval?.index === index ? (player.interval?.targetZone ?? null) : null;
  const fresh = facts.value !== null;
  return (
    <>
      <div className="panel-numbers">
        <div className="panel-hero" data-zone={facts.zone ?? "none"}>
          <span className="panel-big">{fresh ? wholeText(live.heartRate) : NO_VALUE}</span>
          <span className="panel-caption">{t("unit.bpm")}</span>
          {facts.zone === null ? null : <span className="panel-zone">{facts.zone === 0 ? "<1" : facts.zone}</span>}
        </div>
        <p className="panel-target">
          {band === null ? t("panel.noTarget") : t("panel.target", { ...rounded(band), unit: t("unit.bpm") })}
        </p>
      </div>
      <h3>{t("panel.curve", { minutes: CURVE_MINUTES })}</h3>
      {track === undefined || track.trail.length === 0 ? (
        <p className="panel-quiet">{t("panel.curveEmpty")}</p>
      ) : (
        <Curve trail={track.trail} band={band} nowMs={moment.nowMs} />
      )}
      <Figures live={live} fresh={fresh} />
      <Reserve percent={fresh ? live.wBalancePercent : null} />
    </>
  );
}

function rounded(band: { min: number; max: number }): { min: number; max: number } {
  return { min: Math.round(band.min), max: Math.round(band.max) };
}

function Figures({ live, fresh }: { live: LiveValues; fresh: boolean }) {
  const { t } = useWords();
  const now = (value: number | null) => (fresh ? value : null);
  const rows: [string, number | null, string][] = [
    [t("panel.heartRate"), now(live.percentOfMax), t("unit.percentMax")],
    [t("panel.power"), now(live.power), t("unit.watt")],
    [t("panel.power"), now(live.percentOfFtp), `% ${t("panel.ofFtp")}`],
    [t("panel.cadence"), now(live.cadence), t("unit.perMinute")],
    [t("panel.speed"), now(live.speed === null ? null : live.speed * 3.6), t("unit.kilometrePerHour")],
    [t("panel.distance"), live.distance, t("unit.metre")],
    [t("panel.compliance"), live.compliance, "%"],
    [t("panel.energy"), live.calories, t("unit.kcal")],
  ];
  const known = rows.filter(([, value]) => value !== null);
  return (
    <dl className="figures">
      {known.map(([name, value, unit]) => (
        <div key={`${name} ${unit}`}>
          <dt>{name}</dt>
          <dd>
            {wholeText(value)} <small>{unit}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** W′ balance: what is left of the work above critical power. */
function Reserve({ percent }: { percent: number | null }) {
  const { t } = useWords();
  if (percent === null) return null;
  const share = Math.min(1, Math.max(0, percent / 100));
  return (
    <div className="reserve">
      <span>{t("panel.wBalance")}</span>
      <meter min={0} max={100} value={Math.round(share * 100)} aria-label={t("panel.wBalance")}>
        {Math.round(percent)} %
      </meter>
      <b>{Math.round(percent)} %</b>
    </div>
  );
}

function Restrictions({ player }: { player: PlayerSessionStatus }) {
  const { t } = useWords();
  if (player.restrictions === undefined || player.restrictions.length === 0) return null;
  return (
    <section>
      <h3>{t("panel.restrictions")}</h3>
      <ul className="restrictions">
        {player.restrictions.map((one) => (
          <li key={`${one.bodyRegion} ${one.level}`}>
            {one.bodyRegion.replaceAll("_", " ")}: {one.level.replaceAll("_", " ")}
          </li>
        ))}
      </ul>
    </section>
  );
}
