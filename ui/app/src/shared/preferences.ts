/** The language this device's user chose. A device that forbids storage just forgets. */

export type Locale = "en" | "sv";

const LOCALE_KEY = "dryland:locale";

export function readPreference(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writePreference(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

/** The chosen language, else the first of the browser's that we speak, else English. */
export function initialLocale(chosen: string | null, browser: readonly string[]): Locale {
  if (chosen === "en" || chosen === "sv") return chosen;
  const spoken = browser.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === "en" || tag === "sv");
  return spoken === "sv" ? "sv" : "en";
}

export const loadLocale = (): Locale => initialLocale(readPreference(LOCALE_KEY), navigator.languages);
export const saveLocale = (locale: Locale): void => writePreference(LOCALE_KEY, locale);
/** Whether somebody has chosen a language on this device. */
export const hasChosenLocale = (): boolean => readPreference(LOCALE_KEY) !== null;
