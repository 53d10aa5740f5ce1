/** One player's fitness: status, restrictions, the stage on the way back, the note for medics, and everything that was said before. */

import "./medic.css";
import type { MedicalStatusChanged, Restriction, RestrictionLevel, ReturnToPlay } from "@dryland/client";
import { EVENTS } from "@dryland/client";
import { Button, MultiSelect, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useCallback, useState } from "react";
import { useApi, useAsked, useDoing, useMe } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { Player } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Facts, Section } from "../../shared/ui/Section";
import { FIT, type Fitness, fitnessOf, LEVELS, MOVEMENTS, REGIONS, STATUSES } from "./fitness";
import { restrictionText, Status, useDesk } from "./MedicPage";
import { Response } from "./Response";
import { type MedicWords, useMedicWords } from "./words";

interface Told {
  seq: number;
  event: string;
  payload: { playerId: string; occurredAt?: string; message?: string };
}

interface Shown {
  player: Player;
  told: Told[];
}

const pathOf = (playerId: string): string => `/api/players/${encodeURIComponent(playerId)}`;

export function FitnessPage({ playerId }: { playerId: string }) {
  const { t } = useMedicWords();
  const desk = useDesk();
  const [savedAtMs, setSavedAt] = useState<number | null>(null);
  const ask = useCallback(
    async (api: Api, signal: AbortSignal): Promise<Shown> => {
      const [player, told] = await Promise.all([
        api.get<Player>(pathOf(playerId), { signal }),
        api.get<Told[]>(`${pathOf(playerId)}/medical`, { signal }),
      ]);
      return { player, told };
    },
    [playerId],
  );
  const asked = useAsked(ask);
  const shown = asked.answer;
  const saved = () => {
    setSavedAt(Date.now());
    asked.again();
  };
  return (
    <>
      <PageHeader
        title={shown?.player.name ?? t("medic.player")}
        lead={shown?.player.jerseyNumber == null ? "" : `#${shown.player.jerseyNumber}`}
        back={{ to: "/medic", word: t("nav.medic") }}
      />
      <Asking asked={asked}>
        {({ player, told }) => {
          const fitness = newest(told, playerId);
          return (
            <div className="columns">
              <div>
                <Now fitness={fitness} />
                {savedAtMs === null || desk === null ? null : (
                  <Section title={t("medic.response")}>
                    <Response desk={desk} playerId={player.id} sinceMs={savedAtMs} />
                  </Section>
                )}
                <Change key={fitness.at ?? ""} playerId={player.id} fitness={fitness} onSaved={saved} />
              </div>
              <History told={told} />
            </div>
          );
        }}
      </Asking>
    </>
  );
}

const changesIn = (told: readonly Told[]): MedicalStatusChanged[] =>
  told.flatMap(({ event, payload }) =>
    event === EVENTS.MEDICAL_STATUS_CHANGED ? [payload as unknown as MedicalStatusChanged] : [],
  );

const newest = (told: readonly Told[], playerId: string): Fitness => fitnessOf(changesIn(told)).get(playerId) ?? FIT;

function Now({ fitness }: { fitness: Fitness }) {
  const words = useMedicWords();
  const { t } = words;
  const { returnToPlay } = fitness;
  return (
    <Section title={t("medic.now")}>
      <Facts
        items={[
          { name: t("medic.status"), value: <Status fitness={fitness} /> },
          ...fitness.restrictions.map((one, place) => ({
            name: `${t("medic.restriction")} ${place + 1}`,
            value: restrictionText(one, words),
          })),
          ...(returnToPlay === null ? [] : [{ name: t("medic.wayBack"), value: stageText(returnToPlay, words) }]),
        ]}
      />
    </Section>
  );
}

function stageText(stage: ReturnToPlay, { t, locale }: MedicWords): string {
  const text = t("medic.stage", { stage: stage.stage });
  if (stage.earliestNext === undefined) return text;
  const next = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return `${text} · ${t("medic.earliest", { time: next.format(Date.parse(stage.earliestNext)) })}`;
}

interface ChangeProps {
  playerId: string;
  fitness: Fitness;
  onSaved(): void;
}

