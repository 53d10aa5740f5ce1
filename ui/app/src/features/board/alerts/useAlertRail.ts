/** The alerts of this organisation for a board: in force, sounding once when new, taken on or shelved. */

import { type AlertSeverity, type Alerts, type AlertsView, createAlerts, type Outcome } from "@dryland/client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Api } from "../../../shared/api";
import { errorWords } from "../../../shared/errorWords";
import { useBoardTools } from "../context";
import { useBoardWords } from "../words";
import { loadAlerts } from "./loadAlerts";
import { armSounds, type Sounds } from "./sounds";

export interface AlertRailState extends AlertsView {
  armed: boolean;
  toggleSound(): void;
  refusal: string | null;
  forget(): void;
  acknowledge(alertIds: readonly string[], more?: { shelveMinutes: number; reason: string }): Promise<void>;
  /** Says that what they called for has been seen to. */
  clear(alertIds: readonly string[]): Promise<void>;
}

const NOTHING: AlertsView = { alerts: [], unacknowledged: 0 };
const ORDER: readonly AlertSeverity[] = ["low", "medium", "high"];

export function useAlertRail(api: Api): AlertRailState {
  const words = useBoardWords();
  const { link } = useBoardTools();
  const [view, setView] = useState<AlertsView>(NOTHING);
  const [refusal, setRefusal] = useState<string | null>(null);
  const alerts = useRef<Alerts | null>(null);
  const { armed, toggleSound } = useSounds(view);
  useEffect(() => {
    const opened = createAlerts({ link, load: () => loadAlerts(api) });
    alerts.current = opened;
    const end = opened.subscribe(() => setView(opened.view()));
    return () => {
      end();
      opened.close();
    };
  }, [link, api]);
  const each = async (alertIds: readonly string[], answer: (all: Alerts, alertId: string) => Promise<Outcome>) => {
    const { current } = alerts;
    if (current === null) return;
    const answers = await Promise.all(alertIds.map((alertId) => answer(current, alertId)));
    const failed = answers.find(({ ok }) => !ok);
    setRefusal(failed?.ok === false ? errorWords(failed.error, words) : null);
  };
  const acknowledge: AlertRailState["acknowledge"] = (alertIds, more) =>
    each(alertIds, (all, alertId) => all.acknowledge(alertId, more));
  const clear: AlertRailState["clear"] = (alertIds) => each(alertIds, (all, alertId) => all.clear(alertId));
  return { ...view, armed, toggleSound, refusal, forget: () => setRefusal(null), acknowledge, clear };
}

/** Sounds each alert once: when it is first seen, or has become graver. */
function useSounds({ alerts }: AlertsView): Pick<AlertRailState, "armed" | "toggleSound"> {
  const [sounds, setSounds] = useState<Sounds | null>(null);
  const heard = useRef(new Map<string, AlertSeverity>());
  useEffect(() => {
    const news = alerts.filter(
      ({ alert, acknowledged }) => acknowledged === null && heard.current.get(alert.alertId) !== alert.severity,
    );
    for (const { alert } of news) heard.current.set(alert.alertId, alert.severity);
    const gravest = Math.max(-1, ...news.map(({ alert }) => ORDER.indexOf(alert.severity)));
    const severity = ORDER[gravest];
    if (severity !== undefined) sounds?.play(severity);
  }, [alerts, sounds]);
  useEffect(() => () => sounds?.close(), [sounds]);
  const toggleSound = useCallback(() => {
    setSounds((before) => {
      if (before !== null) return null;
      const fresh = armSounds();
      fresh.play("low");
      return fresh;
    });
  }, []);
  return { armed: sounds !== null, toggleSound };
}
