/** A refusal in words, where it happened, with the way on. */

import "./ui.css";
import { Button } from "@mantine/core";
import type { Problem } from "../api";
import { errorWords } from "../errorWords";
import { useWords } from "../i18n/I18n";
import { saidText } from "../sayings/say";
import { Sign } from "../shell/Sign";

/** Codes whose detail says what is wrong with this very input; the general words would say less. */
const TELLING = new Set(["VALIDATION_FAILED", "CONFLICT", "FORBIDDEN", "NOT_FOUND", "UNAUTHENTICATED"]);

export interface ErrorNoteProps {
  problem: Problem | null;
  onRetry?: () => void;
  /** Better words than the usual ones, by code, where a screen knows what was meant. */
  says?: Readonly<Record<string, string>>;
}

export function ErrorNote({ problem, onRetry, says }: ErrorNoteProps) {
  const words = useWords();
  if (problem === null) return null;
  return (
    <div className="error-note" role="alert">
      <Sign name="warning" />
      <div>
        <p>{says?.[problem.code] ?? problemWords(problem, words)}</p>
        {problem.faults.length === 0 ? null : (
          <ul>
            {problem.faults.map((fault) => (
              <li key={`${fault.path} ${fault.message}`}>
                <code>{fault.path.replace(/^\$\.?/, "")}</code> {fault.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      {onRetry === undefined ? null : (
        <Button variant="default" onClick={onRetry}>
          {words.t("ui.retry")}
        </Button>
      )}
    </div>
  );
}

export function problemWords(problem: Problem, words: ReturnType<typeof useWords>): string {
  const said = saidText(problem.detailSayings, words.locale);
  if (TELLING.has(problem.code) && said !== null) return said;
  const own = TELLING.has(problem.code) && problem.message !== "" && problem.message !== problem.code;
  return own ? problem.message : errorWords(problem, words);
}
