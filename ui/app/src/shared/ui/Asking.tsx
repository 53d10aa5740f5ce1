/** Shows what was asked for: quiet lines while it comes, the refusal with a way on, then the answer. */

import "./ui.css";
import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import type { Asked } from "../AccountContext";
import { useWords } from "../i18n/I18n";
import { ErrorNote } from "./ErrorNote";

export interface AskingProps<Answer> {
  asked: Asked<Answer>;
  children(answer: Answer): ReactNode;
}

export function Asking<Answer>({ asked, children }: AskingProps<Answer>) {
  return (
    <>
      <ErrorNote problem={asked.problem} onRetry={asked.again} />
      {asked.answer !== null ? children(asked.answer) : asked.problem === null ? <Coming /> : null}
    </>
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
