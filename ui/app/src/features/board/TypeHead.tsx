/** The part of a session's header that depends on what is trained: exercise, block timeline, start list. */

import type { PlayerSessionStatus, SessionView } from "@dryland/client";
import { useMemo } from "react";
import { shortName } from "../../shared/format";
import { type BlockHead, type DrillHead, type LiftHead, type SessionHead, sessionHead } from "./sessionHead";
import { useBoardWords } from "./words";
import type { Place } from "./workFacts";

const SHOWN_WAITING = 2;

export function TypeHead({ view }: { view: SessionView }) {
  const state = view.model.state;
  const head = useMemo(() => (state === null ? null : sessionHead(state.players, state.plan)), [state]);
  if (head === null) return <div className="interval" />;
  return (
    <div className="interval" data-kind={head.kind}>
      <HeadOf head={head} />
    </div>
  );
}

function HeadOf({ head }: { head: SessionHead }) {
  switch (head.kind) {
    case "lift":
      return <Lift head={head} />;
    case "drill":
      return <DrillStarts head={head} />;
    case "block":
      return <Timeline head={head} />;
  }
}

function Line({ name, place, children }: { name: string; place: Place | null; children?: React.ReactNode }) {
  const { t } = useBoardWords();
  return (
    <div className="interval-line">
      <b>{name}</b>
      {place === null ? null : (
        <span className="interval-count">{t("interval.of", { index: place.at, total: place.of })}</span>
      )}
      {children}
    </div>
  );
}

function Lift({ head }: { head: LiftHead }) {
  const { t } = useBoardWords();
  return (
    <>
      <Line name={head.name} place={head.exercise}>
        <span className="interval-aside">{t("board.head.resting", { count: head.resting })}</span>
      </Line>
      <div className="interval-track" aria-hidden="true">
        <span style={{ transform: `scaleX(${head.share.toFixed(3)})` }} />
      </div>
      <div className="interval-next">{head.nextName === null ? "" : t("board.head.then", { name: head.nextName })}</div>
    </>
  );
}

function DrillStarts({ head }: { head: DrillHead }) {
  const { t } = useBoardWords();
  const running = head.running.map(called).join(", ");
  const waiting = head.waiting.slice(0, SHOWN_WAITING).map(called).join(" · ");
  return (
    <>
      <Line name={head.name} place={head.drill} />
      <div className="interval-starts">
        {running === "" ? null : <b>{t("board.head.running", { names: running })}</b>}
        <span>{waiting === "" ? t("board.head.nobodyWaits") : t("board.head.starts", { names: waiting })}</span>
      </div>
    </>
  );
}

function called({ jerseyNumber, playerName, playerId }: PlayerSessionStatus): string {
  const name = shortName(playerName ?? playerId);
  return jerseyNumber === undefined ? name : `${jerseyNumber} ${name}`;
}

function Timeline({ head }: { head: BlockHead }) {
  const { t } = useBoardWords();
  return (
    <>
      <Line name={head.name} place={head.block} />
      <ol className="timeline" aria-label={t("board.head.blocks")}>
        {head.segments.map((segment) => (
          <li
            key={segment.id}
            data-type={segment.type}
            data-here={segment.players > 0}
            title={segment.name}
            aria-label={t("board.head.inBlock", { name: segment.name, count: segment.players })}
          >
            {segment.players > 0 ? segment.players : ""}
          </li>
        ))}
      </ol>
    </>
  );
}
