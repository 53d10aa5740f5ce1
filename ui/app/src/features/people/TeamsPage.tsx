/** Teams: made, renamed, and deleted when nobody plays in them. */

import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import type { Team } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import { PeopleHead } from "./PeopleHead";
import { usePeopleWords } from "./words";

const askTeams = (api: Api, signal: AbortSignal) => api.get<Team[]>("/api/teams", { signal });

export function TeamsPage() {
  const { t } = usePeopleWords();
  const asked = useAsked(askTeams);
  return (
    <>
      <PeopleHead lead={t("people.teamsLead")} />
      <NewTeam onMade={asked.again} />
      <Asking asked={asked}>
        {(teams) =>
          teams.length === 0 ? (
            <EmptyState sign="people" title={t("people.noTeam.title")} text={t("people.noTeam.text")} />
          ) : (
            teams.map((team) => <OneTeam key={team.id} team={team} onChanged={asked.again} />)
          )
        }
      </Asking>
    </>
  );
}

function NewTeam({ onMade }: { onMade(): void }) {
  const { t } = usePeopleWords();
  const api = useApi();
  const [name, setName] = useState("");
  const making = useDoing(async () => {
    await api.post("/api/teams", { name });
    setName("");
    onMade();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void making.run();
  };
  return (
    <>
      <ErrorNote problem={making.problem} />
      <form className="tools" onSubmit={submit}>
        <TextInput
          className="tools-grow"
          label={t("people.newTeam")}
          size="md"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={making.busy}>
          {t("people.make")}
        </Button>
      </form>
    </>
  );
}

function OneTeam({ team, onChanged }: { team: Team; onChanged(): void }) {
  const { t } = usePeopleWords();
  const api = useApi();
  const [name, setName] = useState(team.name);
  const renaming = useDoing(async () => {
    await api.patch(`/api/teams/${team.id}`, { name });
    onChanged();
  });
  const deleting = useDoing(async () => {
    await api.delete(`/api/teams/${team.id}`);
    onChanged();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void renaming.run();
  };
  return (
    <Section title={team.name} lead={t("players", { count: team.players })}>
      <ErrorNote problem={renaming.problem ?? deleting.problem} />
      <form className="tools" onSubmit={submit}>
        <TextInput
          className="tools-grow"
          label={t("people.teamName")}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={renaming.busy} disabled={name === team.name}>
          {t("people.rename")}
        </Button>
        {team.players === 0 ? <ConfirmHold onDone={() => void deleting.run()}>{t("people.delete")}</ConfirmHold> : null}
      </form>
    </Section>
  );
}
