/** STOP over the whole glass while a stop is in force. Nothing behind it can be tapped. */

import type { Emergency } from "@dryland/client";
import { useEffect, useRef } from "react";
import { useAthleteWords } from "./words";

export function StopScreen({ emergency }: { emergency: Emergency | undefined }) {
  const { t, timeOfDay } = useAthleteWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="stop-screen" role="alert">
      <h1 ref={heading} tabIndex={-1}>
        {t("athlete.stop")}
      </h1>
      <p>{t("athlete.stop.text")}</p>
      {emergency?.reason === undefined ? null : <p className="stop-reason">{emergency.reason}</p>}
      {emergency === undefined ? null : (
        <p className="stop-since">{t("athlete.stop.since", { time: timeOfDay(Date.parse(emergency.at)) })}</p>
      )}
    </div>
  );
}
