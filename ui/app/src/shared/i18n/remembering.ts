/**
 * Keeps what was just said. Putting a message together costs more than all else a screen does in a second, and a hundred
 * tiles say the same few things.
 */

import type { MessageValues } from "./I18n";

type Speak<Id extends string> = (id: Id, values?: MessageValues) => string;

/** Times and counts go on for ever; what is kept does not. */
const MOST = 2_000;

export function remembering<Id extends string>(speak: Speak<Id>): Speak<Id> {
  const said = new Map<string, string>();
  return (id, values) => {
    const about = values === undefined ? id : `${id} ${JSON.stringify(values)}`;
    const known = said.get(about);
    if (known !== undefined) return known;
    const text = speak(id, values);
    if (said.size >= MOST) said.clear();
    said.set(about, text);
    return text;
  };
}