function Change({ playerId, fitness, onSaved }: ChangeProps) {
  const { t } = useMedicWords();
  const api = useApi();
  const isMedic = useMe().role === "medical";
  const [status, setStatus] = useState(fitness.status);
  const [limits, setLimits] = useState<readonly Restriction[]>(fitness.restrictions);
  const [notes, setNotes] = useState(fitness.notes ?? "");
  const [stage, setStage] = useState<ReturnToPlay | null>(fitness.returnToPlay);
  const [cleared, setCleared] = useState(fitness.clearedDate?.slice(0, 10) ?? "");
  const saving = useDoing(async () => {
    await api.post(`${pathOf(playerId)}/medical`, {
      newStatus: status,
      restrictions: limits,
      ...(isMedic && notes !== "" ? { notes } : {}),
      ...(isMedic && cleared !== "" ? { clearedDate: `${cleared}T00:00:00Z` } : {}),
      ...(isMedic && stage !== null ? { returnToPlay: stage } : {}),
    });
    onSaved();
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
          <Limit
            // biome-ignore lint/suspicious/noArrayIndexKey: a restriction has no name but its place in the list
            key={place}
            place={place + 1}
            limit={one}
            onChange={(next) => setLimits(limits.map((old, at) => (at === place ? next : old)))}
            onRemove={() => setLimits(limits.filter((_, at) => at !== place))}
          />
        ))}
        <div>
          <Button variant="default" onClick={() => setLimits([...limits, { bodyRegion: "knee", level: "modified" }])}>
            {t("medic.addRestriction")}
          </Button>
        </div>
        {isMedic ? (
          <>
            <WayBack stage={stage} onStage={setStage} />
            <TextInput
              type="date"
              label={t("medic.cleared")}
              value={cleared}
              onChange={(event) => setCleared(event.currentTarget.value)}
            />
            <Textarea
              label={t("medic.notes")}
              description={t("medic.notesLead")}
              autosize
              minRows={3}
              maxLength={2000}
              value={notes}
              onChange={(event) => setNotes(event.currentTarget.value)}
            />
          </>
        ) : null}
        <ErrorNote problem={saving.problem} />
        <Button type="submit" size="lg" loading={saving.busy}>
          {t("medic.save")}
        </Button>
      </form>
    </Section>
  );
}

interface LimitProps {
  place: number;
  limit: Restriction;
  onChange(limit: Restriction): void;
  onRemove(): void;
}

function Limit({ place, limit, onChange, onRemove }: LimitProps) {
  const { t } = useMedicWords();
  const { maxLoadPct, maxHeartRatePct, validTo } = limit;
  const put = (part: Partial<Restriction>) => onChange({ ...limit, ...part });
  const without = (name: "maxLoadPct" | "maxHeartRatePct" | "validTo") => {
    const { [name]: _gone, ...left } = limit;
    onChange(left);
  };
  const percent = (name: "maxLoadPct" | "maxHeartRatePct") => (value: number | string) => {
    if (typeof value === "number") put({ [name]: value });
    else if (value === "") without(name);
  };
  return (
    <fieldset className="medic-limit">
      <legend>
        {t("medic.restriction")} {place}
      </legend>
      <Select
        label={t("medic.region")}
        allowDeselect={false}
        data={REGIONS.map((one) => ({ value: one, label: t(`medic.region.${one}`) }))}
        value={limit.bodyRegion}
        onChange={(value) => put({ bodyRegion: value ?? limit.bodyRegion })}
      />
      <Select
        label={t("medic.level")}
        allowDeselect={false}
        data={LEVELS.map((one) => ({ value: one, label: t(`medic.level.${one}`) }))}
        value={limit.level}
        onChange={(value) => put({ level: (value ?? limit.level) as RestrictionLevel })}
      />
      <MultiSelect
        className="medic-wide"
        label={t("medic.banned")}
        data={MOVEMENTS.map((one) => ({ value: one, label: t(`medic.move.${one}`) }))}
        value={[...(limit.bannedMovements ?? [])]}
        onChange={(bannedMovements) => put({ bannedMovements })}
      />
      <NumberInput
        label={t("medic.maxLoad")}
        min={0}
        max={100}
        value={maxLoadPct ?? ""}
        onChange={percent("maxLoadPct")}
      />
      <NumberInput
        label={t("medic.maxHeart")}
        min={0}
        max={100}
        value={maxHeartRatePct ?? ""}
        onChange={percent("maxHeartRatePct")}
      />
      <TextInput
        type="date"
        label={t("medic.validTo")}
        value={validTo?.slice(0, 10) ?? ""}
        onChange={({ currentTarget: { value } }) =>
          value === "" ? without("validTo") : put({ validTo: `${value}T23:59:59Z` })
        }
      />
      <Button variant="default" onClick={onRemove}>
        {t("medic.remove")}
      </Button>
    </fieldset>
  );
}

const STAGES = [1, 2, 3, 4, 5, 6] as const;

/** The server holds to one stage at a time and a day for each; here is only said what is wanted. */
function WayBack({ stage, onStage }: { stage: ReturnToPlay | null; onStage(stage: ReturnToPlay | null): void }) {
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

function History({ told }: { told: readonly Told[] }) {
  const words = useMedicWords();
  const { t, locale } = words;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Section title={t("medic.history")} lead={t("medic.historyLead")}>
      {told.length === 0 ? <p className="soft">{t("medic.historyNone")}</p> : null}
      <ol className="medic-history">
        {[...told].reverse().map((one) => {
          const change = one.event === EVENTS.MEDICAL_STATUS_CHANGED ? changesIn([one])[0] : undefined;
          const { occurredAt, message } = one.payload;
          return (
            <li key={one.seq}>
              <p className="soft">{occurredAt === undefined ? "" : date.format(Date.parse(occurredAt))}</p>
              {change?.newStatus === undefined ? (
                <p>{message}</p>
              ) : (
                <>
                  <Status fitness={{ status: change.newStatus, returnToPlay: change.returnToPlay ?? null }} />
                  {change.restrictions?.map((limit) => (
                    <p key={restrictionText(limit, words)}>{restrictionText(limit, words)}</p>
                  ))}
                  {change.notes === undefined ? null : (
                    <p>
                      <b>{t("medic.notesShort")}</b> {change.notes}
                    </p>
                  )}
                </>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
