/** Whether a machine reads as it used to: its power against its players' hearts, session by session. */

import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Tag } from "../../shared/ui/Section";
import { CHART_HEIGHT, CHART_WIDTH, driftChart } from "./drift";
import type { Calibration } from "./records";
import { usePlanWords } from "./words";

/** The task that begins the charts anew. */
const CALIBRATION = "Calibration";

export function GearCalibration({ itemId, name }: { itemId: string; name: string }) {
  const { t } = usePlanWords();
  const api = useApi();
  const ask = useCallback(
    (asking: Api, signal: AbortSignal) => asking.get<Calibration>(`/api/equipment/${itemId}/calibration`, { signal }),
    [itemId],
  );
  const asked = useAsked(ask);
  const change = useDoing(async () => {
    await api.post(`/api/equipment/${itemId}/services`, { task: CALIBRATION });
    asked.again();
  });
  return (
    <section className="gear-drift" aria-label={t("plan.gear.calibration")}>
      <div className="gear-drift-head">
        <h4>{t("plan.gear.calibration")}</h4>
        <Button
          variant="default"
          disabled={change.busy}
          aria-label={t("plan.gear.drift.doneNamed", { name })}
          onClick={() => void change.run()}
        >
          {t("plan.gear.drift.done")}
        </Button>
      </div>
      <ErrorNote problem={change.problem} />
      <Asking asked={asked}>{(found) => <Drift found={found} name={name} />}</Asking>
    </section>
  );
}

function Drift({ found, name }: { found: Calibration; name: string }) {
  const { t, locale } = usePlanWords();
  const day = (at: string) => new Date(at).toLocaleDateString(locale);
  const drifts = found.state === "high" || found.state === "low";
  const together = Math.max(0, ...found.points.map((point) => point.machines));
  return (
    <>
      <p>
        <Tag tone={drifts ? "bad" : "good"}>
          {t(`plan.gear.drift.${found.state}`, { count: found.sessions, needed: found.needed })}
        </Tag>{" "}
        {drifts && found.shift != null && found.since != null
          ? t("plan.gear.drift.by", { shift: found.shift, since: day(found.since) })
          : null}{" "}
        {drifts && together > 1 ? t("plan.gear.drift.shared", { count: together }) : null}
      </p>
      {found.points.length > 1 ? <DriftChart found={found} name={name} /> : null}
      <p className="soft">
        {t(found.sessions === 0 ? "plan.gear.drift.none" : "plan.gear.drift.how")}{" "}
        {found.calibratedAt == null ? null : t("plan.gear.drift.last", { when: day(found.calibratedAt) })}
      </p>
    </>
  );
}

/** Dots are sessions, the line is their smoothed mean, the band is what chance explains. */
function DriftChart({ found, name }: { found: Calibration; name: string }) {
  const { t, locale } = usePlanWords();
  const { dots, mean, band, ticks } = driftChart(found.points, found.usual ?? null);
  return (
    <svg
      className="gear-drift-chart"
      viewBox={`0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`}
      role="img"
      aria-label={t("plan.gear.drift.chart", { name, count: found.points.length })}
    >
      {band === "" ? null : <polygon points={band} />}
      {ticks.map((tick) => (
        <g key={tick.value}>
          <line x1="52" x2={CHART_WIDTH} y1={tick.y} y2={tick.y} />
          <text x="46" y={tick.y + 4} textAnchor="end">
            {tick.value.toLocaleString(locale)} %
          </text>
        </g>
      ))}
      {mean === "" ? null : <polyline points={mean} />}
      {dots.map((dot) => (
        <circle key={dot.id} cx={dot.x} cy={dot.y} r="3.5" data-out={dot.out} />
      ))}
    </svg>
  );
}
