/** Who a player is: name, number, team, birth. */

import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing } from "../../shared/AccountContext";
import type { Player, Team } from "../../shared/records";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import { usePeopleWords } from "./words";

const SEXES = ["female", "male"] as const;

export interface ProfileFormProps {
  player: Player;
  teams: readonly Team[];
  onSaved(player: Player): void;
}

function draftOf(player: Player) {
  return {
    name: player.name,
    teamId: player.teamId ?? null,
    jerseyNumber: player.jerseyNumber ?? null,
    line: player.line ?? "",
    birthDate: player.birthDate ?? "",
    sex: player.sex ?? null,
  };
}

export function ProfileForm({ player, teams, onSaved }: ProfileFormProps) {
  const { t } = usePeopleWords();
  const api = useApi();
  const [draft, setDraft] = useState(() => draftOf(player));
  const [saved, setSaved] = useState(false);
  const set = (part: Partial<typeof draft>) => {
    setSaved(false);
    setDraft((before) => ({ ...before, ...part }));
  };
  const saving = useDoing(async () => {
    const body = { ...draft, line: draft.line === "" ? null : draft.line, birthDate: draft.birthDate || null };
    const shown = await api.patch<Player>(`/api/players/${player.id}`, body);
    setSaved(true);
    onSaved(shown);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saving.run();
  };
  return (
    <Section title={t("people.profile")}>
      <ErrorNote problem={saving.problem} />
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t("people.name")}
          required
          withAsterisk={false}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <div className="form-row">
          <NumberInput
            label={t("people.number")}
            min={0}
            max={99}
            allowDecimal={false}
            value={draft.jerseyNumber ?? ""}
            onChange={(value) => set({ jerseyNumber: typeof value === "number" ? value : null })}
          />
          <Select
            label={t("people.team")}
            clearable
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={draft.teamId}
            onChange={(teamId) => set({ teamId })}
          />
          <TextInput
            label={t("people.line")}
            value={draft.line}
            onChange={(event) => set({ line: event.currentTarget.value })}
          />
        </div>
        <div className="form-row">
          <TextInput
            type="date"
            label={t("people.born")}
            value={draft.birthDate}
            onChange={(event) => set({ birthDate: event.currentTarget.value })}
          />
          <Select
            label={t("people.sex")}
            clearable
            data={SEXES.map((value) => ({ value, label: t(`people.sex.${value}`) }))}
            value={draft.sex}
            onChange={(value) => set({ sex: SEXES.find((one) => one === value) ?? null })}
          />
        </div>
        <div className="row-acts">
          <Button type="submit" size="md" loading={saving.busy}>
            {t("people.save")}
          </Button>
          <span role="status">{saved ? <Tag tone="good">{t("people.saved")}</Tag> : null}</span>
        </div>
      </form>
    </Section>
  );
}
