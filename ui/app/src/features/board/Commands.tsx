/** Start, pause, resume and end of one session. A refusal is said where the button is. */

import { EVENTS, type Session, type SessionStatus, type SessionView } from "@dryland/client";
import { useLinkPhase } from "@dryland/client/react";
import { Button } from "@mantine/core";
import { useState } from "react";
import { errorWords } from "../../shared/errorWords";
import { HoldButton } from "../../shared/HoldButton";
import { Icon, type IconName } from "../../shared/Icon";
import { useWords } from "../../shared/i18n/I18n";
import type { MessageId } from "../../shared/i18n/messages";
import { useBoardTools } from "./context";
import { RefusalNote } from "./RefusalNote";

interface Command {
  event: string;
  label: MessageId;
  icon: IconName;
}

const MAIN: Readonly<Partial<Record<SessionStatus, Command>>> = {
  scheduled: { event: EVENTS.SESSION_START, label: "command.start", icon: "play" },
  active: { event: EVENTS.SESSION_PAUSE, label: "command.pause", icon: "pause" },
  paused: { event: EVENTS.SESSION_RESUME, label: "command.resume", icon: "play" },
};

const MAY_COMMAND = new Set(["trainer", "admin"]);

export interface CommandsProps {
  session: Session;
  view: SessionView;
  /** The bundle's own commands come first; these are the exception. */
  bundled: boolean;
}

export function Commands({ session, view, bundled }: CommandsProps) {
  const words = useWords();
  const { t } = words;
  const { link } = useBoardTools();
  const phase = useLinkPhase(link);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const status = view.model.state?.status;
  if (status === undefined || !MAY_COMMAND.has(view.role ?? "")) return null;
  const stopped = view.model.state?.emergency !== undefined;
  const main = stopped ? undefined : MAIN[status];
  const down = phase !== "live" && phase !== "slow";
  const give = async (event: string, label: MessageId) => {
    setBusy(true);
    setRefusal(null);
    const ack = await link.send(event, { sessionId: session.sessionId });
    setBusy(false);
    if (!ack.ok) setRefusal(`${t("command.refused", { command: t(label) })}. ${errorWords(ack.error, words)}`);
  };
  return (
    <div className="commands">
      {main === undefined ? null : (
        <Button
          size={bundled ? "md" : "lg"}
          variant={status === "active" || bundled ? "default" : "filled"}
          leftSection={<Icon name={main.icon} />}
          disabled={down || busy}
          onClick={() => void give(main.event, main.label)}
        >
          <span className="command-word">{t(main.label)}</span>
        </Button>
      )}
      {status === "active" || status === "paused" ? (
        <HoldButton
          again={t("command.endAgain")}
          hint={t("command.endHint")}
          disabled={down || busy}
          onDone={() => void give(EVENTS.SESSION_END, "command.end")}
        >
          <Icon name="stop" />
          <span className="command-word">{t("command.endHold")}</span>
        </HoldButton>
      ) : null}
      <RefusalNote words={refusal} onClose={() => setRefusal(null)} />
    </div>
  );
}
