/** The few figures at the head of a session: planned and done, time, players; data and advice where there were any. */

import { clockText } from "../format";
import type { SessionPage } from "./pages";
import { figure, useLookWords } from "./words";
import "./look.css";

export function Figures({ page }: { page: SessionPage }) {
  const { t } = useLookWords();
  const items = [
    { name: t("look.plannedDone"), value: t("look.ofTwo", { done: page.steps.done, planned: page.steps.planned }) },
    { name: t("look.duration"), value: clockText(page.duration) },
    { name: t("look.players"), value: `${page.players.length}` },
    ...(page.dataCompleteness === undefined
      ? []
      : [{ name: t("look.data"), value: figure(page.dataCompleteness, "%") }]),
    ...(page.advice.given === 0
      ? []
      : [
          {
            name: t("look.adviceAccepted"),
            value: t("look.ofTwo", { done: page.advice.accepted, planned: page.advice.given }),
          },
        ]),
  ];
  return (
    <dl className="look-figures" aria-label={t("look.figures")}>
      {items.map((item) => (
        <div key={item.name}>
          <dt>{item.name}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
