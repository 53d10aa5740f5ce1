/** A feature's own words, loaded with the feature: `en.json` and `sv.json` beside its screens, on top of the shared ones. */

import { createIntl, createIntlCache } from "react-intl";
import type { Locale } from "../preferences";
import { type MessageValues, useWords, type Words } from "./I18n";
import { MESSAGES, type MessageId } from "./messages";

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
    const t: FeatureWords<Id>["t"] = (id, values) => intl.formatMessage({ id }, values);
    made.set(locale, t);
    return t;
  };
  return () => {
    const words = useWords();
    return { ...words, t: speaker(words.locale) };
  };
}
