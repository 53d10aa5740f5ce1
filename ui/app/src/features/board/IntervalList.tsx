/** The plan of a player's session with what each finished interval was. */

import {
  EMPTY_VALUES,
  type Interval,
  type IntervalAnalysis,
  type PlayerSessionStatus,
  type Session,
} from "@dryland/client";
import { useSession } from "@dryland/client/react";
import { clockText, wholeText } from "../../shared/format";
import { useWords } from "../../shared/i18n/I18n";
import { currentIndex } from "./tileFacts";
import { usePlan } from "./useRanking";
import { useTick } from "./useTick";

export function IntervalList({ session, player }: { session: Session; player: PlayerSessionStatus }) {
  const { t } = useWords();
  useTick();
  const view = useSession(session);
  const plan = usePlan(view);
  const results = view.model.analyses[player.playerId] ?? [];
  const index = currentIndex(player, session.live(player.playerId)?.values ?? EMPTY_VALUES);
  if (plan === null) return <p className="panel-quiet">{t("panel.noPlan")}</p>;
  return (
    <section>
      <h3>{t("panel.intervals")}</h3>
      <table className="intervals">
        <thead>
          <tr>
            <th scope="col">{t("panel.interval")}</th>
            <th scope="col">{t("panel.duration")}</th>
            <th scope="col">{t("panel.avgHr")}</th>
            <th scope="col">{t("panel.maxHr")}</th>
            <th scope="col">{t("panel.avgPower")}</th>
            <th scope="col">{t("panel.inTargetShare")}</th>
          </tr>
        </thead>
        <tbody>
          {plan.intervals.map((interval, at) => (
            <Row
              key={interval.id}
              interval={interval}
              result={results.find((one) => one.index === at)}
              now={at === index}
              past={index !== null && at < index}
            />
          ))}
        </tbody>
      </table>
      <p className="panel-quiet">{t("panel.intervalsNote")}</p>
    </section>
  );
}

interface RowProps {
  interval: Interval;
  result: IntervalAnalysis | undefined;
  now: boolean;
  past: boolean;
}

function Row({ interval, result, now, past }: RowProps) {
  const { t } = useWords();
  const share = result?.zoneCompliance ?? result?.powerCompliance;
  return (
    <tr data-now={now} data-past={past} data-kind={interval.type} aria-current={now ? "step" : undefined}>
      <th scope="row">
        {interval.name}
        {now ? <span className="board-tag">{t("panel.now")}</span> : null}
      </th>
      <td>{clockText(result?.duration ?? interval.duration)}</td>
      <td>{cell(result?.avgHeartRate)}</td>
      <td>{cell(result?.maxHeartRate)}</td>
      <td>{cell(result?.avgPower)}</td>
      <td>{share === undefined ? "" : `${wholeText(share)} %`}</td>
    </tr>
  );
}

function cell(value: number | undefined): string {
  return value === undefined ? "" : wholeText(value);
}
