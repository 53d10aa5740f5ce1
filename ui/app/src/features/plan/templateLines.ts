/** A template as lines to read, one for how players are spread and one a session. Knows no screen. */

import { gearWord } from "./gear";
import { type Difference, differences, type Line, nameDifference } from "./lines";
import type { Facility, PlanListed, TemplateBody, TemplateSession } from "./records";
import type { PlanWords } from "./words";

type Say = PlanWords["t"];

/** What a template names by identifier. */
export interface Named {
  plans: readonly PlanListed[];
  facilities: readonly Facility[];
  teams: readonly { id: string; name: string }[];
}

const nameOf = (among: readonly { id: string; name: string }[], id: string | null | undefined): string | null =>
  id === null || id === undefined ? null : (among.find((one) => one.id === id)?.name ?? id);

const joined = (parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(", ");

export const templateLines = (body: TemplateBody, named: Named, t: Say): Line[] => [
  { id: "spread", name: t("plan.spread"), words: spreadWords(body, named, t) },
  ...body.sessions.map((session, place) => ({
    id: `session-${place}`,
    name: t("plan.sessionNumber", { number: place + 1 }),
    words: sessionWords(session, named, t),
  })),
];

function spreadWords({ teamId, distributeBy, estimatedDuration, pins }: TemplateBody, named: Named, t: Say): string {
  const pinned = Object.keys(pins ?? {}).length;
  return joined([
    nameOf(named.teams, teamId),
    t(`plan.by.${distributeBy ?? "evenly"}`),
    estimatedDuration == null ? null : t("plan.say.minutes", { minutes: estimatedDuration }),
    pinned === 0 ? null : t("plan.say.pinned", { count: pinned }),
  ]);
}

function sessionWords(session: TemplateSession, named: Named, t: Say): string {
  const plan = nameOf(named.plans, session.planId);
  return joined([
    session.name ?? null,
    plan === session.name ? null : plan,
    nameOf(named.facilities, session.facilityId),
    ...(session.equipment ?? []).map((need) => `${need.count} × ${gearWord(need.type, t)}`),
    session.startOffset == null ? null : t("plan.say.after", { minutes: Math.round(session.startOffset / 60) }),
  ]);
}

/** Where two versions of a template differ. */
export const templateDifferences = (
  mine: TemplateBody & { name: string },
  theirs: TemplateBody & { name: string },
  named: Named,
  t: Say,
): Difference[] => [
  ...nameDifference(mine.name, theirs.name, t),
  ...differences(templateLines(mine, named, t), templateLines(theirs, named, t)),
];
