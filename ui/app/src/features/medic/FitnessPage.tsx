/** One player's fitness: what stands now, what the floor did, one more restriction, the note, the whole record, and what was said before. */

import "./medic.css";
import { EVENTS, type MedicalStatusChanged } from "@dryland/client";
import { Button } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useAgain, useAsked, useMe, useShelf } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section } from "../../shared/ui/Section";
import { AddRestriction } from "./AddRestriction";
import { ChangeFitness } from "./ChangeFitness";
import type { MedicDesk } from "./desk";
import { FIT, fitnessOf } from "./fitness";
import { History } from "./History";
import { changesIn, stepsOf } from "./history";
import { Note } from "./Note";
import { Now } from "./Now";
import { Response } from "./Response";
import { askRecord, type MedicalRecord } from "./squad";
import { useDesk, useIsConnected } from "./useDesk";
import { useOpenSessions } from "./useOpenSessions";
import { useMedicWords } from "./words";

export function FitnessPage({ playerId }: { playerId: string }) {
  const { t } = useMedicWords();
  const desk = useDesk();
  const shelf = useShelf("tab");
  const ask = useCallback(
    (api: Api, signal: AbortSignal) => askRecord(api, shelf, playerId, signal),
    [shelf, playerId],
  );
  const asked = useAsked(ask);
  const shown = asked.answer;
  useAgain(!asked.loading && shown !== null && shown.asOfMs !== null, asked.again);
  return (
    <>
      <PageHeader
        title={shown?.name ?? t("medic.player")}
        lead={shown?.number == null ? "" : `#${shown.number}`}
        back={{ to: "/medic", word: t("nav.medic") }}
      />
      <Asking asked={asked}>
        {(record) => (desk === null ? null : <Record desk={desk} record={record} onAgain={asked.again} />)}
      </Asking>
    </>
  );
}

interface RecordProps {
  desk: MedicDesk;
  record: MedicalRecord;
  onAgain(): void;
}

function Record({ desk, record, onAgain }: RecordProps) {
  const { t, whenText } = useMedicWords();
  const isMedic = useMe().role === "medical";
  const isConnected = useIsConnected(desk);
  const sessions = useOpenSessions(desk);
  const { savedAtMs, isOvertaken, saved, again } = useChanges(desk, record.id, onAgain);
  const fitness = record.told === null ? record.kept : (fitnessOf(changesIn(record.told)).get(record.id) ?? FIT);
  const saidMs = Date.parse(fitness.at ?? "");
  const forms = { playerId: record.id, fitness, isConnected, onSaved: saved };
  return (
    <>
      {isConnected ? null : (
        <div className="medic-note" data-grade="alarm" role="alert">
          <strong>{t("medic.offline")}</strong> {t("medic.offlineRecord")}
        </div>
      )}
      {record.asOfMs === null ? null : <p role="status">{t("medic.asOf", { time: whenText(record.asOfMs) })}</p>}
      {isOvertaken ? (
        <div className="medic-note row-acts" role="status">
          <span>{t("medic.overtaken")}</span>
          <Button variant="default" onClick={again}>
            {t("medic.showNewest")}
          </Button>
        </div>
      ) : null}
      <div className="columns">
        <div>
          <Now fitness={fitness} />
          {savedAtMs === null ? null : (
            <Section title={t("medic.response")}>
              <Response desk={desk} sessions={sessions} playerId={record.id} sinceMs={savedAtMs} />
            </Section>
          )}
          <AddRestriction key={`add ${saidMs}`} {...forms} />
          {isMedic ? <Note key={`note ${saidMs} ${fitness.notes}`} {...forms} isKnown={record.told !== null} /> : null}
        </div>
        <div>
          <ChangeFitness key={`change ${saidMs}`} {...forms} />
          {record.told === null ? null : <History steps={stepsOf(record.told)} />}
        </div>
      </div>
    </>
  );
}

/** Own changes are shown at once; somebody else's are only said, for what is being written here must not vanish. */
function useChanges({ floor }: MedicDesk, playerId: string, onAgain: () => void) {
  const [savedAtMs, setSavedAt] = useState<number | null>(null);
  const [isOvertaken, setOvertaken] = useState(false);
  const { userId } = useMe();
  useEffect(
    () =>
      floor.link.onEvent(({ event, payload }) => {
        if (event !== EVENTS.MEDICAL_STATUS_CHANGED) return;
        const change = payload as MedicalStatusChanged;
        if (change.playerId === playerId && change.updatedBy !== userId) setOvertaken(true);
      }),
    [floor, playerId, userId],
  );
  const again = () => {
    setOvertaken(false);
    onAgain();
  };
  const saved = (sinceMs: number) => {
    setSavedAt(sinceMs);
    again();
  };
  return { savedAtMs, isOvertaken, saved, again };
}
