/**
 * What a person at the rack must know of the machine, in their words, and what they can do: no connection, a sign-in that
 * was taken back, a full disk, a wrong clock, another tab, entries that the server did not take. Quiet when all is well.
 */

import type { Link, LinkState, Outbox, OutboxState, Session } from "@dryland/client";
import { useLink, useOutbox, useSession } from "@dryland/client/react";
import { useState, useSyncExternalStore } from "react";
import { errorWords } from "../errorWords";
import { useWords } from "../i18n/I18n";
import { saveBlob } from "../saveFile";
import { VersionText } from "../ui/VersionNote";
import { useVersion } from "../useVersion";
import { useAthleteWords } from "./words";

const CLOCK_WRONG_MS = 60 * 60_000;

export function Notices({ link, outbox, session }: { link: Link; outbox: Outbox; session: Session }) {
  const { t } = useAthleteWords();
  const state = useLink(link);
  const box = useOutbox(outbox);
  const view = useSession(session);
  const offMs = useSyncExternalStore(link.onClock, () => offByMs(link));
  return (
    <>
      {state.phase === "refused" ? (
        <div className="notice" data-grade="alarm" role="alert">
          <p>
            <strong>{t("athlete.refused.title")}</strong> {t("athlete.refused.text", { count: box.waiting })}
          </p>
          <button type="button" className="soft" onClick={() => link.retry()}>
            {t("athlete.retry")}
          </button>
        </div>
      ) : null}
      {box.storage === "ok" ? null : (
        <div className="notice" data-grade="alarm" role="alert">
          <p>{t(`athlete.storage.${box.storage}`)}</p>
        </div>
      )}
      {Math.abs(offMs) < CLOCK_WRONG_MS ? null : (
        <div className="notice">
          <p>{t(...clockWords(offMs))}</p>
        </div>
      )}
      {view.model.discontinuity?.reason === "restarted" ? (
        <p className="sr-only" role="status">
          {t("session.restarted")}
        </p>
      ) : null}
      <Versions />
      <NotTaken outbox={outbox} box={box} />
    </>
  );
}

/** How far this device's clock is ahead of the server's, to the minute, so that a reading renders nothing by itself. */
function offByMs(link: Link): number {
  const { best } = link.clock();
  return best === null ? 0 : Math.round((best.deviceMs - best.serverMs) / 60_000) * 60_000;
}

/** By how much in words: hours up to two days, then days. */
function clockWords(offMs: number): ["athlete.clock.hours" | "athlete.clock.days", { count: number }] {
  const hours = Math.round(Math.abs(offMs) / 3_600_000);
  return hours < 48
    ? ["athlete.clock.hours", { count: hours }]
    : ["athlete.clock.days", { count: Math.round(hours / 24) }];
}

function Versions() {
  const words = useWords();
  const version = useVersion();
  if (version.news === null) return null;
  return (
    <div className="notice" data-news={version.news} role="status">
      <p>
        <VersionText {...version} />
      </p>
      {version.news === "serverOlder" ? null : (
        <button type="button" className="soft" disabled={version.busy} onClick={version.take}>
          {words.t("version.take")}
        </button>
      )}
      <button type="button" className="soft" onClick={version.later}>
        {words.t(version.news === "serverOlder" ? "version.seen" : "version.later")}
      </button>
    </div>
  );
}

/** Entries that the server did not take, and those that a server of another version cannot take yet. */
function NotTaken({ outbox, box }: { outbox: Outbox; box: OutboxState }) {
  const asked = box.refused.filter((fact) => fact.error.kept !== true);
  const foreign = asked.filter((fact) => fact.foreignTo !== undefined);
  return (
    <>
      <Shelf outbox={outbox} facts={asked.filter((fact) => fact.foreignTo === undefined)} title="athlete.notTaken" />
      <Shelf outbox={outbox} facts={foreign} title="athlete.foreign" />
    </>
  );
}

interface ShelfProps {
  outbox: Outbox;
  facts: OutboxState["refused"];
  title: "athlete.notTaken" | "athlete.foreign";
}

/** The reason of each, once more where that is a person's to say, as a file, or away with them. */
function Shelf({ outbox, facts, title }: ShelfProps) {
  const { t } = useAthleteWords();
  const words = useWords();
  const [open, setOpen] = useState(false);
  if (facts.length === 0) return null;
  const ids = facts.map((fact) => fact.eventId);
  const again = () => void Promise.all(ids.map((id) => outbox.resend(id)));
  const save = async () =>
    saveBlob("dryland-entries.json", new Blob([await outbox.export()], { type: "application/json" }));
  return (
    <div className="notice notice-list" data-grade={title === "athlete.foreign" ? undefined : "alarm"} role="alert">
      <p>{t(title, { count: facts.length })}</p>
      <button type="button" className="soft" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("athlete.notTaken.why")}
      </button>
      {open ? (
        <>
          <ul>
            {facts.map((fact) => (
              <li key={fact.eventId}>{errorWords(fact.error, words)}</li>
            ))}
          </ul>
          {title === "athlete.foreign" ? null : (
            <button type="button" className="soft" onClick={again}>
              {t("athlete.notTaken.again")}
            </button>
          )}
          <button type="button" className="soft" onClick={() => void save()}>
            {t("athlete.notTaken.save")}
          </button>
          <button type="button" className="soft" onClick={() => void outbox.dismiss(ids)}>
            {t("athlete.notTaken.away")}
          </button>
        </>
      ) : null}
    </div>
  );
}

/** Small and calm: how many entries wait, or that everything is there. A slow link counts as none. */
export function WaitingNote({ link, outbox }: { link: Link; outbox: Outbox }) {
  const { t } = useAthleteWords();
  const { waiting } = useOutbox(outbox);
  const state = useLink(link);
  return (
    <p className="waiting" data-link={isThere(state) ? "there" : "away"} role="status">
      <span className="waiting-dot" aria-hidden="true" />
      {waiting > 0
        ? t("athlete.waiting", { count: waiting })
        : t(isThere(state) ? "athlete.online" : "athlete.offline")}
    </p>
  );
}

export const isThere = (state: LinkState): boolean => state.phase === "live";
