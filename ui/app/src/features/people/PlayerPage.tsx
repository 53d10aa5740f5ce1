/** One player: who, how they read their figures, what they were tested at and when, what was agreed to, how to join. */

import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useNavigate } from "react-router";
import { useApi, useAsked, useDoing, useMe } from "../../shared/AccountContext";
import { isStaff } from "../../shared/account";
import type { Api } from "../../shared/api";
import type { Player, Team } from "../../shared/records";
import { saveFile } from "../../shared/saveFile";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section } from "../../shared/ui/Section";
import { Consents } from "./Consents";
import { Guardians } from "./Guardians";
import { JoinCodeMaker } from "./JoinCodeMaker";
import { Preferences } from "./Preferences";
import { ProfileForm } from "./ProfileForm";
import { Maxes, Measurements } from "./Tests";
import { WallChoice } from "./WallChoice";
import { usePeopleWords } from "./words";

interface Shown {
  player: Player;
  teams: Team[];
}

export function PlayerPage({ playerId }: { playerId: string }) {
  const { t } = usePeopleWords();
  const staff = isStaff(useMe());
  const ask = useCallback(
    async (api: Api, signal: AbortSignal): Promise<Shown> => {
      const [player, teams] = await Promise.all([
        api.get<Player>(`/api/players/${encodeURIComponent(playerId)}`, { signal }),
        api.get<Team[]>("/api/teams", { signal }),
      ]);
      return { player, teams };
    },
    [playerId],
  );
  const asked = useAsked(ask);
  const shown = asked.answer;
  const team = shown?.teams.find((one) => one.id === shown.player.teamId)?.name;
  const lead = [shown?.player.jerseyNumber == null ? null : `#${shown.player.jerseyNumber}`, team, shown?.player.line];
  return (
    <>
      <PageHeader
        title={shown?.player.name ?? t("people.player")}
        lead={lead.filter(Boolean).join(" · ")}
        back={{ to: "/people", word: t("people.roster") }}
      />
      <Asking asked={asked}>
        {({ player, teams }) => (
          <div className="columns">
            <div>
              <Measurements player={player} onChanged={asked.again} />
              <Maxes player={player} onChanged={asked.again} />
              {staff ? <JoinCodeMaker player={player} teams={teams} /> : null}
            </div>
            <div>
              {staff ? (
                <ProfileForm
                  key={player.id}
                  player={player}
                  teams={teams}
                  onSaved={(saved) => asked.put({ player: saved, teams })}
                />
              ) : null}
              {staff ? (
                <Section title={t("people.screens")} lead={t("people.screensLead")}>
                  <Preferences player={player} onSaved={(saved) => asked.put({ player: saved, teams })} />
                  <hr className="rule" />
                  <WallChoice player={player} onSaved={(saved) => asked.put({ player: saved, teams })} />
                </Section>
              ) : null}
              <Consents playerId={player.id} />
              {staff ? <Guardians playerId={player.id} /> : null}
              {staff ? <TakeOut player={player} /> : null}
            </div>
          </div>
        )}
      </Asking>
    </>
  );
}

/** Their data to take along; and the leaving of the lists. */
function TakeOut({ player }: { player: Player }) {
  const { t } = usePeopleWords();
  const api = useApi();
  const me = useMe();
  const navigate = useNavigate();
  const exporting = useDoing(async () => {
    saveFile(`dryland-${player.id}.json`, await api.get<object>(`/api/players/${player.id}/export`));
  });
  const archiving = useDoing(async () => {
    await api.delete(`/api/players/${player.id}`);
    navigate("/people");
  });
  return (
    <Section title={t("people.takeOut")} lead={t("people.takeOutLead")}>
      <ErrorNote problem={exporting.problem ?? archiving.problem} />
      <div className="row-acts">
        {me.role === "admin" ? (
          <Button variant="default" size="md" loading={exporting.busy} onClick={() => void exporting.run()}>
            {t("people.export")}
          </Button>
        ) : null}
        <ConfirmHold onDone={() => void archiving.run()}>{t("people.archive")}</ConfirmHold>
      </div>
    </Section>
  );
}
