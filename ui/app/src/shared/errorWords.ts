/** What a refusal says to a person: in their language where we know the code, else in the server's own words. */

import type { Failure } from "@dryland/client";
import type { Words } from "./i18n/I18n";
import { MESSAGES, type MessageId } from "./i18n/messages";

/** What is needed to put a refusal into words; a refused connection has only a code and a message. */
export type Spoken = Pick<Failure, "message"> &
  Partial<Pick<Failure, "suggestedActions" | "context">> & { code: string };

function isMessageId(id: string): id is MessageId {
  return id in MESSAGES.en;
}

/** One or two sentences: what happened and, from an unknown code, what to do. */
export function errorWords(error: Spoken, words: Words): string {
  const id = `error.${error.code}`;
  if (isMessageId(id)) return words.t(id, { state: stateWord(error, words) });
  const action = error.suggestedActions?.[0];
  return action === undefined ? error.message : `${error.message} ${words.t("error.next", { action })}`;
}

function stateWord(error: Spoken, words: Words): string {
  const id = `status.${error.context?.state ?? ""}`;
  return isMessageId(id) ? words.t(id).toLowerCase() : (error.context?.state ?? "?");
}
