/** A part of a screen under its own heading, on a surface of its own; or pairs of name and value. */

import "./ui.css";
import { type ReactNode, useId } from "react";

export interface SectionProps {
  title: string;
  lead?: ReactNode;
  /** Buttons beside the heading. */
  acts?: ReactNode;
  children: ReactNode;
}

export function Section({ title, lead, acts, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-head">
        <div>
          <h2 id={id}>{title}</h2>
          {lead === undefined ? null : <p>{lead}</p>}
        </div>
        {acts === undefined ? null : <div className="section-acts">{acts}</div>}
      </div>
      {children}
    </section>
  );
}

/** Name and value, pair by pair. */
export function Facts({ items }: { items: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.map((item) => (
        <div key={item.name}>
          <dt>{item.name}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export type Tone = "plain" | "good" | "warn" | "bad";

const TONE_SIGNS: Readonly<Record<Tone, string>> = { plain: "", good: "✓", warn: "!", bad: "×" };

/** A state in a word, with a sign and a colour that say the same. */
export function Tag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="tag" data-tone={tone}>
      {TONE_SIGNS[tone] === "" ? null : (
        <span className="tag-sign" aria-hidden="true">
          {TONE_SIGNS[tone]}
        </span>
      )}
      {children}
    </span>
  );
}
