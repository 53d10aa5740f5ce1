/** One set, large: what to lift, what hangs on the bar, how it was last time; −/+ to correct, one tick to say it is done. */

import type { WeightUnit } from "@dryland/client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { told } from "../sayings/say";
import { Plates } from "./Plates";
import type { Step } from "./programme";
import { inUnit, nextLoadKg, rackOf, toKg } from "./rack";
import type { SetDraft } from "./setBook";
import type { DoneSet, Target } from "./sets";
import { keepTyped, recallTyped, type Typed } from "./typed";
import { useAthleteWords } from "./words";

export interface LiftingPadProps {
  playerId: string;
  /** Whose set it is, where several share the screen. */
  who?: string;
  step: Step;
  target: Target;
  /** What this person reads weights in. */
  unit: WeightUnit;
  /** What is on the bar, kg; null where nobody knows. */
  barKg: number | null;
  last: DoneSet | null;
  restS: number | null;
  /** Why nothing can be ticked now; null when it can. */
  closed: string | null;
  children?: ReactNode;
  onTick(draft: SetDraft): void;
}

const REPS_MOST = 100;
const LOAD_MOST_KG = 600;
const HOLD_STEP_S = 5;
/** Where neither plates nor a step are known. */
const DEFAULT_STEP_KG = 2.5;

/** Give it a `key` of player and step: what was typed belongs to that set. */
export function LiftingPad(props: LiftingPadProps) {
  const { step, target, unit, closed } = props;
  const { t } = useAthleteWords();
  const of = `${props.playerId} ${step.key} ${target.reps} ${target.weight} ${target.unit}`;
  const [kept] = useState(() => recallTyped(window.sessionStorage, of));
  const [typed, setTyped] = useState<Typed>(() => kept ?? asTarget(step, target));
  const follows = useTargetThatMoves(target, kept === null, setTyped);
  const correct = (change: Partial<Typed>) => {
    follows.current = false;
    const next = { ...typed, ...change };
    setTyped(next);
    keepTyped(window.sessionStorage, of, next);
  };
  const weight = shownWeight(typed.weightKg, unit);
  const holdS = step.kind === "hold" ? typed.holdS : null;
  const tick = () => {
    if (closed === null) props.onTick(draftOf(props, typed));
  };
  return (
    <section className="pad" aria-label={step.exerciseName}>
      <div className="pad-body">
        <div className="pad-what">
          {props.who === undefined ? null : <p className="pad-who">{props.who}</p>}
          <h2 className="pad-name">{step.exerciseName}</h2>
          <Place step={step} />
          <Figures {...props} typed={typed} onChange={correct} />
        </div>
        <How {...props} weightKg={typed.weightKg} />
      </div>
      {props.children}
      <button type="button" className="tick" aria-disabled={closed !== null} onClick={tick}>
        {closed === null ? (
          <>
            <span className="tick-sign" aria-hidden="true">
              ✓
            </span>
            <span className="sr-only">{t("athlete.done")} </span>
            {setWords({ reps: typed.reps, weight, holdS, unit: t(`athlete.unit.${unit}`) })}
          </>
        ) : (
          <span className="tick-closed">{closed}</span>
        )}
      </button>
    </section>
  );
}

function asTarget(step: Step, target: Target): Typed {
  return { reps: target.reps, weightKg: toKg(target.weight, target.unit), holdS: step.holdS ?? 0 };
}

/** Until a person corrects a figure, the pad follows the node's advice, which may come a moment after the set is up. */
function useTargetThatMoves(target: Target, atFirst: boolean, setTyped: (change: (before: Typed) => Typed) => void) {
  const follows = useRef(atFirst);
  const { reps, weight, unit } = target;
  useEffect(() => {
    if (follows.current) setTyped((before) => ({ ...before, reps, weightKg: toKg(weight, unit) }));
  }, [reps, weight, unit, setTyped]);
  return follows;
}

function Place({ step }: { step: Step }) {
  const { t } = useAthleteWords();
  const parts = [
    t("athlete.set", { number: step.number, total: step.total }),
    step.kind === "working" ? null : t(`athlete.kind.${step.kind}`),
    step.side === null ? null : t(`athlete.side.${step.side}`),
    step.tempo === null ? null : t("athlete.tempo", { tempo: step.tempo }),
    step.also?.repsMax == null ? null : t("athlete.upTo", { reps: step.also.repsMax }),
    step.also?.lossPct == null ? null : t("athlete.stopAt", { percent: step.also.lossPct }),
    step.also?.note ?? null,
  ];
  return <p className="pad-place">{parts.filter((part) => part !== null).join(" · ")}</p>;
}

interface FiguresProps extends LiftingPadProps {
  typed: Typed;
  onChange(change: Partial<Typed>): void;
}

