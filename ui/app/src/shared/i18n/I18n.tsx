/** Gives the screens their words. `useWords` is the only way to them, and it knows every message by name. */

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { createIntl, createIntlCache, type IntlShape } from "react-intl";
import { type Locale, loadLocale, saveLocale } from "../preferences";
import { loadSayings } from "../sayings/say";
import { MESSAGES, type MessageId } from "./messages";
import { remembering } from "./remembering";

export type MessageValues = Record<string, string | number>;

export interface Words {
  locale: Locale;
  /** The message in the present language. */
  t(id: MessageId, values?: MessageValues): string;
  /** Time of day of a node time, hh:mm:ss. */
  timeOfDay(atMs: number): string;
  /** When something was: hh:mm today, with the day before that. */
  whenText(atMs: number): string;
  setLocale(locale: Locale): void;
}

const WordsContext = createContext<Words | null>(null);
const FollowContext = createContext<(locale: Locale) => void>(() => undefined);
const cache = createIntlCache();

export function createWords(locale: Locale, setLocale: (locale: Locale) => void): Words {
  const intl: IntlShape = createIntl({ locale, messages: MESSAGES[locale], defaultLocale: "en" }, cache);
  return {
    locale,
    t: remembering((id, values) => intl.formatMessage({ id }, values)),
    timeOfDay: (atMs) =>
      intl.formatTime(atMs, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }),
    whenText: (atMs) => {
      const isToday = new Date(atMs).toDateString() === new Date().toDateString();
      const day = isToday ? {} : ({ day: "numeric", month: "short" } as const);
      return intl.formatDate(atMs, { ...day, hour: "2-digit", minute: "2-digit", hour12: false });
    },
    setLocale,
  };
}

export function I18n({ children }: { children: ReactNode }) {
  const [locale, setState] = useState<Locale>(loadLocale);
  const setLocale = useCallback((next: Locale) => {
    saveLocale(next);
    setState(next);
  }, []);
  const [sayingsOf, setSayingsOf] = useState<Locale | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said changes when the texts have come
  const words = useMemo(() => createWords(locale, setLocale), [locale, setLocale, sayingsOf]);
  useEffect(() => {
    void loadSayings(locale).then((isThere) => isThere && setSayingsOf(locale));
  }, [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <FollowContext.Provider value={setState}>
      <WordsContext.Provider value={words}>{children}</WordsContext.Provider>
    </FollowContext.Provider>
  );
}

/** Speaks a language from now on without keeping it as the device's own. */
export const useFollowLocale = (): ((locale: Locale) => void) => useContext(FollowContext);

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error("useWords needs <I18n> above it");
  return words;
}
