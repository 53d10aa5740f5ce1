/** Shows what was asked for: quiet lines while it comes, the refusal with a way on, then the answer, with its age where it is one of before. */

import "./ui.css";
import { Button, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import type { Asked } from "../AccountContext";
import { useWords } from "../i18n/I18n";
import { isAway } from "../kept";
import { Sign } from "../shell/Sign";
import { EmptyState } from "./EmptyState";
import { ErrorNote } from "./ErrorNote";

export interface AskingProps<Answer> {
  asked: Asked<Answer>;
  /** A part of a page that says itself how old it is. */
  within?: boolean;
  children(answer: Answer): ReactNode;
}

export function Asking<Answer>({ asked, within = false, children }: AskingProps<Answer>) {
  const { answer, asOfMs, problem, again } = asked;
  if (answer === null && problem !== null && isAway(problem)) return <NothingKept onRetry={again} />;
  return (
    <>
      <ErrorNote problem={problem} onRetry={again} />
      {asOfMs === null || within ? null : <AsOf atMs={asOfMs} onRetry={again} />}
      {answer !== null ? children(answer) : problem === null ? <Coming /> : null}
    </>
  );
}

/** The page is one of before: of when, what cannot be done now, and that it comes back by itself. */
export function AsOf({ atMs, onRetry }: { atMs: number; onRetry?: () => void }) {
  const { t, whenText } = useWords();
  return (
    <div className="away-note" role="status">
      <Sign name="away" />
      <div>
        <p>
          <b>{t("ui.away.asOf", { when: whenText(atMs) })}</b>
        </p>
        <p>{t("ui.away.text")}</p>
      </div>
      {onRetry === undefined ? null : (
        <Button variant="default" onClick={onRetry}>
          {t("ui.retry")}
        </Button>
      )}
    </div>
  );
}

function NothingKept({ onRetry }: { onRetry(): void }) {
  const { t } = useWords();
  return (
    <div role="alert">
      <EmptyState sign="away" title={t("ui.away.title")} text={t("ui.away.nothing")}>
        <Button size="md" variant="default" onClick={onRetry}>
          {t("ui.retry")}
        </Button>
      </EmptyState>
    </div>
  );
}

const LINES = [92, 100, 84, 96];

function Coming() {
  const { t } = useWords();
  return (
    <div className="coming late" role="status" aria-label={t("ui.coming")}>
      {LINES.map((width) => (
        <Skeleton key={width} height={44} width={`${width}%`} radius="md" />
      ))}
    </div>
  );
}
