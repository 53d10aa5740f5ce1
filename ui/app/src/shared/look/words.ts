/** The words of looking back, shared by the debrief and the view of a session. */

import { useMemo } from "react";
import { featureWords } from "../i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useLookWords = featureWords({ en, sv });
export type LookWords = ReturnType<typeof useLookWords>;

export interface Times {
  day(at: string): string;
  clock(at: string): string;
}

/** Days and times of day where the reader is. */
export function useTimes(): Times {
  const { locale } = useLookWords();
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
    const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
    return { day: (at) => day.format(Date.parse(at)), clock: (at) => clock.format(Date.parse(at)) };
  }, [locale]);
}

/** A figure with its unit, or a dash. */
export function figure(value: number | null | undefined, unit = "", digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const text = value.toFixed(digits).replace("-", "−");
  return unit === "" ? text : `${text} ${unit}`;
}
