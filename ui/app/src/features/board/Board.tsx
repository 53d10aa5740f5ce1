/** The trainer's live board: columns of sessions, tiles of players, a panel beside them. No dialog while the floor runs. */

import { createEmitter, everyPeriod, type Session } from "@dryland/client";
import { useLinkPhase } from "@dryland/client/react";
import { Button, VisuallyHidden } from "@mantine/core";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Api } from "../../shared/api";
import { errorWords } from "../../shared/errorWords";
import type { Floor } from "../../shared/floor";
import { saveOnLeave } from "../../shared/floor";
import { useWords } from "../../shared/i18n/I18n";
import { Page } from "../../shared/Page";
import { patiently } from "../../shared/patiently";
import { VersionNote } from "../../shared/ui/VersionNote";
import { AlertRail } from "./alerts/AlertRail";
import { alarmingPlayers } from "./alerts/groups";
import { useAlertRail } from "./alerts/useAlertRail";
import { BundleDock } from "./bundle/BundleDock";
import { commonStop, StopBanner } from "./bundle/StopBanner";
import { useBundle, useStates } from "./bundle/useBundle";
import { Column } from "./Column";
import { type BoardTools, BoardToolsProvider, useBoardTools } from "./context";
import { LinkBanner } from "./LinkBanner";
import { DragArea } from "./moves/DragArea";
import { MoveNote } from "./moves/MoveNote";
import { useKeyboardMove } from "./moves/useKeyboardMove";
import { type Moves, useMoves } from "./moves/useMoves";
import type { FilterKey, SortKey } from "./order";
import { createPaintQueue } from "./paintQueue";
import { TopBar } from "./TopBar";
import { useTitle } from "./useTitle";
import { useBoardWords } from "./words";
import "./board.css";

const loadPanel = () => import("./SidePanel");
const SidePanel = lazy(() => patiently(loadPanel));
const CodePanel = lazy(() => patiently(() => import("./CodePanel")));
const TeamPanel = lazy(() => patiently(() => import("./TeamPanel")));

export interface BoardProps {
  floor: Floor;
  api: Api;
  sessionIds: readonly string[];
  onChooseSessions(): void;
  onLeave(): void;
}

interface Selection {
  sessionId: string;
  playerId: string;
}

function useTools(floor: Floor, api: Api, touched: React.RefObject<number>): BoardTools {
  const { t } = useBoardWords();
  const [queue] = useState(() => createPaintQueue());
  const [ticks] = useState(() => createEmitter<number>());
  const alarms = useRef<ReadonlySet<string>>(new Set());
  const { link, bundles } = floor;
  useEffect(() => everyPeriod(link, 1_000, (nowMs) => ticks.emit(nowMs)), [link, ticks]);
  return useMemo(() => {
    const touchedAtMs = () => touched.current;
    return { link, bundles, api, queue, ticks, alarms, say: t, touchedAtMs };
  }, [link, bundles, api, queue, ticks, t, touched]);
}

function useSessions(floor: Floor, sessionIds: readonly string[]): Session[] {
  const sessions = useMemo(() => sessionIds.map((sessionId) => floor.session(sessionId)), [floor, sessionIds]);
  useEffect(() => {
    floor.keep(sessionIds);
    return saveOnLeave(sessions);
  }, [floor, sessionIds, sessions]);
  return sessions;
}

export function Board({ floor, api, sessionIds, onChooseSessions, onLeave }: BoardProps) {
  const touched = useRef(0);
  const tools = useTools(floor, api, touched);
  const phase = useLinkPhase(floor.link);
  const sessions = useSessions(floor, sessionIds);
  useTitle(sessions);
  useEffect(() => {
    void patiently(loadPanel);
  }, []);
  if (phase === "refused") {
    const { code, message } = floor.link.state();
    return <Refused code={code ?? ""} message={message ?? ""} onLeave={onLeave} />;
  }
  return (
    <BoardToolsProvider value={tools}>
      <BoardBody
        api={api}
        sessions={sessions}
        touched={touched}
        onChooseSessions={onChooseSessions}
        onLeave={onLeave}
      />
    </BoardToolsProvider>
  );
}

interface BoardBodyProps extends Pick<BoardProps, "api" | "onChooseSessions" | "onLeave"> {
  sessions: readonly Session[];
  touched: React.RefObject<number>;
}

