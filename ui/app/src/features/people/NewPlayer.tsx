/** One player by hand; a name is enough to begin with. */

import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing } from "../../shared/AccountContext";
import type { Player, Team } from "../../shared/records";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import { usePeopleWords } from "./words";

export interface NewPlayerProps {
  teams: readonly Team[];
  onMade(player: Player): void;
  onCancel(): void;
}

export function NewPlayer({ teams, onMade, onCancel }: NewPlayerProps) {
  const { t } = usePeopleWords();
  const api = useApi();
  const [name, setName] = useState("");
  const [teamId, setTeamId] = useState<string | null>(teams.length === 1 ? (teams[0]?.id ?? null) : null);
  const [number, setNumber] = useState<number | null>(null);
  const making = useDoing(async () => {
    onMade(await api.post<Player>("/api/players", { name, teamId, jerseyNumber: number }));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void making.run();
  };
  return (
    <Section title={t("people.add")}>
      <ErrorNote problem={making.problem} />
      <form className="form" onSubmit={submit}>
        <div className="form-row">
          <TextInput
            label={t("people.name")}
            size="md"
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NumberInput
            label={t("people.number")}
            size="md"
            min={0}
            max={99}
            allowDecimal={false}
            value={number ?? ""}
            onChange={(value) => setNumber(typeof value === "number" ? value : null)}
          />
          <Select
            label={t("people.team")}
            size="md"
            clearable
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={teamId}
            onChange={setTeamId}
          />
        </div>
        <div className="row-acts">
          <Button type="submit" size="md" loading={making.busy}>
            {t("people.make")}
          </Button>
          <Button size="md" variant="default" onClick={onCancel}>
            {t("people.cancel")}
          </Button>
        </div>
      </form>
    </Section>
  );
}
