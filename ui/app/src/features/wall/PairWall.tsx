/** A new wall's link, with where it hangs in its address: shown once, to scan or to copy. */

import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link as RouteLink } from "react-router";
import { useApi, useDoing } from "../../shared/AccountContext";
import type { GivenToken } from "../../shared/records";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { QrCard } from "../../shared/ui/QrCard";
import { Section } from "../../shared/ui/Section";
import { settingsText, type WallSettings } from "./wallSettings";
import { useWallWords } from "./words";

export function PairWall({ settings }: { settings: WallSettings }) {
  const { t } = useWallWords();
  const api = useApi();
  const [name, setName] = useState("");
  const [made, setMade] = useState<GivenToken | null>(null);
  const giving = useDoing(async () => {
    const body = { kind: "wall", name, baseUrl: window.location.origin, screen: settingsText(settings) };
    setMade(await api.post<GivenToken>("/api/tokens", body, { repeat: false }));
    setName("");
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void giving.run();
  };
  return (
    <Section title={t("wall.pair")} lead={t("wall.pairLead")}>
      <form className="tools" onSubmit={submit}>
        <TextInput
          className="tools-grow"
          label={t("wall.name")}
          placeholder={t("wall.nameExample")}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={giving.busy}>
          {t("wall.pair.act")}
        </Button>
        <Button component={RouteLink} to="/settings/devices" variant="default">
          {t("wall.devices")}
        </Button>
      </form>
      <ErrorNote problem={giving.problem} />
      {made === null ? null : (
        <div role="status">
          {made.qrSvg == null ? null : <QrCard title={made.name} svg={made.qrSvg} alt={t("wall.pairAlt")} />}
          <TextInput label={t("wall.link")} readOnly value={made.url ?? ""} mt="md" />
        </div>
      )}
    </Section>
  );
}
