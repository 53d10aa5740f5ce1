/** Each player of a session: what stands out, the curve, what was done, what the data is worth, records and advice. */

import { clockText } from "../format";
import { Section } from "../ui/Section";
import type { Flag, PlayerPage } from "./pages";
import { TraceChart } from "./TraceChart";
import { WorkTables } from "./WorkTables";
import { figure, type LookWords, useLookWords } from "./words";
import "./look.css";

export function PlayerParts({ players }: { players: readonly PlayerPage[] }) {
  return players.map((player) => <PlayerPart key={player.playerId} player={player} />);
}

export const titleOf = (player: Pick<PlayerPage, "playerName" | "jerseyNumber">): string =>
  player.jerseyNumber === undefined ? player.playerName : `${player.jerseyNumber} · ${player.playerName}`;

const NO_BLOCKS: readonly never[] = [];

function PlayerPart({ player }: { player: PlayerPage }) {
  const { t } = useLookWords();
  const { trace, work, flags, personalRecords } = player;
  return (
    <div className="player-part" id={`player-${player.playerId}`}>
      <Section title={titleOf(player)} lead={figuresWords(t, player)}>
        {flags.length === 0 ? null : (
          <ul className="look-list look-flags">
            {flags.map((flag) => (
              <li key={flag.code}>{flagWords(t, flag)}</li>
            ))}
          </ul>
        )}
        {trace === undefined ? null : (
          <TraceChart trace={trace} bands={player.bands} blocks={work?.blocks ?? NO_BLOCKS} name={player.playerName} />
        )}
        <WorkTables player={player} />
        {personalRecords.length === 0 ? null : (
          <ul className="look-list">
            {personalRecords.map((record) => (
              <li key={`${record.kind} ${record.value}`}>
                <b>{t("look.record")}</b> {t(`look.record.${record.kind}`, { value: figure(record.value, "", 1) })}
                {record.previous === undefined ? null : (
                  <> {t("look.before", { value: figure(record.previous, "", 1) })}</>
                )}
              </li>
            ))}
          </ul>
        )}
        <p className="look-note">
          {qualityWords(t, player)} {adviceWords(t, player)}
        </p>
      </Section>
    </div>
  );
}

function figuresWords(t: LookWords["t"], player: PlayerPage): string {
  const parts = [
    t("look.stepsOf", { done: player.steps.done, planned: player.steps.planned }),
    player.averageHeartRate === undefined ? null : `${figure(player.averageHeartRate)} bpm`,
    player.averagePower === undefined ? null : `${figure(player.averagePower)} W`,
    player.trimp === undefined ? null : `${figure(player.trimp)} TRIMP`,
    player.tonnageKg === undefined ? null : `${figure(player.tonnageKg)} kg`,
    player.energyKcal === undefined ? null : `${figure(player.energyKcal)} kcal`,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

const KNOWN_FLAGS = [
  "low_completeness",
  "low_compliance",
  "questioned_entries",
  "failed_sets",
  "w_balance_below_zero",
] as const;

/** A flag says what was found and against what; one that is not known here still gives its figure. */
export function flagWords(t: LookWords["t"], flag: Flag): string {
  const code = KNOWN_FLAGS.find((known) => known === flag.code);
  if (code === undefined) return `${flag.code.replaceAll("_", " ")}: ${figure(flag.value, "", 1)}`;
  return t(`look.flag.${code}`, { value: +flag.value.toFixed(1), limit: +(flag.limit ?? 0).toFixed(1) });
}

function qualityWords(t: LookWords["t"], { quality }: PlayerPage): string {
  if (quality.samples === 0) return t("look.noSensor");
  const longest = quality.longestGaps[0];
  const heard = t("look.heard", { percent: figure(quality.completeness), gaps: quality.gaps });
  const gap = longest === undefined ? "" : ` ${t("look.longestGap", { duration: clockText(longest.seconds) })}`;
  const odd = quality.implausible === 0 ? "" : ` ${t("look.implausible", { count: quality.implausible })}`;
  return heard + gap + odd;
}

function adviceWords(t: LookWords["t"], { advice }: PlayerPage): string {
  return advice.given === 0
    ? ""
    : t("look.adviceTold", { ...advice, open: advice.given - advice.accepted - advice.refused });
}
