/**
 * A button for what cannot be taken back: held for 1.5 s while it fills, or pressed twice within 4 s on the keyboard.
 * Letting go early does nothing but say so: whoever tapped learns how it is meant.
 */

import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";

export const HOLD_MS = 1_500;
export const AGAIN_WITHIN_MS = 4_000;
export const SAID_FOR_MS = 3_000;

export interface HoldButtonProps {
  children: ReactNode;
  /** Shown after the first keyboard press. */
  again: string;
  hint: string;
  disabled?: boolean;
  onDone(): void;
}

type Phase = "idle" | "holding" | "armed" | "early";

export function HoldButton({ children, again, hint, disabled = false, onDone }: HoldButtonProps) {
  const [phase, setPhase] = useState<Phase>("idle");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const hintId = useId();
  const reset = useCallback(() => {
    clearTimeout(timer.current);
    setPhase("idle");
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const finish = () => {
    reset();
    onDone();
  };
  const hold = () => {
    if (disabled) return;
    setPhase("holding");
    clearTimeout(timer.current);
    timer.current = setTimeout(finish, HOLD_MS);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (event.repeat || disabled) return;
    if (phase === "armed") {
      finish();
      return;
    }
    setPhase("armed");
    timer.current = setTimeout(reset, AGAIN_WITHIN_MS);
  };
  const release = () => {
    if (phase !== "holding") return;
    clearTimeout(timer.current);
    setPhase("early");
    timer.current = setTimeout(reset, SAID_FOR_MS);
  };
  return (
    <>
      <button
        type="button"
        className="hold"
        data-phase={phase}
        disabled={disabled}
        aria-describedby={hintId}
        title={hint}
        onPointerDown={hold}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={press}
      >
        <span className="hold-fill" />
        <span className="hold-text">{phase === "armed" ? again : children}</span>
      </button>
      <span id={hintId} className="sr-only">
        {hint}
      </span>
      {phase === "early" ? (
        <span className="hold-said" role="status">
          {hint}
        </span>
      ) : null}
    </>
  );
}
