/** What the club keeps of oneself or of whom one answers for: what was agreed to, how screens speak, tests, the data to take along. */

import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useApi, useAsked, useDoing, useMe } from "../../shared/AccountContext";
import type { Me } from "../../shared/account";
import type { Api } from "../../shared/api";
import { useAdoptPerson } from "../../shared/person";
import type { Player } from "../../shared/records";
import { saveFile } from "../../shared/saveFile";
import { Asking } from "../../shared/ui/Asking";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { PageHeader } from "../../shared/ui/PageHeader";
import { Section } from "../../shared/ui/Section";
import { SubNav } from "../../shared/ui/SubNav";
import { OwnConsents } from "./OwnConsents";
import { Preferences } from "./Preferences";
import { Maxes, Measurements } from "./Tests";
import { WallChoice } from "./WallChoice";
import { usePeopleWords } from "./words";

/** The players somebody may answer for: themselves first. */
export const answersFor = (me: Me): string[] => [
  ...(me.playerId == null ? [] : [me.playerId]),
  ...(me.wards ?? []).filter((id) => id !== me.playerId),
];

export function MinePage({ playerId }: { playerId: string | null }) {
  const { t } = usePeopleWords();
  const me = useMe();
  const ids = answersFor(me).join(" ");
  const ask = useCallback(
    (api: Api, signal: AbortSignal) =>
      Promise.all(
        ids
          .split(" ")
          .filter(Boolean)
          .map((id) => api.get<Player>(`/api/players/${encodeURIComponent(id)}`, { signal })),
      ),
    [ids],
  );
  const asked = useAsked(ask, "tab");
  if (ids === "")
    return <EmptyState sign="people" title={t("people.mine.none.title")} text={t("people.mine.none.text")} />;
  return (
    <Asking asked={asked}>
      {(players) => {
        const shown = players.find(({ id }) => id === playerId) ?? players[0];
        if (shown === undefined) return null;
        const put = (saved: Player) => asked.put(players.map((one) => (one.id === saved.id ? saved : one)));
        return <OnePerson player={shown} players={players} onSaved={put} />;
      }}
    </Asking>
  );
}

interface OnePersonProps {
  player: Player;
  players: readonly Player[];
  onSaved(player: Player): void;
}

function OnePerson({ player, players, onSaved }: OnePersonProps) {
  const { t } = usePeopleWords();
  const me = useMe();
  const isSelf = player.id === me.playerId;
  const adopt = useAdoptPerson();
  const saved = (next: Player) => {
    onSaved(next);
    if (isSelf) adopt(next, { anew: true });
  };
  const lead = t(isSelf ? "people.mine.leadSelf" : "people.mine.leadWard");
  return (
    <>
      <PageHeader title={player.name} lead={lead} />
      {players.length < 2 ? null : (
        <SubNav
          label={t("people.mine.whom")}
          items={players.map(({ id, name }) => ({ to: `/mine/${encodeURIComponent(id)}`, word: name }))}
        />
      )}
      <div className="columns">
        <div>
          <OwnConsents key={player.id} player={player} isSelf={isSelf} />
          <TakeAlong player={player} />
        </div>
        <div>
          <Section title={t("people.screens")} lead={t("people.mine.screensLead")}>
            <Preferences player={player} onSaved={saved} />
            <hr className="rule" />
            <WallChoice player={player} onSaved={saved} />
          </Section>
          <Measurements player={player} />
          <Maxes player={player} />
        </div>
      </div>
    </>
  );
}

function TakeAlong({ player }: { player: Player }) {
  const { t } = usePeopleWords();
  const api = useApi();
  const exporting = useDoing(async () => {
    saveFile(`dryland-${player.id}.json`, await api.get<object>(`/api/players/${player.id}/export`));
  });
  return (
    <Section title={t("people.mine.data")} lead={t("people.mine.dataLead")}>
      <ErrorNote problem={exporting.problem} />
      <Button variant="default" size="md" loading={exporting.busy} onClick={() => void exporting.run()}>
        {t("people.export")}
      </Button>
    </Section>
  );
}
