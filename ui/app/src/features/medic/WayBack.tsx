/** The way back to play as fields: which protocol, which stage. */

import "./medic.css";
import type { ReturnToPlay } from "@dryland/client";
import { Select } from "@mantine/core";
import { useMedicWords } from "./words";

const STAGES = [1, 2, 3, 4, 5, 6] as const;

export interface WayBackProps {
  stage: ReturnToPlay | null;
  onStage(stage: ReturnToPlay | null): void;
}

/** The server holds to one stage at a time and a day for each; here is only said what is wanted. */
export function WayBack({ stage, onStage }: WayBackProps) {
  const { t } = useMedicWords();
  const enter = (protocol: string, at: number) => onStage({ protocol, stage: at, since: new Date().toISOString() });
  return (
    <fieldset className="medic-limit">
      <legend>{t("medic.wayBack")}</legend>
      <Select
        label={t("medic.protocol")}
        placeholder={t("medic.protocol.none")}
        allowDeselect={false}
        data={[
          { value: "concussion", label: t("medic.protocol.concussion") },
          { value: "graded", label: t("medic.protocol.graded") },
        ]}
        value={stage?.protocol ?? null}
        onChange={(value) => (value === null ? null : enter(value, 1))}
      />
      <Select
        label={t("medic.stageNow")}
        disabled={stage === null}
        allowDeselect={false}
        data={STAGES.map((one) => ({ value: `${one}`, label: t("medic.stage", { stage: one }) }))}
        value={stage === null ? null : `${stage.stage}`}
        onChange={(value) => (stage === null ? null : enter(stage.protocol, Number(value ?? stage.stage)))}
      />
      <p className="soft medic-wide">{t("medic.wayBackLead")}</p>
    </fieldset>
  );
}
