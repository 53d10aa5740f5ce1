/**
 * A person's own language and units on the device in their hand. What was chosen on the device itself comes first, for a
 * device may be lent; what the person chooses now holds on this device too.
 */

import { useCallback } from "react";
import { useFollowLocale, useWords } from "./i18n/I18n";
import { hasChosenLocale, type Locale, readPreference, writePreference } from "./preferences";
import type { Player } from "./records";

const unitKey = (playerId: string): string => `dryland:unit:${playerId}`;

export interface Person {
  id: string;
  language?: Locale | null;
  weightUnit: Player["weightUnit"];
}

/** What a device takes over from a person: the language to speak, null to stay with its own; the unit is kept at once. */
export function adopted(person: Person, { anew }: { anew: boolean }): Locale | null {
  if (anew || readPreference(unitKey(person.id)) === null) writePreference(unitKey(person.id), person.weightUnit);
  if (person.language == null) return null;
  return anew || !hasChosenLocale() ? person.language : null;
}

export function useAdoptPerson(): (person: Person, how: { anew: boolean }) => void {
  const follow = useFollowLocale();
  const { setLocale } = useWords();
  return useCallback(
    (person, how) => {
      const locale = adopted(person, how);
      if (locale === null) return;
      if (how.anew && hasChosenLocale()) setLocale(locale);
      else follow(locale);
    },
    [follow, setLocale],
  );
}
