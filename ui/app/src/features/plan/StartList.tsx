/** Who starts when: players in order, for a drill or for all, and after how many seconds when starts are timed. */

import type { Drill, StartListEntry } from "@dryland/client";
import { Button, NumberInput, Select } from "@mantine/core";
import { useCallback } from "react";
import { useAsked } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import { figure, replaced, without, withValue } from "./editing";
import { usePlanWords } from "./words";

interface StartListProps {
  entries: readonly StartListEntry[];
  drills: readonly Drill[];
  onChange(entries: StartListEntry[]): void;
}

export function StartList({ entries, drills, onChange }: StartListProps) {
  const { t } = usePlanWords();
  const ask = useCallback(
    (api: Api, signal: AbortSignal) => everyPage<{ id: string; name: string }>(api, "/api/players", {}, signal),
    [],
  );
  const players = useAsked(ask).answer ?? [];
  const unknown = entries.filter((entry) => !players.some((player) => player.id === entry.playerId));
  const names = [
    ...players.map(({ id, name }) => ({ value: id, label: name })),
    ...[...new Set(unknown.map((entry) => entry.playerId))].map((id) => ({ value: id, label: id })),
  ];
  const next = players.find((player) => !entries.some((entry) => entry.playerId === player.id)) ?? players[0];
  return (
    <fieldset className="plan-rack">
      <legend>{t("plan.startList")}</legend>
      <p className="soft">{t("plan.startListHint")}</p>
      <ol className="plan-cones">
        {entries.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no name but its place
          <li className="plan-step" key={place}>
            <Select
              label={t("plan.starts", { place: place + 1 })}
              allowDeselect={false}
              searchable
              value={entry.playerId}
              data={names}
              onChange={(value) => value !== null && onChange(replaced(entries, place, { ...entry, playerId: value }))}
            />
            <Select
              label={t("plan.drill")}
              aria-label={t("plan.startDrill", { place: place + 1 })}
              clearable
              placeholder={t("plan.allDrills")}
              value={entry.drillId ?? null}
              data={drills.map((drill) => ({ value: drill.id, label: drill.name }))}
              onChange={(value) => onChange(replaced(entries, place, withValue(entry, "drillId", value ?? undefined)))}
            />
            <NumberInput
              label={t("plan.startOffset")}
              aria-label={t("plan.startOffsetOf", { place: place + 1 })}
              min={0}
              max={86400}
              value={entry.offset ?? ""}
              onChange={(value) => onChange(replaced(entries, place, withValue(entry, "offset", figure(value))))}
            />
            <Button
              variant="default"
              onClick={() => onChange(without(entries, place))}
              aria-label={t("plan.removeStart", { place: place + 1 })}
            >
              {t("plan.remove")}
            </Button>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        size="sm"
        disabled={next === undefined}
        onClick={() => next !== undefined && onChange([...entries, { playerId: next.id }])}
      >
        {t("plan.addStart")}
      </Button>
    </fieldset>
  );
}
