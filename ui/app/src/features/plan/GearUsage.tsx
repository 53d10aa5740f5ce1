/** How one item was used, what its maker asks to be done to it and when, and what was done. */

import { Button, Select } from "@mantine/core";
import { useCallback } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Facts, Tag } from "../../shared/ui/Section";
import { GearCalibration } from "./GearCalibration";
import { usedWord } from "./gear";
import type { CareTask, Usage } from "./records";
import { type PlanWords, usePlanWords } from "./words";

const MACHINES = ["concept2_rowerg", "keiser_bike", "treadmill", "strength"] as const;
/** Kinds that say their power, so that it can be compared. */
const POWERED: ReadonlySet<string> = new Set(["bike", "rower", "ski_erg", "treadmill"]);
const SHOWN_USES = 5;

export function GearUsage({ itemId, name }: { itemId: string; name: string }) {
  const { t } = usePlanWords();
  const api = useApi();
  const ask = useCallback(
    (asking: Api, signal: AbortSignal) =>
      asking.get<Usage>(`/api/equipment/${itemId}/usage`, { query: { limit: SHOWN_USES }, signal }),
    [itemId],
  );
  const asked = useAsked(ask);
  const change = useDoing(async (act: () => Promise<unknown>) => {
    await act();
    asked.again();
  });
  return (
    <section className="plan-whole gear-usage" aria-label={t("plan.gear.usageOf", { name })}>
      <ErrorNote problem={change.problem} />
      <Asking asked={asked}>
        {(usage) => (
          <>
            <UsageFacts usage={usage} />
            <Select
              label={t("plan.gear.machine")}
              clearable
              placeholder={t("plan.gear.noMachine")}
              value={usage.machine ?? null}
              data={MACHINES.map((value) => ({ value, label: t(`plan.gear.machine.${value}`) }))}
              onChange={(machine) => void change.run(() => api.patch(`/api/equipment/${itemId}`, { machine }))}
            />
            <ul className="plan-rows">
              {usage.service.map((task) => (
                <li className="plan-row plan-check" key={task.task} data-wrong={task.overdue}>
                  <span>
                    <Tag tone={task.overdue ? "bad" : "good"}>{dueWords(task, t)}</Tag> {task.task}{" "}
                    <small className="soft">{task.source}</small>
                  </span>
                  <Button
                    variant="default"
                    disabled={change.busy}
                    aria-label={t("plan.gear.doneNamed", { task: task.task })}
                    onClick={() =>
                      void change.run(() => api.post(`/api/equipment/${itemId}/services`, { task: task.task }))
                    }
                  >
                    {t("plan.gear.done")}
                  </Button>
                </li>
              ))}
            </ul>
            {POWERED.has(usage.type) ? <GearCalibration itemId={itemId} name={name} /> : null}
            <Uses usage={usage} />
          </>
        )}
      </Asking>
    </section>
  );
}

function UsageFacts({ usage }: { usage: Usage }) {
  const { t, locale } = usePlanWords();
  const day = (at: string | null | undefined) => (at == null ? "–" : new Date(at).toLocaleDateString(locale));
  return (
    <Facts
      items={[
        { name: t("plan.gear.inAll"), value: usedWord(usage.minutes, t) },
        { name: t("plan.gear.aDay"), value: t("plan.gear.minutes", { minutes: Math.round(usage.hoursPerDay * 60) }) },
        { name: t("plan.gear.lastUsed"), value: day(usage.lastUsedAt) },
      ]}
    />
  );
}

/** When a task is due: overdue, in hours of use, in days, or only when somebody sees that it is. */
export function dueWords(task: Omit<CareTask, "task" | "source">, t: PlanWords["t"]): string {
  if (task.overdue) return t("plan.gear.overdue");
  const { remainingHours, remainingDays } = task;
  if (remainingDays != null) return t("plan.gear.dueDays", { days: Math.max(0, Math.round(remainingDays)) });
  if (remainingHours != null) return t("plan.gear.dueHours", { hours: Math.max(0, Math.round(remainingHours)) });
  return t(task.everyHours == null && task.everyDays == null ? "plan.gear.dueSeen" : "plan.gear.dueUnknown");
}

function Uses({ usage }: { usage: Usage }) {
  const { t, locale } = usePlanWords();
  const uses = [...usage.now, ...usage.sessions.items];
  if (uses.length === 0) return <p className="soft">{t("plan.gear.neverUsed")}</p>;
  return (
    <ul>
      {uses.map((use) => (
        <li key={use.sessionId}>
          {new Date(use.beganAt).toLocaleDateString(locale)} {use.sessionName}:{" "}
          {t(use.measured ? "plan.gear.measured" : "plan.gear.bySession", { minutes: Math.round(use.minutes) })}
        </li>
      ))}
    </ul>
  );
}
