/** The club itself: its name. */

import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useAsked, useDoing } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import { useSettingsWords } from "./words";

interface Organisation {
  id: string;
  name: string;
}

const ask = (api: Api, signal: AbortSignal) => api.get<Organisation>("/api/organisation", { signal });

export function ClubPage() {
  const { t } = useSettingsWords();
  const asked = useAsked(ask);
  return (
    <Section title={t("settings.club")} lead={t("settings.clubLead")}>
      <Asking asked={asked}>{(organisation) => <Rename organisation={organisation} />}</Asking>
    </Section>
  );
}

function Rename({ organisation }: { organisation: Organisation }) {
  const { t } = useSettingsWords();
  const api = useApi();
  const [name, setName] = useState(organisation.name);
  const [saved, setSaved] = useState(false);
  const saving = useDoing(async () => {
    await api.patch("/api/organisation", { name });
    setSaved(true);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saving.run();
  };
  return (
    <>
      <ErrorNote problem={saving.problem} />
      <form className="tools" onSubmit={submit}>
        <TextInput
          className="tools-grow"
          label={t("settings.clubName")}
          size="md"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setSaved(false);
          }}
        />
        <Button type="submit" size="md" loading={saving.busy}>
          {t("settings.save")}
        </Button>
        <span role="status">{saved ? <Tag tone="good">{t("settings.saved")}</Tag> : null}</span>
      </form>
    </>
  );
}
