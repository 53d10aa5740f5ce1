/** One tap that mends a red line of what is looked at before the start. What cannot be mended from here leads to its place. */

import { EVENTS, type PreflightCheck, type WorkoutType } from "@dryland/client";
import { useState } from "react";
import { Link as RouteLink } from "react-router";
import { Problem } from "../../../shared/api";
import { errorWords } from "../../../shared/errorWords";
import { useBoardTools } from "../context";
import { useBoardWords } from "../words";
import type { Orders } from "./useOrders";

/** What only the whole board can open. */
export interface PreflightWays {
  addPlayers(): void;
  /** A code with which a phone or a tablet comes into a session. */
  showCode(sessionId: string): void;
}

export interface PreflightFixProps {
  check: PreflightCheck & { fix: NonNullable<PreflightCheck["fix"]> };
  /** The session's name and kind. */
  name: string;
  type: WorkoutType;
  orders: Orders;
  ways: PreflightWays;
  onMended(): void;
}

export function PreflightFix({ check, name, type, orders, ways, onMended }: PreflightFixProps) {
  const { t } = useBoardWords();
  const mend = useMending(check, type);
  const words = t(mend.told ? "board.fix.told" : `board.fix.${check.fix}`);
  const label = t("board.fix.about", { fix: words, name });
  if (check.fix === "replace_equipment") {
    return (
      <RouteLink className="preflight-fix" to="/plan/places" aria-label={label}>
        {words}
      </RouteLink>
    );
  }
  const tap = async () => {
    if (check.fix === "add_players") return ways.addPlayers();
    if (check.fix === "open_screen") return ways.showCode(check.sessionId);
    if (check.fix === "rebalance") await orders.give("rebalance_participants");
    else await mend.run();
    onMended();
  };
  return (
    <>
      <button
        type="button"
        className="preflight-fix"
        aria-label={label}
        disabled={mend.busy || orders.busy}
        onClick={() => void tap()}
      >
        {mend.told ? <span aria-hidden="true">✓</span> : null}
        {words}
      </button>
      {mend.told ? (
        <span className="sr-only" role="status">
          {words}
        </span>
      ) : null}
      {mend.failed === null ? null : (
        <span className="preflight-failed" role="status">
          {mend.failed}
        </span>
      )}
    </>
  );
}

/** Mends by what this board can send: a plan to begin with, or a word to those who are not heard. */
function useMending(check: PreflightCheck, type: WorkoutType) {
  const words = useBoardWords();
  const { t } = words;
  const { api, link } = useBoardTools();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const send = async (event: string, payload: object): Promise<boolean> => {
    const answer = await link.send(event, { sessionId: check.sessionId, ...payload });
    setFailed(answer.ok ? null : errorWords(answer.error, words));
    return answer.ok;
  };
  const run = async () => {
    setBusy(true);
    setTold(false);
    try {
      if (check.fix === "pair_sensor") {
        const message = t("board.fix.strapMessage");
        setTold(await send(EVENTS.SESSION_MESSAGE, { message, targetPlayers: check.playerIds ?? [] }));
      } else {
        const plan = await starterOf(api, type);
        if (plan === undefined) setFailed(t("board.fix.noStarter"));
        else await send(EVENTS.SESSION_PLAN, { plan });
      }
    } catch (error) {
      setFailed(error instanceof Problem ? errorWords(error, words) : String(error));
    }
    setBusy(false);
  };
  return { busy, told, failed, run };
}

async function starterOf(api: ReturnType<typeof useBoardTools>["api"], type: WorkoutType): Promise<unknown> {
  const { plans } = await api.get<{ plans: readonly { workoutType: WorkoutType; plan: unknown }[] }>(
    "/api/plan-starters",
  );
  return plans.find((starter) => starter.workoutType === type)?.plan;
}
