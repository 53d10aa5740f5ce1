/** Gives orders to a bundle and says in words why one was refused. Nothing here is ever queued. */

import { type BulkOperation, EVENTS, type Outcome } from "@dryland/client";
import { useLinkPhase } from "@dryland/client/react";
import { useCallback, useState } from "react";
import { errorWords } from "../../../shared/errorWords";
import { useBoardTools } from "../context";
import { useBoardWords } from "../words";

export interface Orders {
  /** Whether an order would arrive now. */
  up: boolean;
  busy: boolean;
  /** Why the last order did not happen. */
  refusal: string | null;
  give(operation: BulkOperation): Promise<boolean>;
  /** Ends every session that is not over. */
  end(sessionIds: readonly string[]): Promise<void>;
  forget(): void;
}

export function useOrders(bundleId: string): Orders {
  const words = useBoardWords();
  const { link, bundles } = useBoardTools();
  const phase = useLinkPhase(link);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const up = phase === "live" || phase === "slow";
  const carry = useCallback(
    async (order: Promise<Outcome>) => {
      setBusy(true);
      setRefusal(null);
      const answer = await order;
      setBusy(false);
      if (!answer.ok) setRefusal(errorWords(answer.error, words));
      return answer.ok;
    },
    [words],
  );
  const give = useCallback(
    (operation: BulkOperation) => carry(bundles.execute(bundleId, operation)),
    [carry, bundles, bundleId],
  );
  const end = useCallback(
    async (sessionIds: readonly string[]) => {
      await Promise.all(sessionIds.map((sessionId) => carry(link.send(EVENTS.SESSION_END, { sessionId }))));
    },
    [carry, link],
  );
  return { up, busy, refusal, give, end, forget: () => setRefusal(null) };
}
