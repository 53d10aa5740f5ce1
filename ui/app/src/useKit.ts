/** How an athlete's screen comes in: by a link or a sign-in, with a session; then one kit for the page, outside of React. */

import { useState } from "react";
import { useAccount, useAccountState } from "./shared/AccountContext";
import { type Account, type AccountState, whoIs } from "./shared/account";
import { type Holder, holderOf, type Kit, openKit } from "./shared/athlete/kit";
import { type Entry, leave, save, takeEntry } from "./shared/entry";

let opened: { key: string; kit: Kit } | null = null;

/** Who comes in, and what they show to the node. */
interface Pass {
  key: string;
  token: string | (() => Promise<string>);
  holder: Holder;
}

function kitFor(pass: Pass, sessionId: string): Kit {
  const key = `${sessionId} ${pass.key}`;
  if (opened?.key === key) return opened.kit;
  opened?.kit.close();
  opened = { key, kit: openKit({ token: pass.token, holder: pass.holder, sessionId }) };
  return opened.kit;
}

export interface Door {
  /** Somebody is signed in, by whatever way. */
  isIn: boolean;
  kit: Kit | null;
  refused: boolean;
  open(fragment: string): void;
  pick(sessionIds: string[]): void;
  refuse(): void;
  leave(): void;
}

/** A tablet that everybody shares and a player's phone stay signed in over a restart, so the entry is kept with the device. */
export function useKit(first: Entry | null): Door {
  const account = useAccount();
  const state = useAccountState();
  const [entry, setEntry] = useState(() => kept(first) ?? takeEntry("", window.localStorage));
  const [picked, setPicked] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const pass = entry === null ? passOf(account, state) : passByLink(entry);
  const sessionId = picked ?? entry?.sessionIds[0] ?? pass?.holder.sessionId ?? null;
  const out = () => {
    leave(window.localStorage);
    leave(window.sessionStorage);
    opened?.kit.close();
    opened = null;
    setEntry(null);
  };
  return {
    isIn: pass !== null,
    kit: pass === null || sessionId === null ? null : kitFor(pass, sessionId),
    refused,
    open(fragment) {
      setRefused(false);
      setEntry(takeEntry(fragment, window.localStorage));
    },
    pick(sessionIds) {
      setPicked(sessionIds[0] ?? null);
      if (entry !== null) kept({ ...entry, sessionIds: sessionIds.slice(0, 1) });
    },
    refuse() {
      setRefused(true);
      out();
    },
    leave: out,
  };
}

function kept(entry: Entry | null): Entry | null {
  if (entry !== null) save(window.localStorage, entry);
  return entry;
}

function passByLink({ token }: Entry): Pass {
  return { key: token, token, holder: holderOf(token) };
}

function passOf(account: Account, state: AccountState): Pass | null {
  const me = whoIs(state);
  if (me === null) return null;
  const { name, playerId = null, sessionId = null, station, userId } = me;
  const holder = { name, playerId, sessionId, isStation: station === true };
  return { key: userId, token: () => account.freshToken(), holder };
}
