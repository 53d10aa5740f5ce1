/** The whole record anew: status, what stands, the way back, clearance. What was not touched is not sent, so nobody's addition is undone. */

import "./medic.css";
import type { Restriction, ReturnToPlay } from "@dryland/client";
import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing, useMe } from "../../shared/AccountContext";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import { type Fitness, STATUSES } from "./fitness";
import { RestrictionFields } from "./RestrictionFields";
import { restrictionText } from "./Status";
import { medicalOf } from "./squad";
import { WayBack } from "./WayBack";
import { useMedicWords } from "./words";

export interface ChangeProps {
  playerId: string;
  fitness: Fitness;
  isConnected: boolean;
  /** With the device time before it was sent, ms: what the floor does, it may do before the answer is here. */
  onSaved(sinceMs: number): void;
}

export function ChangeFitness({ playerId, fitness, isConnected, onSaved }: ChangeProps) {
  const words = useMedicWords();
  const { t } = words;
  const api = useApi();
  const isMedic = useMe().role === "medical";
  const [status, setStatus] = useState(fitness.status);
  const [limits, setLimits] = useState<readonly Restriction[]>(fitness.restrictions);
  const [stage, setStage] = useState<ReturnToPlay | null>(fitness.returnToPlay);
  const day = fitness.clearedDate?.slice(0, 10) ?? "";
  const [cleared, setCleared] = useState(day);
  const saving = useDoing(async () => {
    const sinceMs = Date.now();
    await api.post(medicalOf(playerId), {
      previousStatus: fitness.status,
      newStatus: status,
      ...(limits === fitness.restrictions ? {} : { restrictions: limits }),
      ...(isMedic && cleared !== "" && cleared !== day ? { clearedDate: `${cleared}T00:00:00Z` } : {}),
      ...(isMedic && stage !== null && stage !== fitness.returnToPlay ? { returnToPlay: stage } : {}),
    });
    onSaved(sinceMs);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saving.run();
  };
  return (
    <Section title={t("medic.change")} lead={t(isMedic ? "medic.changeLead" : "medic.changeLeadStaff")}>
      <form className="medic-form" onSubmit={submit}>
        <Select
          label={t("medic.status")}
          allowDeselect={false}
          data={STATUSES.map((one) => ({ value: one, label: t(`medic.status.${one}`) }))}
          value={status}
          onChange={(value) => setStatus(STATUSES.find((one) => one === value) ?? status)}
        />
        {limits.map((one, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a restriction has no name but its place in the list
          <details key={place} className="medic-limit">
            <summary>{restrictionText(one, words)}</summary>
            <RestrictionFields
              title={`${t("medic.restriction")} ${place + 1}`}
              limit={one}
              onChange={(next) => setLimits(limits.map((old, at) => (at === place ? next : old)))}
              onRemove={() => setLimits(limits.filter((_, at) => at !== place))}
            />
          </details>
        ))}
        {isMedic ? (
          <>
            <WayBack stage={stage} onStage={setStage} />
            <TextInput
              type="date"
              label={t("medic.cleared")}
              value={cleared}
              onChange={(event) => setCleared(event.currentTarget.value)}
            />
          </>
        ) : null}
        <ErrorNote problem={saving.problem} />
        <Button type="submit" size="lg" disabled={!isConnected} loading={saving.busy}>
          {t("medic.save")}
        </Button>
      </form>
    </Section>
  );
}