function BoardBody({ api, sessions, touched, onChooseSessions, onLeave }: BoardBodyProps) {
  const { link, alarms } = useBoardTools();
  const { t } = useBoardWords();
  const down = useLinkPhase(link) === "offline";
  const states = useStates(sessions);
  const bundleId = states.find((state) => state.bundleId !== undefined)?.bundleId ?? null;
  const bundle = useBundle(bundleId);
  const moves = useMoves(bundleId, states, bundle.sessions);
  const keyboard = useKeyboardMove(moves, bundleId !== null);
  const stop = commonStop(states);
  const rail = useAlertRail(api);
  useEffect(() => {
    alarms.current = alarmingPlayers(rail.alerts);
  }, [rail.alerts, alarms]);
  const [sort, setSort] = useState<SortKey>("needs");
  const [filter, setFilter] = useState<FilterKey>("all");
  const [scope, setScope] = useState("all");
  const shown = sessions.filter((session) => isInScope(session, scope));
  const [teamOpen, setTeamOpen] = useState(false);
  const [codeOf, setCodeOf] = useState<string | null>(null);
  const coded = states.find((state) => state.sessionId === codeOf);
  const { selection, select, close } = useSelection(moves, bundleId !== null);
  const selected = sessions.find((session) => session.sessionId === selection?.sessionId);
  const place = (sessionId: string) => {
    moves.place(sessionId);
    close();
  };
  const open = (what: { team?: boolean; code?: string }) => {
    close();
    setTeamOpen(what.team ?? false);
    setCodeOf(what.code ?? null);
  };
  const ways = { addPlayers: () => open({ team: true }), showCode: (code: string) => open({ code }) };
  return (
    <DragArea moves={moves}>
      <div
        className="board"
        data-panel={selected !== undefined || teamOpen || coded !== undefined}
        onPointerDownCapture={() => {
          touched.current = Date.now();
        }}
      >
        <TopBar
          {...{ sessions, sort, filter, scope, rail, onChooseSessions, onLeave }}
          onSort={setSort}
          onFilter={setFilter}
          onScope={setScope}
          onTeam={() => open({ team: !teamOpen })}
        />
        <div className="banners">
          <LinkBanner sessions={sessions} />
          <VersionNote />
          {stop === null ? null : <StopBanner emergency={stop} />}
        </div>
        <AlertRail rail={rail} sessions={sessions} onShow={select} />
        <main className="board-columns" data-count={shown.length} data-down={down} onKeyDown={keyboard.onKeyDown}>
          {shown.map((session) => (
            <Column
              key={session.sessionId}
              session={session}
              sort={sort}
              filter={filter}
              bundled={bundleId !== null}
              target={moves.targets.find((target) => target.sessionId === session.sessionId) ?? null}
              aimed={keyboard.aimedId === session.sessionId}
              onPlace={place}
              stopSaid={stop !== null}
              ways={ways}
              selectedId={selection?.sessionId === session.sessionId ? selection.playerId : null}
              onSelect={select}
            />
          ))}
        </main>
        <VisuallyHidden role="status" aria-live="assertive">
          {keyboard.spoken}
        </VisuallyHidden>
        {selection === null || selected === undefined ? null : (
          <Suspense fallback={<aside className="panel" />}>
            <SidePanel
              key={selection.playerId}
              session={selected}
              playerId={selection.playerId}
              targets={moves.targets}
              onPlace={place}
              onClose={close}
            />
          </Suspense>
        )}
        {teamOpen && selected === undefined ? (
          <Suspense fallback={<aside className="panel" />}>
            <TeamPanel api={api} states={states} onClose={() => setTeamOpen(false)} />
          </Suspense>
        ) : null}
        {coded !== undefined && selected === undefined ? (
          <Suspense fallback={<aside className="panel" />}>
            <CodePanel key={coded.sessionId} api={api} state={coded} onClose={() => open({})} />
          </Suspense>
        ) : null}
        <VisuallyHidden id="move-hint">{t("board.move.hint")}</VisuallyHidden>
        <MoveNote moves={moves} />
        {bundleId === null ? null : (
          <BundleDock bundleId={bundleId} bundle={bundle} sessions={sessions} states={states} ways={ways} />
        )}
      </div>
    </DragArea>
  );
}

function isInScope(session: Session, scope: string): boolean {
  const type = session.view().model.state?.workoutType;
  return scope === "all" || scope === `session:${session.sessionId}` || scope === `type:${type}`;
}

/** Who is looked at. In a bundle they are picked up as well, so that a second tap can move them. */
function useSelection(moves: Moves, bundled: boolean) {
  const [selection, setSelection] = useState<Selection | null>(null);
  const { pick, drop } = moves;
  const current = useRef(selection);
  useEffect(() => {
    current.current = selection;
  }, [selection]);
  const select = useCallback(
    (sessionId: string, playerId: string) => {
      const again = current.current?.playerId === playerId;
      setSelection(again ? null : { sessionId, playerId });
      if (again) drop();
      else if (bundled) pick(sessionId, playerId);
    },
    [bundled, pick, drop],
  );
  const close = useCallback(() => {
    setSelection(null);
    drop();
  }, [drop]);
  return { selection, select, close };
}

function Refused({ code, message, onLeave }: { code: string; message: string; onLeave(): void }) {
  const words = useWords();
  return (
    <Page title={words.t("refused.title")}>
      <p>{errorWords({ code, message }, words)}</p>
      <Button size="md" onClick={onLeave}>
        {words.t("refused.other")}
      </Button>
    </Page>
  );
}
