/**
 * Sentences of the server, said in a person's own language and units. The English texts are the server's own table.
 * A language's texts come after the first screen; until then, and where they cannot be fetched, the server's English stands.
 */

import type { Saying, WeightUnit } from "@dryland/client";
import { createIntl, createIntlCache, type IntlShape } from "react-intl";
import type { Locale } from "../preferences";

type Texts = Readonly<Record<string, string>>;

const LOADERS: Readonly<Record<Locale, () => Promise<{ default: Texts }>>> = {
  en: () => import("./en.json"),
  sv: () => import("./sv.json"),
};
const KG_PER_LB = 0.45359237;

const cache = createIntlCache();
const speakers = new Map<Locale, IntlShape>();

/** Fetches a language's texts; true once they are there. A device that is away tries again when it is asked again. */
export async function loadSayings(locale: Locale): Promise<boolean> {
  if (speakers.has(locale)) return true;
  try {
    const { default: messages } = await LOADERS[locale]();
    speakers.set(locale, createIntl({ locale, messages: { ...messages }, defaultLocale: "en" }, cache));
    return true;
  } catch {
    return false;
  }
}

/** The sentence, or null where a part of it is not known here: then the server's English is the one to show. */
export function saidText(
  sayings: readonly Saying[] | null | undefined,
  locale: Locale,
  unit: WeightUnit = "kg",
): string | null {
  if (sayings === null || sayings === undefined || sayings.length === 0) return null;
  const intl = speakers.get(locale);
  if (intl === undefined || !sayings.every(({ code }) => code in intl.messages)) return null;
  return sayings
    .map(({ code, figures = {} }) => intl.formatMessage({ id: code }, values(figures, intl, unit)))
    .reduce((text, part) => text + between(text, part) + part, "");
}

/** The sentence in the person's language; the server's own where it came without its codes. */
export function told(
  sayings: readonly Saying[] | null | undefined,
  english: string,
  locale: Locale,
  unit: WeightUnit = "kg",
): string {
  return saidText(sayings, locale, unit) ?? english;
}

/** What stands between two parts: nothing, a space or a semicolon, by their own punctuation. */
function between(text: string, part: string): string {
  if (text === "" || /^[,:;.]/.test(part)) return "";
  return /[.:;!?]$/.test(text) || /^[→(–]/.test(part) ? " " : "; ";
}

function values(figures: NonNullable<Saying["figures"]>, intl: IntlShape, unit: WeightUnit) {
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, figureText(name, figure, intl, unit)]),
  );
}

/** Whole numbers stay numbers, so that a text can count by them. */
function figureText(name: string, figure: number | string, intl: IntlShape, unit: WeightUnit): number | string {
  if (typeof figure === "string") return figure;
  if (name.endsWith("Kg")) {
    return `${plain(unit === "lbs" ? figure / KG_PER_LB : figure, intl)} ${unit === "lbs" ? "lb" : "kg"}`;
  }
  if (name.endsWith("Mps")) return intl.formatNumber(figure, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (name.endsWith("ChangePct")) return `${figure < 0 ? "−" : "+"}${plain(Math.abs(figure), intl)}`;
  return Number.isInteger(figure) && figure >= 0 ? figure : plain(figure, intl);
}

function plain(figure: number, intl: IntlShape): string {
  return intl.formatNumber(figure, { maximumFractionDigits: 2, useGrouping: false }).replace("-", "−");
}
