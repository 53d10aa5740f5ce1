/** Says under the header that what is shown is not live, since when, and what can be done. */

import type { Session } from "@dryland/client";
import { useLink } from "@dryland/client/react";
import { Button } from "@mantine/core";
import { ageText } from "../../shared/format";
import { useWords } from "../../shared/i18n/I18n";
import { useBoardTools } from "./context";
import { useTick } from "./useTick";

export function LinkBanner({ sessions }: { sessions: readonly Session[] }) {
  const words = useWords();
  const { link } = useBoardTools();
  const state = useLink(link);
  useTick();
  const asOf = sessions.map((session) => session.view().asOfMs).filter((at) => at !== null);
  if ((state.phase !== "offline" && state.phase !== "connecting") || asOf.length === 0) return null;
  const since = Math.min(...asOf);
  const time = words.timeOfDay(since);
  const key = state.phase === "offline" ? "link.offline.banner" : "link.connecting.banner";
  return (
    <div className="banner" role="alert">
      <span>{words.t(key, { age: ageText(link.nowMs() - since), time })}</span>
      <Button size="sm" variant="default" onClick={() => link.retry()}>
        {words.t("link.retry")}
      </Button>
    </div>
  );
}
