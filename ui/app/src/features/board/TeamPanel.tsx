/** What concerns the whole floor, beside the board: who came late, and a message to everybody. */

import type { TrainingSessionState } from "@dryland/client";
import { ActionIcon, Button } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Api } from "../../shared/api";
import { Problem } from "../../shared/api";
import { errorWords } from "../../shared/errorWords";
import { Icon } from "../../shared/Icon";
import { MessageBox } from "./MessageBox";
import { useBoardWords } from "./words";

interface KnownPlayer {
  id: string;
  name: string;
  jerseyNumber?: number;
}

export interface TeamPanelProps {
  api: Api;
  states: readonly TrainingSessionState[];
  onClose(): void;
}

export default function TeamPanel({ api, states, onClose }: TeamPanelProps) {
  const { t } = useBoardWords();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [onClose]);
  return (
    <aside className="panel" aria-label={t("board.team.label")}>
      <header className="panel-head">
        <h2>{t("board.team.label")}</h2>
        <ActionIcon variant="default" size={44} aria-label={t("panel.close")} onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </header>
      <LateArrivals api={api} states={states} />
      <MessageBox sessionIds={states.map(({ sessionId }) => sessionId)} />
    </aside>
  );
}

/** Players of the organisation who are in none of the shown sessions. */
function useAbsent(api: Api, states: readonly TrainingSessionState[]): readonly KnownPlayer[] {
  const [everybody, setEverybody] = useState<readonly KnownPlayer[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    api
      .get<{ items: readonly KnownPlayer[] }>("/api/players", { query: { limit: 200 }, signal: abort.signal })
      .then(({ items }) => setEverybody(items))
      .catch(() => undefined);
    return () => abort.abort();
  }, [api]);
  const here = new Set(
    states.flatMap(({ players }) =>
      players.filter(({ status }) => status !== "dropped").map(({ playerId }) => playerId),
    ),
  );
  return everybody.filter(({ id }) => !here.has(id));
}

function LateArrivals({ api, states }: Pick<TeamPanelProps, "api" | "states">) {
  const words = useBoardWords();
  const { t } = words;
  const absent = useAbsent(api, states);
  const [said, setSaid] = useState<string | null>(null);
  const open = states.filter(({ status }) => status !== "completed" && status !== "cancelled");
  const place = async (player: KnownPlayer, state: TrainingSessionState) => {
    try {
      await api.post(`/api/sessions/${state.sessionId}/players`, { playerIds: [player.id] });
      setSaid(t("board.move.moved", { name: player.name, target: state.workoutName }));
    } catch (error) {
      setSaid(error instanceof Problem ? errorWords(error, words) : String(error));
    }
  };
  return (
    <section>
      <h3>{t("board.late.label")}</h3>
      {absent.length === 0 ? <p className="panel-quiet">{t("board.late.nobody")}</p> : null}
      <ul className="late-list">
        {absent.map((player) => (
          <li key={player.id}>
            <span>
              <b>{player.jerseyNumber}</b> {player.name}
            </span>
            <span className="late-places">
              {open.map((state) => (
                <Button
                  key={state.sessionId}
                  size="sm"
                  variant="default"
                  aria-label={t("board.late.place", { name: player.name, target: state.workoutName })}
                  onClick={() => void place(player, state)}
                >
                  {t(`type.${state.workoutType}`)}
                </Button>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className="panel-quiet" role="status">
        {said}
      </p>
    </section>
  );
}
