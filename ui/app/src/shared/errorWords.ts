/** What a refusal says to a person: in their language where we know the code, else in the server's own words. */

import type { Failure } from "@dryland/client";
import type { Words } from "./i18n/I18n";
import { MESSAGES, type MessageId } from "./i18n/messages";
import { saidText } from "./sayings/say";

/** What is needed to put a refusal into words; a refused connection has only a code and a message. */
export type Spoken = Pick<Failure, "message"> &
  Partial<Pick<Failure, "suggestedActions" | "context" | "detailSayings">> & { code: string };

function isMessageId(id: string): id is MessageId {
  return id in MESSAGES.en;
}

/** What happened in this very case where the node says it by code, what that means and, from an unknown code, what to do. */
export function errorWords(error: Spoken, words: Words): string {
  const id = `error.${error.code}`;
  const detail = saidText(error.detailSayings, words.locale);
  if (isMessageId(id)) {
    const known = words.t(id, { state: stateWord(error, words) });
    return detail === null ? known : `${detail} ${known}`;
  }
  const sayings = [...(error.detailSayings ?? []), { code: `error_${error.code}` }];
  const meant = words.locale === "en" ? error.message : saidText(sayings, words.locale);
  const english = error.suggestedActions?.[0];
  if (english === undefined) return meant ?? error.message;
  const action = saidText([{ code: `action_${error.code}` }], words.locale) ?? english;
  return `${meant ?? error.message} ${words.t("error.next", { action })}`;
}

function stateWord(error: Spoken, words: Words): string {
  const id = `status.${error.context?.state ?? ""}`;
  return isMessageId(id) ? words.t(id).toLowerCase() : (error.context?.state ?? "?");
}
