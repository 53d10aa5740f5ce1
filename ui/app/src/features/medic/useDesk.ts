/** The desk of whoever is signed in, and whether the floor hears of a change now. */

import { useLink } from "@dryland/client/react";
import { useAccount, useMe } from "../../shared/AccountContext";
import { floorOfAccount } from "../../shared/pageFloor";
import { deskFor, type MedicDesk } from "./desk";

/** Null while nobody is signed in. */
export function useDesk(): MedicDesk | null {
  const account = useAccount();
  const me = useMe();
  const floor = floorOfAccount(account);
  return floor === null ? null : deskFor(floor, me);
}

export function useIsConnected({ floor }: MedicDesk): boolean {
  const { phase } = useLink(floor.link);
  return phase === "live" || phase === "slow";
}
