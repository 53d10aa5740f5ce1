/** Gives the screens the page's account and its questions to the server. */

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import type { Account, AccountState, Me } from "./account";
import { type Api, asProblem, type Problem } from "./api";

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

/** Who is signed in; only below a gate that has made sure that somebody is. */
export function useMe(): Me {
  const state = useAccountState();
  if (state.kind !== "in") throw new Error("useMe needs somebody signed in");
  return state.me;
}

export interface Asked<Answer> {
  /** The newest answer; it stays while a newer one is asked for. */
  answer: Answer | null;
  problem: Problem | null;
  loading: boolean;
  /** Asks again. */
  again(): void;
  /** Puts in what is known already, as the answer to a change. */
  put(answer: Answer): void;
}

/** Asks when the screen opens and whenever `ask` changes; wrap it in `useCallback`. */
export function useAsked<Answer>(ask: (api: Api, signal: AbortSignal) => Promise<Answer>): Asked<Answer> {
  const api = useApi();
  const [round, setRound] = useState(0);
  const [asked, setAsked] = useState<Pick<Asked<Answer>, "answer" | "problem" | "loading">>({
    answer: null,
    problem: null,
    loading: true,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same question again
  useEffect(() => {
    const abort = new AbortController();
    setAsked((before) => ({ ...before, loading: true }));
    ask(api, abort.signal).then(
      (answer) => {
        if (!abort.signal.aborted) setAsked({ answer, problem: null, loading: false });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setAsked((before) => ({ ...before, problem: asProblem(error), loading: false }));
      },
    );
    return () => abort.abort();
  }, [api, ask, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const put = useCallback((answer: Answer) => setAsked({ answer, problem: null, loading: false }), []);
  return { ...asked, again, put };
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
