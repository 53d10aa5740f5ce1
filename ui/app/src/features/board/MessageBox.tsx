/** A message to one player or to everybody of the shown sessions: typed, or one tap for what is said every day. */

import { EVENTS } from "@dryland/client";
import { useLinkPhase } from "@dryland/client/react";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { errorWords } from "../../shared/errorWords";
import { useBoardTools } from "./context";
import { useBoardWords } from "./words";

const LONGEST = 500;
const DAILY = ["water", "gather", "good"] as const;

export interface MessageBoxProps {
  sessionIds: readonly string[];
  /** One player; everybody when left out. */
  playerId?: string;
}

export function MessageBox({ sessionIds, playerId }: MessageBoxProps) {
  const words = useBoardWords();
  const { t } = words;
  const { link } = useBoardTools();
  const phase = useLinkPhase(link);
  const [text, setText] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const up = phase === "live" || phase === "slow";
  const send = async (message: string) => {
    const target = playerId === undefined ? {} : { targetPlayers: [playerId] };
    const answers = await Promise.all(
      sessionIds.map((sessionId) => link.send(EVENTS.SESSION_MESSAGE, { sessionId, message, ...target })),
    );
    const failed = answers.find((answer) => !answer.ok);
    setSaid(failed?.ok === false ? errorWords(failed.error, words) : t("board.message.sent", { message }));
    if (failed === undefined) setText("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") void send(text.trim());
  };
  return (
    <section>
      <h3>{t(playerId === undefined ? "board.message.all" : "board.message.one")}</h3>
      <form className="message" onSubmit={submit}>
        <TextInput
          size="md"
          aria-label={t(playerId === undefined ? "board.message.all" : "board.message.one")}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button size="md" type="submit" variant="default" disabled={!up || text.trim() === ""}>
          {t("board.message.send")}
        </Button>
      </form>
      <div className="message-daily">
        {DAILY.map((one) => (
          <Button
            key={one}
            size="md"
            variant="default"
            disabled={!up}
            onClick={() => void send(t(`board.message.${one}`))}
          >
            {t(`board.message.${one}`)}
          </Button>
        ))}
      </div>
      <p className="panel-quiet" role="status">
        {said}
      </p>
    </section>
  );
}
