/** Alerts in force, each with shape, word and colour. If nobody must act, nothing is here. */

import type { AlertSeverity, Session } from "@dryland/client";
import { Button, Menu } from "@mantine/core";
import { useEffect, useState } from "react";
import { ageText, shortName } from "../../../shared/format";
import { told } from "../../../shared/sayings/say";
import { useBoardTools } from "../context";
import { TOUCH_REST_MS } from "../order";
import { RefusalNote } from "../RefusalNote";
import { useTick } from "../useTick";
import { useBoardWords } from "../words";
import { type AlertGroup, groupAlerts } from "./groups";
import type { AlertRailState } from "./useAlertRail";

const SHAPE: Readonly<Record<AlertSeverity, string>> = { high: "▲", medium: "◆", low: "●" };
const SHELVE_MIN = 10;
const REASONS = ["known", "sensor", "told"] as const;

export interface AlertRailProps {
  rail: AlertRailState;
  sessions: readonly Session[];
  onShow(sessionId: string, playerId: string): void;
}

export function AlertRail({ rail, sessions, onShow }: AlertRailProps) {
  const { t } = useBoardWords();
  const nowMs = useTick();
  const groups = groupAlerts(rail.alerts, nowMs);
  const open = useOpen(groups);
  return (
    <section className="alert-rail" aria-label={t("board.alerts.label")} data-empty={!open}>
      {groups.map((group) => (
        <Card key={group.key} group={group} rail={rail} sessions={sessions} nowMs={nowMs} onShow={onShow} />
      ))}
      <RefusalNote words={rail.refusal} onClose={rail.forget} />
    </section>
  );
}

/**
 * Whether the rail has its room. It comes and goes only when nobody has just touched the board: players must not move
 * under a finger. What is grave waits for nobody.
 */
function useOpen(groups: readonly AlertGroup[]): boolean {
  const { link, touchedAtMs } = useBoardTools();
  const [open, setOpen] = useState(groups.length > 0);
  const wanted = groups.length > 0;
  const isGrave = groups.some(({ severity }) => severity === "high");
  const isQuiet = link.nowMs() - touchedAtMs() >= TOUCH_REST_MS;
  const settled = isGrave || isQuiet ? wanted : open;
  useEffect(() => setOpen(settled), [settled]);
  return settled;
}

interface CardProps extends AlertRailProps {
  group: AlertGroup;
  nowMs: number;
}

function Card({ group, rail, sessions, nowMs, onShow }: CardProps) {
  const { t, locale } = useBoardWords();
  const [first, ...more] = group.alerts;
  const { alert } = first;
  const who = nameOf(alert.playerId, sessions);
  const about = who === null ? t(`board.alerts.type.${group.type}`) : `${who}: ${t(`board.alerts.type.${group.type}`)}`;
  const state = group.takenBy === null ? "open" : group.shelved ? "shelved" : "taken";
  return (
    <article className="alert-card" data-severity={group.severity} data-state={state} role={roleOf(group)}>
      <span className="alert-shape" aria-hidden="true">
        {SHAPE[group.severity]}
      </span>
      <div className="alert-words">
        <p>
          <b>{t(`board.alerts.${group.severity}`)}</b> <span>{about}</span>
          {more.length === 0 ? null : (
            <span className="alert-more">{t("board.alerts.more", { count: more.length })}</span>
          )}
          <span className="alert-age">{ageText(nowMs - Date.parse(alert.since))}</span>
        </p>
        <p className="alert-message">
          {state === "open" ? told(alert.messageSayings, alert.message, locale) : takenWords(group, t)}
        </p>
      </div>
      <div className="alert-buttons">
        {who === null ? null : <Show group={group} sessions={sessions} onShow={onShow} />}
        {state === "open" ? <Answers group={group} rail={rail} /> : <Done group={group} rail={rail} />}
      </div>
    </article>
  );
}

/** High interrupts; the others wait until the reader is free. */
function roleOf(group: AlertGroup): "alert" | "status" {
  return group.severity === "high" && group.takenBy === null ? "alert" : "status";
}

function takenWords(group: AlertGroup, t: ReturnType<typeof useBoardWords>["t"]): string {
  const name = group.takenBy ?? "";
  return t(group.shelved ? "board.alerts.shelvedBy" : "board.alerts.takenBy", { name });
}

function nameOf(playerId: string | undefined, sessions: readonly Session[]): string | null {
  const found = placeOf(playerId, sessions)?.name;
  return found === undefined ? null : shortName(found);
}

function placeOf(
  playerId: string | undefined,
  sessions: readonly Session[],
): { sessionId: string; name: string } | null {
  for (const session of sessions) {
    const player = session.view().model.state?.players.find((one) => one.playerId === playerId);
    if (player !== undefined) return { sessionId: session.sessionId, name: player.playerName ?? player.playerId };
  }
  return null;
}

function Show({ group, sessions, onShow }: Pick<CardProps, "group" | "sessions" | "onShow">) {
  const { t } = useBoardWords();
  const { playerId } = group.alerts[0].alert;
  const place = placeOf(playerId, sessions);
  if (playerId === undefined || place === null) return null;
  return (
    <Button size="md" variant="default" onClick={() => onShow(place.sessionId, playerId)}>
      {t("board.alerts.show")}
    </Button>
  );
}

/** What somebody has taken on stays until they say that it is seen to, or until its cause is gone. */
function Done({ group, rail }: Pick<CardProps, "group" | "rail">) {
  const { t } = useBoardWords();
  const { link } = useBoardTools();
  const ids = group.alerts.map(({ alert }) => alert.alertId);
  return (
    <Button
      size="md"
      variant="default"
      disabled={link.state().phase === "offline"}
      onClick={() => void rail.clear(ids)}
    >
      {t("board.alerts.done")}
    </Button>
  );
}

function Answers({ group, rail }: Pick<CardProps, "group" | "rail">) {
  const { t } = useBoardWords();
  const { link } = useBoardTools();
  const ids = group.alerts.map(({ alert }) => alert.alertId);
  const up = link.state().phase !== "offline";
  return (
    <>
      <Button
        size="md"
        variant={group.severity === "high" ? "default" : "filled"}
        disabled={!up}
        onClick={() => void rail.acknowledge(ids)}
      >
        {t("board.alerts.take")}
      </Button>
      {group.severity === "high" ? null : (
        <Menu position="bottom-end" shadow="lg" width={240}>
          <Menu.Target>
            <Button size="md" variant="default" disabled={!up}>
              {t("board.alerts.shelve")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("board.alerts.shelveFor", { minutes: SHELVE_MIN })}</Menu.Label>
            {REASONS.map((reason) => (
              <Menu.Item
                key={reason}
                onClick={() =>
                  void rail.acknowledge(ids, { shelveMinutes: SHELVE_MIN, reason: t(`board.alerts.reason.${reason}`) })
                }
              >
                {t(`board.alerts.reason.${reason}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
