/** A feature's own words, loaded with the feature: `en.json` and `sv.json` beside its screens, on top of the shared ones. */

import { createIntl, createIntlCache } from "react-intl";
import type { Locale } from "../preferences";
import { type MessageValues, useWords, type Words } from "./I18n";
import { MESSAGES, type MessageId } from "./messages";
import { remembering } from "./remembering";

export interface FeatureWords<Id extends string> extends Omit<Words, "t"> {
  /** The feature's or a shared message in the present language. */
  t(id: Id | MessageId, values?: MessageValues): string;
}

/** Makes the hook that gives a feature its words. Both languages must say the same things; a test holds them to it. */
export function featureWords<Id extends string>(
  messages: Readonly<Record<Locale, Readonly<Record<Id, string>>>>,
): () => FeatureWords<Id> {
  const cache = createIntlCache();
  const made = new Map<Locale, FeatureWords<Id>["t"]>();
  const speaker = (locale: Locale): FeatureWords<Id>["t"] => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const all = { ...MESSAGES[locale], ...messages[locale] };
    const intl = createIntl({ locale, messages: all, defaultLocale: "en" }, cache);
    const t: FeatureWords<Id>["t"] = remembering((id, values) => intl.formatMessage({ id }, values));
    made.set(locale, t);
    return t;
  };
  // One object for as long as the language stays: what depends on the words is not made anew at each render.
  const given = new WeakMap<Words, FeatureWords<Id>>();
  return () => {
    const words = useWords();
    const known = given.get(words) ?? { ...words, t: speaker(words.locale) };
    given.set(words, known);
    return known;
  };
}
