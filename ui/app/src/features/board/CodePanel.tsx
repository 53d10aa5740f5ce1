/** The code of one session beside the board, to hold up to a phone or a tablet: made with one tap, scanned by the other. */

import type { TrainingSessionState } from "@dryland/client";
import { ActionIcon } from "@mantine/core";
import { useEffect, useState } from "react";
import { type Api, Problem } from "../../shared/api";
import { errorWords } from "../../shared/errorWords";
import { Icon } from "../../shared/Icon";
import type { JoinCode } from "../../shared/records";
import { QrCard } from "../../shared/ui/QrCard";
import { useBoardWords } from "./words";

export interface CodePanelProps {
  api: Api;
  state: TrainingSessionState;
  onClose(): void;
}

export default function CodePanel({ api, state, onClose }: CodePanelProps) {
  const words = useBoardWords();
  const { t } = words;
  const { code, fault } = useCode(api, state.sessionId);
  const title = t("board.code.title");
  return (
    <aside className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        <ActionIcon variant="default" size={44} aria-label={t("panel.close")} onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </header>
      {fault === null ? null : <p role="alert">{fault instanceof Problem ? errorWords(fault, words) : `${fault}`}</p>}
      {code === null && fault === null ? <p className="panel-quiet">{t("board.code.making")}</p> : null}
      {code === null ? null : (
        <QrCard title={state.workoutName} svg={code.qrSvg ?? ""} alt={t("board.code.alt")} code={code.code ?? ""}>
          <p className="panel-quiet">{t("board.code.text", { place: `${window.location.host}/join` })}</p>
        </QrCard>
      )}
    </aside>
  );
}

/** One new code for as long as the panel is open on a session. */
function useCode(api: Api, sessionId: string): { code: JoinCode | null; fault: unknown } {
  const [made, setMade] = useState<{ code: JoinCode | null; fault: unknown }>({ code: null, fault: null });
  useEffect(() => {
    let gone = false;
    api.post<JoinCode>("/api/join-codes", { sessionId }, { repeat: false }).then(
      (code) => gone || setMade({ code, fault: null }),
      (fault: unknown) => gone || setMade({ code: null, fault }),
    );
    return () => {
      gone = true;
    };
  }, [api, sessionId]);
  return made;
}
