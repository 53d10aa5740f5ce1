/** Lets a player's own device speak as the player reads; asked once for each sign-in. */

import { useEffect } from "react";
import { useAccountState, useApi } from "./shared/AccountContext";
import { useAdoptPerson } from "./shared/person";
import type { Player } from "./shared/records";

export function PersonOfPage() {
  const state = useAccountState();
  const api = useApi();
  const adopt = useAdoptPerson();
  const own = state.kind === "in" && state.me.station !== true ? (state.me.playerId ?? null) : null;
  const isLimited = state.kind === "in" && state.me.sessionId != null;
  useEffect(() => {
    if (own === null || isLimited) return;
    const abort = new AbortController();
    const ask = api.get<Player>(`/api/players/${encodeURIComponent(own)}`, { signal: abort.signal });
    ask.then((player) => adopt(player, { anew: false })).catch(() => undefined); // the device's own way stays
    return () => abort.abort();
  }, [own, isLimited, api, adopt]);
  return null;
}
