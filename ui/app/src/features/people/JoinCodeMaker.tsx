/** Makes one player's code to join with, to hold up to their phone. */

import { Button } from "@mantine/core";
import { useState } from "react";
import { useApi, useDoing } from "../../shared/AccountContext";
import type { JoinCode, Player, Team } from "../../shared/records";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { QrCard } from "../../shared/ui/QrCard";
import { Section } from "../../shared/ui/Section";
import { usePeopleWords } from "./words";

export function JoinCodeMaker({ player, teams }: { player: Player; teams: readonly Team[] }) {
  const { t } = usePeopleWords();
  const api = useApi();
  const [code, setCode] = useState<JoinCode | null>(null);
  const teamId = teams.find((team) => team.id === player.teamId)?.id ?? null;
  const making = useDoing(async () => {
    const body = { teamId, playerId: player.id, baseUrl: window.location.origin };
    setCode(await api.post<JoinCode>("/api/join-codes", body, { repeat: false }));
  });
  return (
    <Section title={t("people.joinAlone")} lead={t(teamId === null ? "people.joinNoTeam" : "people.joinAloneLead")}>
      <ErrorNote problem={making.problem} />
      {code?.qrSvg == null ? (
        <Button variant="default" size="md" disabled={teamId === null} onClick={() => void making.run()}>
          {t("people.makeCode")}
        </Button>
      ) : (
        <QrCard title={player.name} svg={code.qrSvg} alt={code.url ?? ""} code={code.code ?? ""} />
      )}
    </Section>
  );
}
