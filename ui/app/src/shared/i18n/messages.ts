/** The two languages of the screens. English is the list of what must be said; a test holds Swedish to it. */

import type { Locale } from "../preferences";
import en from "./en.json";
import sv from "./sv.json";

export type MessageId = keyof typeof en;

export const MESSAGES: Readonly<Record<Locale, Record<MessageId, string>>> = { en, sv };

export const LOCALES: readonly { locale: Locale; name: string }[] = [
  { locale: "en", name: "English" },
  { locale: "sv", name: "Svenska" },
];
