/** A bundle from a template: when, who goes where and why, what stands against it, made with one tap. */

import { newEventId } from "@dryland/client";
import { Button, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section, Tag } from "../../shared/ui/Section";
import { replaced } from "./editing";
import "./plan.css";
import { told } from "../../shared/sayings/say";
import type { Facility, Preview, PreviewedPlayer, Template, TemplateSession } from "./records";
import { PlaceSelect } from "./TemplatePage";
import { usePlanWords } from "./words";

export function MakePage({ templateId }: { templateId: string }) {
  const ask = useCallback(
    async (api: Api, signal: AbortSignal) => {
      const [template, facilities, players] = await Promise.all([
        api.get<Template>(`/api/bundle-templates/${templateId}`, { signal }),
        api.get<Facility[]>("/api/facilities", { signal }),
        everyone(api, signal),
      ]);
      return { template, facilities, players };
    },
    [templateId],
  );
  const asked = useAsked(ask);
  return <Asking asked={asked}>{(found) => <Wizard {...found} />}</Asking>;
}

const everyone = async (api: Api, signal: AbortSignal): Promise<string[]> =>
  (await everyPage<{ id: string }>(api, "/api/players", {}, signal)).map((player) => player.id);

/** The next quarter of an hour as a field of date and time shows it. */
export function nextQuarter(nowMs: number): string {
  const quarter = 15 * 60_000;
  const next = new Date(Math.ceil(nowMs / quarter) * quarter);
  return new Date(next.getTime() - next.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment a field of date and time says; null while it says none. */
function momentOf(field: string): string | null {
  const moment = new Date(field);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

interface WizardProps {
  template: Template;
  facilities: Facility[];
  players: string[];
}

function Wizard({ template, facilities, players }: WizardProps) {
  const { t } = usePlanWords();
  const api = useApi();
  const navigate = useNavigate();
  const [start, setStart] = useState(() => nextQuarter(Date.now()));
  const [sessions, setSessions] = useState(template.sessions);
  const [pins, setPins] = useState<Readonly<Record<string, number>>>(template.pins ?? {});
  const [eventId] = useState(newEventId);
  const command = useCallback(() => commandOf(template, sessions, momentOf(start)), [template, sessions, start]);
  const ask = useCallback(
    (asking: Api, signal: AbortSignal) => {
      const who = template.teamId ? { teamId: template.teamId } : { playerIds: players };
      const distribution = { by: template.distributeBy ?? "evenly", pins, ...who };
      return asking.post<Preview>("/api/bundles/preview", { ...command(), distribution }, { signal });
    },
    [command, template, players, pins],
  );
  const asked = useAsked(ask);
  const making = useDoing(async (preview: Preview) => {
    const base = command();
    const placed = base.sessions.map((one, place) => ({
      ...one,
      participantIds: preview.sessions[place]?.players.map((player) => player.playerId) ?? [],
    }));
    const made = await api.post<{ result: { bundleId: string } }>("/api/bundles", {
      ...base,
      sessions: placed,
      eventId,
    });
    navigate(`/plan/bundles/${made.result.bundleId}`);
  });
  return (
    <>
      <PageHeader title={template.name} lead={t("plan.makeLead")} back={{ to: "/plan", word: t("plan.bundles") }}>
        <Button
          size="lg"
          loading={making.busy}
          disabled={asked.loading || asked.answer === null || asked.answer.conflicts.length > 0}
          onClick={() => asked.answer !== null && void making.run(asked.answer)}
        >
          {t("plan.make")}
        </Button>
      </PageHeader>
      <ErrorNote problem={making.problem} />
      <div className="tools">
        <TextInput
          type="datetime-local"
          size="md"
          label={t("plan.start")}
          value={start}
          onChange={(event) => setStart(event.currentTarget.value)}
        />
      </div>
      <Asking asked={asked}>
        {(preview) => (
          <>
            <Conflicts preview={preview} />
            <Section title={t("plan.whoWhere", { count: preview.totalParticipants })}>
              <div className="plan-rooms">
                {preview.sessions.map((room, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a session to be has no name but its place
                  <div className="plan-room" key={place}>
                    <h3>
                      {room.name} <Tag>{t("plan.playersCount", { count: room.players.length })}</Tag>
                    </h3>
                    <PlaceOf
                      session={sessions[place]}
                      facilities={facilities}
                      onChange={(next) => setSessions(replaced(sessions, place, next))}
                    />
                    <Players
                      players={room.players}
                      next={preview.sessions[(place + 1) % preview.sessions.length]?.name ?? ""}
                      onMove={(id) => setPins({ ...pins, [id]: (place + 1) % preview.sessions.length })}
                    />
                  </div>
                ))}
              </div>
            </Section>
          </>
        )}
      </Asking>
    </>
  );
}

function PlaceOf({
  session,
  ...rest
}: {
  session: TemplateSession | undefined;
  facilities: readonly Facility[];
  onChange(session: TemplateSession): void;
}) {
  return session === undefined || rest.facilities.length === 0 ? null : <PlaceSelect session={session} {...rest} />;
}

function commandOf(template: Template, sessions: readonly TemplateSession[], scheduledStart: string | null) {
  return {
    bundleName: template.name,
    ...(scheduledStart === null ? {} : { scheduledStart }),
    ...(template.estimatedDuration ? { estimatedDuration: template.estimatedDuration } : {}),
    sessions: sessions.map((one) => ({
      workoutType: one.workoutType,
      templateId: one.planId,
      ...(one.name ? { name: one.name } : {}),
      ...(one.facilityId ? { facilityId: one.facilityId } : {}),
      ...(one.equipment && one.equipment.length > 0 ? { equipment: one.equipment } : {}),
      ...(one.startOffset ? { startOffset: one.startOffset } : {}),
    })),
  };
}

function Conflicts({ preview }: { preview: Preview }) {
  const { t, locale } = usePlanWords();
  if (preview.conflicts.length === 0)
    return (
      <p role="status">
        <Tag tone="good">{t("plan.noConflicts")}</Tag>
      </p>
    );
  return (
    <ul className="plan-conflicts" role="alert">
      {preview.conflicts.map((conflict) => (
        <li key={conflict.words}>
          {told(conflict.wordsSayings, conflict.words, locale)}{" "}
          {conflict.places.map((place) => preview.sessions[place]?.name).join(", ")}
          {conflict.withOthers ? ` ${t("plan.withOthers")}` : ""}
        </li>
      ))}
    </ul>
  );
}

function Players({
  players,
  next,
  onMove,
}: {
  players: readonly PreviewedPlayer[];
  next: string;
  onMove(id: string): void;
}) {
  const { t } = usePlanWords();
  return (
    <ul>
      {players.map((player) => (
        <li key={player.playerId}>
          <span>
            {player.name}
            <br />
            <small className="soft">
              {t(`plan.why.${player.reason}`, { line: player.line ?? "", ability: player.ability ?? 0 })}
            </small>
          </span>
          <Button
            variant="default"
            size="xs"
            onClick={() => onMove(player.playerId)}
            aria-label={t("plan.moveTo", { name: player.name, session: next })}
          >
            →
          </Button>
        </li>
      ))}
    </ul>
  );
}
