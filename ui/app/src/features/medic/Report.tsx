/** An injury from the floor: who, where, how bad, send. It is on this device before anybody is told that it is, and goes to the floor at once or as soon as it can. */

import { useLink, useOutbox } from "@dryland/client/react";
import { Button, TextInput } from "@mantine/core";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { errorWords } from "../../shared/errorWords";
import { useWords } from "../../shared/i18n/I18n";
import { Section } from "../../shared/ui/Section";
import { Body } from "./Body";
import type { MedicDesk } from "./desk";
import { type Region, SEVERITIES, type Severity } from "./fitness";
import { Response } from "./Response";
import type { Sent } from "./reports";
import type { Member } from "./squad";
import { useMedicWords } from "./words";

export interface ReportProps {
  desk: MedicDesk;
  sessions: ReadonlyMap<string, string>;
  members: readonly Member[];
}

export function Report({ desk, sessions, members }: ReportProps) {
  const { t } = useMedicWords();
  const [who, setWho] = useState<Member | null>(null);
  const [where, setWhere] = useState<Region | null>(null);
  const [how, setHow] = useState<Severity | null>(null);
  const sent = useSyncExternalStore(desk.reports.subscribe, desk.reports.newest);
  const step = useRef<HTMLDivElement>(null);
  const place = who === null ? 0 : where === null ? 1 : 2;
  useEffect(() => {
    if (place > 0) step.current?.focus();
  }, [place]);
  const anew = () => {
    setWho(null);
    setWhere(null);
    setHow(null);
  };
  const send = async () => {
    if (who === null || where === null || how === null) return;
    if (await desk.reports.send(who, where, how)) anew();
  };
  return (
    <Section title={t("medic.report")} lead={t("medic.reportLead")}>
      <Honest desk={desk} />
      {sent === null ? null : <Told sent={sent} desk={desk} sessions={sessions} />}
      {who === null ? (
        <Who members={members} onPick={setWho} />
      ) : (
        <>
          <div className="row-acts">
            <h3 className="medic-who" ref={step} tabIndex={-1}>
              {who.number === null ? "" : `#${who.number} `}
              {who.name}
              {where === null ? "" : ` · ${t(`medic.region.${where}`)}`}
            </h3>
            <Button variant="default" onClick={where === null ? anew : () => setWhere(null)}>
              {t("medic.back")}
            </Button>
          </div>
          {where === null ? (
            <Body chosen={where} onRegion={setWhere} />
          ) : (
            <How how={how} onHow={setHow} onSend={() => void send()} />
          )}
        </>
      )}
    </Section>
  );
}

function Who({ members, onPick }: { members: readonly Member[]; onPick(member: Member): void }) {
  const { t } = useMedicWords();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase();
  const found = members.filter(
    ({ name, number }) => wanted === "" || name.toLocaleLowerCase().includes(wanted) || `${number ?? ""}` === wanted,
  );
  return (
    <>
      <TextInput
        size="md"
        type="search"
        label={t("medic.search")}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className="medic-grid">
        {found.map((member) => (
          <button key={member.id} type="button" className="medic-choice" onClick={() => onPick(member)}>
            <b>{member.number ?? "–"}</b> <span>{member.name}</span>
          </button>
        ))}
      </div>
      {found.length === 0 ? <p className="soft">{t("medic.nobodyFound")}</p> : null}
    </>
  );
}

function How({ how, onHow, onSend }: { how: Severity | null; onHow(how: Severity): void; onSend(): void }) {
  const { t } = useMedicWords();
  return (
    <>
      <fieldset className="medic-how">
        <legend>{t("medic.how")}</legend>
        {SEVERITIES.map((one) => (
          <button
            key={one}
            type="button"
            className="medic-choice"
            data-severity={one}
            aria-pressed={one === how}
            onClick={() => onHow(one)}
          >
            <b>{t(`medic.how.${one}`)}</b>
            <span>{t(`medic.how.${one}.text`)}</span>
          </button>
        ))}
      </fieldset>
      <Button size="xl" fullWidth disabled={how === null} onClick={onSend}>
        {t("medic.send")}
      </Button>
    </>
  );
}

/** Says that reports wait here while there is no connection, and that the floor knows nothing of them yet. */
function Honest({ desk }: { desk: MedicDesk }) {
  const { t } = useMedicWords();
  const { phase } = useLink(desk.floor.link);
  const { waiting } = useOutbox(desk.outbox);
  if (phase === "live" || phase === "slow") return null;
  return (
    <div className="medic-note" data-grade="alarm" role="alert">
      <p>
        <strong>{t("medic.offline")}</strong> {t("medic.offline.text", { count: waiting })}
      </p>
    </div>
  );
}

interface ToldProps extends Pick<ReportProps, "desk" | "sessions"> {
  sent: Sent;
}

function Told({ sent, desk, sessions }: ToldProps) {
  const { t } = useMedicWords();
  const words = useWords();
  const name = sent.who.name;
  if ("error" in sent)
    return (
      <div className="medic-note" data-grade="alarm" role="alert">
        <p>
          <strong>
            {name}: {t(`medic.${sent.is}`)}
          </strong>{" "}
          {errorWords(sent.error, words)}
        </p>
      </div>
    );
  return (
    <div className="medic-note" role="status">
      <p>
        <strong>{t(`medic.${sent.is}`, { name })}</strong>
      </p>
      {sent.is === "kept" ? null : (
        <Response desk={desk} sessions={sessions} playerId={sent.who.id} sinceMs={sent.sinceMs} />
      )}
    </div>
  );
}
