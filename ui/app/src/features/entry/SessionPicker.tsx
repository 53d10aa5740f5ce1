/** Which sessions the board shows, when the link named none. Looks again every few seconds. */

import { Button, Checkbox } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { Link as RouteLink } from "react-router";
import { useAccountState, useApi } from "../../shared/AccountContext";
import { useWords } from "../../shared/i18n/I18n";
import { Page } from "../../shared/Page";
import { usePlaces } from "../../shared/shell/places";
import { Sign } from "../../shared/shell/Sign";
import { fetchSessions, inOrder, obvious, openBundles, type SessionList, type SessionSummary } from "./sessionList";

const LOOK_AGAIN_MS = 5_000;

export interface SessionPickerProps {
  /** Ask even when only one session can be meant. */
  ask: boolean;
  onPick(sessionIds: string[]): void;
  onRefused(): void;
}

function useSessionList(): SessionList | null {
  const api = useApi();
  const [list, setList] = useState<SessionList | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const look = async () => {
      const next = await fetchSessions(api, abort.signal);
      if (!abort.signal.aborted) setList(next);
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [api]);
  return list;
}

export function SessionPicker({ ask, onPick, onRefused }: SessionPickerProps) {
  const { t } = useWords();
  const list = useSessionList();
  const only = useMemo(() => (!ask && list?.kind === "list" ? obvious(list.sessions) : null), [ask, list]);
  useEffect(() => {
    if (only !== null) onPick(only.map(({ sessionId }) => sessionId));
    if (list?.kind === "unauthenticated") onRefused();
  }, [only, list, onPick, onRefused]);
  if (list === null || only !== null || list.kind === "unauthenticated") return <Page title={t("app.loading")} />;
  if (list.kind === "failed") return <Page title={t("picker.failed")} />;
  if (list.sessions.length === 0) {
    return (
      <Page title={t("picker.none.title")}>
        <p>{t("picker.none.text")}</p>
        <Elsewhere />
      </Page>
    );
  }
  return <Choice sessions={inOrder(list.sessions)} onPick={onPick} />;
}

/** A new club comes here first: from an empty board there has to be a way on. */
function Elsewhere() {
  const { t } = useWords();
  const state = useAccountState();
  const places = usePlaces(state.kind === "in" ? state.me : null).filter(({ to }) => to !== "/board");
  if (places.length === 0) return null;
  return (
    <nav className="picker-places" aria-label={t("nav.label")}>
      {places.map(({ to, sign, word }) => (
        <Button
          key={to}
          component={RouteLink}
          to={to}
          size="md"
          variant={to === "/plan" ? "filled" : "default"}
          leftSection={<Sign name={sign} size={20} />}
        >
          {t(word)}
        </Button>
      ))}
    </nav>
  );
}

function Choice({ sessions, onPick }: { sessions: SessionSummary[]; onPick(sessionIds: string[]): void }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<string[]>([]);
  return (
    <Page title={t("picker.title")}>
      <p>{t("picker.text")}</p>
      {openBundles(sessions).map((bundle) => (
        <Button
          key={bundle[0]?.bundleId}
          size="lg"
          fullWidth
          mb="sm"
          onClick={() => onPick(bundle.map(({ sessionId }) => sessionId))}
        >
          {t("picker.bundle", { names: bundle.map(({ workoutName }) => workoutName).join(" · ") })}
        </Button>
      ))}
      <Checkbox.Group value={chosen} onChange={setChosen} aria-label={t("picker.title")}>
        <ul className="picker">
          {sessions.map((session) => (
            <li key={session.sessionId}>
              <Checkbox
                value={session.sessionId}
                size="md"
                label={session.workoutName}
                description={`${t(`type.${session.workoutType}`)} · ${t(`status.${session.status}`)} · ${t("players", { count: session.totalPlayers })}`}
              />
            </li>
          ))}
        </ul>
      </Checkbox.Group>
      <Button size="md" disabled={chosen.length === 0} onClick={() => onPick(chosen)}>
        {t("picker.open", { count: chosen.length })}
      </Button>
    </Page>
  );
}
