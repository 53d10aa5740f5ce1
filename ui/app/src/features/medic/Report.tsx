/** An injury from the floor: who, where, how bad, send. It is on this device before anybody is told that it is, and goes to the floor at once or as soon as it can. */

import { EVENTS } from "@dryland/client";
import { useLink, useOutbox } from "@dryland/client/react";
import { Button, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { errorWords } from "../../shared/errorWords";
import { useWords } from "../../shared/i18n/I18n";
import { Section } from "../../shared/ui/Section";
import { Body } from "./Body";
import type { MedicDesk } from "./desk";
import { injury, type Region, SEVERITIES, type Severity } from "./fitness";
import { Response } from "./Response";
import type { Member } from "./squad";
import { useMedicWords } from "./words";

/** How far a report has come. */
type Sent =
  | { is: "kept" | "told"; member: Member; sinceMs: number }
  | { is: "refused"; why: string }
  | { is: "notKept"; why: string };

export function Report({ desk, members }: { desk: MedicDesk; members: readonly Member[] }) {
  const { t } = useMedicWords();
  const words = useWords();
  const [who, setWho] = useState<Member | null>(null);
  const [where, setWhere] = useState<Region | null>(null);
  const [how, setHow] = useState<Severity | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
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
    const sinceMs = desk.floor.link.serverNowMs();
    const kept = await desk.outbox.put(EVENTS.MEDICAL_STATUS_CHANGED, injury(who.id, who.fitness, where, how));
    if (!kept.ok) {
      setSent({ is: "notKept", why: errorWords(kept.error, words) });
      return;
    }
    setSent({ is: "kept", member: who, sinceMs });
    anew();
    const answer = await kept.answer;
    setSent(answer.ok ? { is: "told", member: who, sinceMs } : { is: "refused", why: errorWords(answer.error, words) });
  };
  return (
    <Section title={t("medic.report")} lead={t("medic.reportLead")}>
      <Honest desk={desk} />
      {sent === null ? null : <Told sent={sent} desk={desk} />}
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

function Told({ sent, desk }: { sent: Sent; desk: MedicDesk }) {
  const { t } = useMedicWords();
  if (sent.is === "refused" || sent.is === "notKept")
    return (
      <div className="medic-note" data-grade="alarm" role="alert">
        <p>
          <strong>{t(`medic.${sent.is}`)}</strong> {sent.why}
        </p>
      </div>
    );
  return (
    <div className="medic-note" role="status">
      <p>
        <strong>{t(`medic.${sent.is}`, { name: sent.member.name })}</strong>
      </p>
      <Response desk={desk} playerId={sent.member.id} sinceMs={sent.sinceMs} />
    </div>
  );
}