function Figures({ step, unit, typed, onChange }: FiguresProps) {
  const { t } = useAthleteWords();
  const rack = step.rack === null ? null : rackOf(step.rack);
  const load = (direction: 1 | -1) => {
    const incrementKg = step.increment === null ? DEFAULT_STEP_KG : toKg(step.increment, step.planUnit);
    onChange({ weightKg: Math.min(LOAD_MOST_KG, nextLoadKg(typed.weightKg, direction, rack, incrementKg)) });
  };
  const hold = (change: number) => onChange({ holdS: Math.max(HOLD_STEP_S, typed.holdS + change) });
  const reps = (change: number) => onChange({ reps: Math.min(REPS_MOST, Math.max(0, typed.reps + change)) });
  const weight = shownWeight(typed.weightKg, unit);
  return (
    <div className="pad-figures">
      {step.kind === "hold" ? (
        <Figure
          name={t("athlete.seconds")}
          value={`${typed.holdS}`}
          onLess={() => hold(-HOLD_STEP_S)}
          onMore={() => hold(HOLD_STEP_S)}
        />
      ) : (
        <Figure name={t("athlete.reps")} value={`${typed.reps}`} onLess={() => reps(-1)} onMore={() => reps(1)} />
      )}
      <span className="pad-times" aria-hidden="true">
        ×
      </span>
      <Figure
        name={t(`athlete.unit.${unit}`)}
        value={weight === 0 && step.isBodyweight ? t("athlete.body") : `${weight}`}
        onLess={() => load(-1)}
        onMore={() => load(1)}
      />
    </div>
  );
}

/** What hangs on the bar, what is aimed at and why, and how it was last time. */
function How({ step, target, barKg, last, unit, weightKg, who }: LiftingPadProps & { weightKg: number }) {
  const { t, locale } = useAthleteWords();
  const change = step.rack === null ? null : rackOf(step.rack).change(weightKg, barKg);
  return (
    <div className="pad-how">
      {change === null ? null : <Plates change={change} unit={step.rack?.unit ?? "kg"} />}
      <Foreign plates={change === null ? unit : (step.rack?.unit ?? "kg")} unit={unit} who={who} />
      <p className="pad-goal">
        {target.rpe === null ? null : <strong>{t("athlete.goal", { rpe: target.rpe })}</strong>}
        {target.reason === null ? null : <span>{told(target.reasonSayings, target.reason, locale, unit)}</span>}
      </p>
      <Last last={last} isFirst={step.number === 1} unit={unit} />
    </div>
  );
}

/** That the load is read in another unit than is stamped on the plates. */
function Foreign({ plates, unit, who }: { plates: WeightUnit; unit: WeightUnit; who: string | undefined }) {
  const { t } = useAthleteWords();
  if (plates === unit) return null;
  const units = { unit: t(`athlete.unit.${unit}`), plates: t(`athlete.unit.${plates}`) };
  return (
    <p className="pad-foreign">
      {who === undefined ? t("athlete.ownUnit", units) : t("athlete.unitOf", { ...units, name: who })}
    </p>
  );
}

/** How it was last time. Of a later set whose former ones this screen has not heard of, nothing is said. */
function Last({ last, isFirst, unit }: { last: DoneSet | null; isFirst: boolean; unit: WeightUnit }) {
  const { t } = useAthleteWords();
  if (last !== null) return <p className="pad-last">{lastWords(last, unit, t)}</p>;
  return isFirst ? <p className="pad-last">{t("athlete.first")}</p> : null;
}

/** Grams of a foreign unit are nobody's business: a tenth is what people say. */
function shownWeight(weightKg: number, unit: WeightUnit): number {
  const figure = inUnit(weightKg, unit);
  return unit === "kg" ? figure : Math.round(figure * 10) / 10;
}

/** A set in the fewest characters: 5 × 82.5, or 40 s. */
export function setWords(set: { reps: number; weight: number; holdS: number | null; unit?: string }): string {
  const first = set.holdS === null ? `${set.reps}` : `${set.holdS} s`;
  if (set.weight === 0) return set.holdS === null ? `${first} ×` : first;
  return `${first} × ${set.weight}${set.unit === undefined ? "" : ` ${set.unit}`}`;
}

type T = ReturnType<typeof useAthleteWords>["t"];

function lastWords(last: DoneSet, unit: WeightUnit, t: T): string {
  const weight = shownWeight(toKg(last.weight, last.unit), unit);
  const set = setWords({ ...last, weight, unit: t(`athlete.unit.${unit}`) });
  return last.rpe === null ? t("athlete.last", { set }) : t("athlete.lastRated", { set, rpe: last.rpe });
}

function draftOf({ playerId, step, unit, restS }: LiftingPadProps, typed: Typed): SetDraft {
  return {
    playerId,
    exerciseId: step.exerciseId,
    exerciseName: step.exerciseName,
    number: step.number,
    total: step.total,
    side: step.side,
    reps: step.kind === "hold" ? 1 : typed.reps,
    weight: inUnit(typed.weightKg, unit),
    unit,
    holdS: step.kind === "hold" ? typed.holdS : null,
    rpe: null,
    kind: step.kind,
    restS: step.restS ?? restS,
  };
}

interface FigureProps {
  name: string;
  value: string;
  onLess(): void;
  onMore(): void;
}

/** A number between two large buttons. */
function Figure({ name, value, onLess, onMore }: FigureProps) {
  const { t } = useAthleteWords();
  return (
    <div className="figure">
      <button type="button" className="figure-button" aria-label={t("athlete.less", { name })} onClick={onLess}>
        −
      </button>
      <p className="figure-value">
        <output>{value}</output>
        <span className="figure-name">{name}</span>
      </p>
      <button type="button" className="figure-button" aria-label={t("athlete.more", { name })} onClick={onMore}>
        +
      </button>
    </div>
  );
}
