/** Gives the screens the page's account and its questions to the server. */

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { type Account, type AccountState, type Me, whoIs } from "./account";
import { type Api, asProblem, Problem } from "./api";
import { draftsOf, isAway, type Keep, type Kept, keepAnswers, type Shelf, shelfOf } from "./kept";

export const AccountContext = createContext<Account | null>(null);

export function AccountProvider({ account, children }: { account: Account; children: ReactNode }) {
  return <AccountContext.Provider value={account}>{children}</AccountContext.Provider>;
}

export function useAccount(): Account {
  const account = useContext(AccountContext);
  if (account === null) throw new Error("useAccount needs <AccountProvider> above it");
  return account;
}

export function useAccountState(): AccountState {
  const account = useAccount();
  return useSyncExternalStore(account.onState, account.state);
}

export const useApi = (): Api => useAccount().api;

/** Who is signed in, or was until the server could not be asked; only below a gate that has made sure of it. */
export function useMe(): Me {
  const me = whoIs(useAccountState());
  if (me === null) throw new Error("useMe needs somebody signed in");
  return me;
}

/** Names what one person keeps on this device; null while nobody is known. */
export const ownerOf = (me: Me | null): string | null => (me === null ? null : `${me.orgId}:${me.userId}`);

interface Standing<Answer> {
  /** The newest answer; it stays while a newer one is asked for. */
  answer: Answer | null;
  problem: Problem | null;
  loading: boolean;
  /** When the answer was new, ms since 1970, where it is one that this device kept; null for the server's own. */
  asOfMs: number | null;
}

export interface Asked<Answer> extends Standing<Answer> {
  /** Asks again. */
  again(): void;
  /** Puts in what is known already, as the answer to a change. */
  put(answer: Answer): void;
}

const SILENT_MS = 10_000;
const LOOK_AGAIN_MS = 5_000;

/**
 * Asks when the screen opens and whenever `ask` changes; wrap it in `useCallback`. What is asked with a `keep` can be read
 * again while the server is away. As long as it is away, it is asked again from time to time.
 */
export function useAsked<Answer>(ask: (api: Api, signal: AbortSignal) => Promise<Answer>, keep?: Keep): Asked<Answer> {
  const { api, state } = useAccount();
  const [round, setRound] = useState(0);
  const [asked, setAsked] = useState<Standing<Answer>>({ answer: null, problem: null, loading: true, asOfMs: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same question again
  useEffect(() => {
    const abort = new AbortController();
    const owner = ownerOf(whoIs(state()));
    const keeping = keep === undefined || owner === null ? null : keepAnswers(api, shelfOf(keep, owner));
    setAsked((before) => ({ ...before, loading: true }));
    const silent = setTimeout(
      () =>
        setAsked((before) => (before.answer === null ? { ...before, problem: new Problem("NOT_CONNECTED") } : before)),
      SILENT_MS,
    );
    const done = (next: (before: Standing<Answer>) => Standing<Answer>) => {
      clearTimeout(silent);
      if (!abort.signal.aborted) setAsked(next);
    };
    ask(keeping?.api ?? api, abort.signal).then(
      (answer) => done(() => ({ answer, problem: null, loading: false, asOfMs: keeping?.asOfMs() ?? null })),
      (error: unknown) => done((before) => ({ ...before, problem: asProblem(error), loading: false })),
    );
    return () => {
      clearTimeout(silent);
      abort.abort();
    };
  }, [api, ask, keep, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const put = useCallback((answer: Answer) => setAsked({ answer, problem: null, loading: false, asOfMs: null }), []);
  const away = asked.asOfMs !== null || (asked.problem !== null && isAway(asked.problem));
  useAgain(away && !asked.loading, again);
  return { ...asked, again, put };
}

/** What this person keeps in one place. */
export function useShelf(keep: Keep): Shelf {
  const owner = ownerOf(useMe()) ?? "";
  return useMemo(() => shelfOf(keep, owner), [keep, owner]);
}

export interface Draft<Value> {
  /** What was kept when the screen opened; null for nothing. */
  first: Kept<Value> | null;
  keep(value: Value): void;
  drop(): void;
}

/** What somebody types and has not saved yet: kept on this device under a name until it is saved or discarded. */
export function useDraft<Value>(where: Keep, name: string): Draft<Value> {
  const owner = ownerOf(useMe()) ?? "";
  const shelf = useMemo(() => draftsOf(where, owner), [where, owner]);
  const [first] = useState(() => shelf.read<Value>(name));
  return useMemo(
    () => ({ first, keep: (value) => void shelf.write(name, value), drop: () => shelf.drop(name) }),
    [first, shelf, name],
  );
}

/** Calls `again` from time to time while it is wanted, and at once when the device says that it has a network. */
export function useAgain(wanted: boolean, again: () => void): void {
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(again, LOOK_AGAIN_MS);
    window.addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", again);
    };
  }, [wanted, again]);
}

export interface Doing<Arguments extends unknown[]> {
  busy: boolean;
  problem: Problem | null;
  /** Carries it out; true when it went well. A second call while one is under way does nothing. */
  run(...given: Arguments): Promise<boolean>;
  clear(): void;
}

/** A change with its waiting and its refusal. */
export function useDoing<Arguments extends unknown[]>(
  act: (...given: Arguments) => Promise<unknown>,
): Doing<Arguments> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (...given: Arguments): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await act(...given);
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: () => setProblem(null) };
}
