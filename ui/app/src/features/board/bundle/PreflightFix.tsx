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
  const words = t(`board.fix.${check.fix}`);
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
        {words}
      </button>
      {mend.said === null ? null : <span role="status">{mend.said}</span>}
    </>
  );
}

/** Mends by what this board can send: a plan to begin with, or a word to those who are not heard. */
function useMending(check: PreflightCheck, type: WorkoutType) {
  const words = useBoardWords();
  const { t } = words;
  const { api, link } = useBoardTools();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const send = async (event: string, payload: object, done: string | null) => {
    const answer = await link.send(event, { sessionId: check.sessionId, ...payload });
    setSaid(answer.ok ? done : errorWords(answer.error, words));
  };
  const run = async () => {
    setBusy(true);
    try {
      if (check.fix === "pair_sensor") {
        const message = t("board.fix.strapMessage");
        await send(EVENTS.SESSION_MESSAGE, { message, targetPlayers: check.playerIds ?? [] }, t("board.fix.told"));
      } else {
        const plan = await starterOf(api, type);
        if (plan === undefined) setSaid(t("board.fix.noStarter"));
        else await send(EVENTS.SESSION_PLAN, { plan }, null);
      }
    } catch (error) {
      setSaid(error instanceof Problem ? errorWords(error, words) : String(error));
    }
    setBusy(false);
  };
  return { busy, said, run };
}

async function starterOf(api: ReturnType<typeof useBoardTools>["api"], type: WorkoutType): Promise<unknown> {
  const { plans } = await api.get<{ plans: readonly { workoutType: WorkoutType; plan: unknown }[] }>(
    "/api/plan-starters",
  );
  return plans.find((starter) => starter.workoutType === type)?.plan;
}
