/** One machine or piece of gear: renamed, moved, taken out of service with a reason, brought back. */

import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link as RouteLink } from "react-router";
import { useApi, useDoing } from "../../shared/AccountContext";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Tag } from "../../shared/ui/Section";
import { Archive } from "./ArchiveSection";
import type { GearSectionProps } from "./GearSection";
import { GearUsage } from "./GearUsage";
import { type Hit, hitsOf, usedWord } from "./gear";
import type { GearHit, Item } from "./records";
import { usePlanWords } from "./words";

interface GearItemProps extends GearSectionProps {
  item: Item;
}

export function GearItem({ item, places, onChanged }: GearItemProps) {
  const { t } = usePlanWords();
  const api = useApi();
  const [name, setName] = useState(item.name);
  const [asking, setAsking] = useState(false);
  const [caring, setCaring] = useState(false);
  const [changed, setChanged] = useState<readonly GearHit[]>([]);
  const change = useDoing(async (body: object) => {
    const answer = await api.patch<Item>(`/api/equipment/${item.id}`, body);
    setAsking(false);
    setChanged(answer.hits ?? []);
    onChanged();
  });
  const out = item.outOfServiceSince != null;
  const rename = () => {
    const plain = name.trim();
    if (plain === "") setName(item.name);
    else if (plain !== item.name) void change.run({ name: plain });
  };
  return (
    <li className="plan-row gear-row" data-wrong={out}>
      <TextInput
        label={t("plan.name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => event.key === "Enter" && rename()}
      />
      <Select
        label={t("plan.place")}
        clearable
        disabled={places.facilities.length === 0}
        value={item.facilityId ?? null}
        data={places.facilities.map((one) => ({ value: one.id, label: one.name }))}
        onChange={(facilityId) => void change.run({ facilityId })}
      />
      <div className="plan-now">
        <State item={item} />
        <small className="soft">{t("plan.gear.used", { used: usedWord(item.usedMinutes, t), count: item.uses })}</small>
      </div>
      <div className="row-acts">
        <Button
          variant="default"
          aria-expanded={caring}
          aria-label={t("plan.gear.usageOf", { name: item.name })}
          onClick={() => setCaring(!caring)}
        >
          {t("plan.gear.usage")}
        </Button>
        {out ? (
          <Button
            variant="default"
            loading={change.busy}
            aria-label={t("plan.gear.backNamed", { name: item.name })}
            onClick={() => void change.run({ outOfService: false })}
          >
            {t("plan.gear.back")}
          </Button>
        ) : (
          <Button
            variant="default"
            aria-expanded={asking}
            aria-label={t("plan.gear.outNamed", { name: item.name })}
            onClick={() => setAsking(!asking)}
          >
            {t("plan.gear.out")}
          </Button>
        )}
      </div>
      {asking || out ? <Hits hits={hitsOf(places.bundles, item.id)} out={out} /> : null}
      {asking && !out ? <Reason item={item} busy={change.busy} onOut={(reason) => void change.run(reason)} /> : null}
      <Changed hits={changed} places={places} />
      <ErrorNote problem={change.problem} />
      {caring ? <GearUsage itemId={item.id} name={item.name} /> : null}
      {caring ? (
        <Archive
          at={`/api/equipment/${item.id}`}
          name={item.name}
          usedBy={[...new Set(hitsOf(places.bundles, item.id).map((hit) => hit.bundleName))]}
          onChanged={onChanged}
        />
      ) : null}
    </li>
  );
}

function State({ item }: { item: Item }) {
  const { t, locale } = usePlanWords();
  if (item.outOfServiceSince == null) return <Tag tone="good">{t("plan.gear.works")}</Tag>;
  const since = new Date(item.outOfServiceSince).toLocaleDateString(locale);
  return (
    <Tag tone="bad">
      {item.outOfServiceReason
        ? t("plan.gear.outBecause", { since, reason: item.outOfServiceReason })
        : t("plan.gear.outSince", { since })}
    </Tag>
  );
}

/** What the sessions that had it were given instead, and what they lack. */
function Changed({ hits, places }: { hits: readonly GearHit[]; places: GearSectionProps["places"] }) {
  const { t } = usePlanWords();
  if (hits.length === 0) return null;
  const named = (id: string) => places.items.find((one) => one.id === id)?.name ?? id;
  return (
    <ul className="plan-whole" role="status">
      {hits.map((hit) => (
        <li key={hit.sessionId}>
          <RouteLink to={`/plan/bundles/${hit.bundleId}`}>
            {hit.bundleName}, {hit.sessionName}
          </RouteLink>
          {": "}
          {hit.givenItemId ? t("plan.gear.givenInstead", { name: named(hit.givenItemId) }) : null}
          {hit.missing > 0 ? t("plan.gear.lacks", { count: hit.missing, players: hit.playersOver }) : null}
          {!hit.givenItemId && hit.missing === 0 ? t("plan.gear.fine") : null}
        </li>
      ))}
    </ul>
  );
}

/** Which sessions lose it, before and after it is taken out. */
function Hits({ hits, out }: { hits: readonly Hit[]; out: boolean }) {
  const { t, locale } = usePlanWords();
  const at = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
  if (hits.length === 0) return out ? null : <p className="plan-whole soft">{t("plan.gear.hitsNothing")}</p>;
  return (
    <div className="plan-whole" role="status">
      <p>{t(out ? "plan.gear.hitsNow" : "plan.gear.wouldHit", { count: hits.length })}</p>
      <ul>
        {hits.map((hit) => (
          <li key={`${hit.bundleId} ${hit.sessionName}`}>
            <RouteLink to={`/plan/bundles/${hit.bundleId}`}>
              {hit.bundleName}, {hit.sessionName}
            </RouteLink>{" "}
            {hit.running ? <Tag tone="warn">{t("plan.gear.runningNow")}</Tag> : null}
            {!hit.running && hit.start !== null ? at.format(new Date(hit.start)) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ReasonProps {
  item: Item;
  busy: boolean;
  onOut(body: { outOfService: true; reason?: string }): void;
}

function Reason({ item, busy, onOut }: ReasonProps) {
  const { t } = usePlanWords();
  const [reason, setReason] = useState("");
  return (
    <div className="tools plan-whole">
      <TextInput
        className="tools-grow"
        label={t("plan.gear.reason")}
        placeholder={t("plan.gear.reasonExample")}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button
        loading={busy}
        onClick={() => onOut({ outOfService: true, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) })}
      >
        {t("plan.gear.outNow", { name: item.name })}
      </Button>
    </div>
  );
}
