/** What athletes' screens share beside their pictures: awake glass, beeps, the sets of the device, a stop that is confirmed. */

import { type BulkOperationReported, EVENTS, type Incoming, type Link, type Session } from "@dryland/client";
import { useSession } from "@dryland/client/react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { SetBook } from "./setBook";
import type { EnteredSet } from "./sets";

export function useSets(book: SetBook): readonly EnteredSet[] {
  return useSyncExternalStore(book.subscribe, book.sets);
}

/** Keeps the glass on while the page is seen; a browser without the means is left alone. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    const ask = () => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      navigator.wakeLock.request("screen").then(
        (held) => {
          lock = held;
        },
        () => undefined,
      );
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, []);
}

/** Three short tones at 3, 2, 1 and a longer one at the end. Silent until a person has switched the sound on. */
export function useBeeps(endsAtMs: number | null, nowMs: number, audio: AudioContext | null): void {
  const heard = useRef("");
  const left = endsAtMs === null ? null : Math.ceil((endsAtMs - nowMs) / 1000);
  useEffect(() => {
    const mark = `${endsAtMs}:${left}`;
    if (audio === null || left === null || left < 0 || left > 3 || heard.current === mark) return;
    heard.current = mark;
    beep(audio, left === 0 ? 880 : 660, left === 0 ? 0.6 : 0.12);
  }, [audio, endsAtMs, left]);
}

export function beep(audio: AudioContext, hz: number, lengthS: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hz;
  volume.gain.setValueAtTime(0.25, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + lengthS);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + lengthS);
}

/**
 * Whether a stop is in force, from the order itself, which comes first, or from the session's state. The floor confirms
 * to the node that it was painted.
 */
export function useStop(link: Link, session: Session): boolean {
  const { model } = useSession(session);
  const [ordered, setOrdered] = useState(false);
  useEffect(
    () =>
      link.onEvent((incoming: Incoming) => {
        if (incoming.event !== EVENTS.BULK_OPERATION_STATUS) return;
        const stop = stopIn(incoming.payload, session.sessionId);
        if (stop !== null) setOrdered(stop);
      }),
    [link, session],
  );
  const inForce = model.state?.emergency !== undefined;
  useEffect(() => {
    if (!inForce) setOrdered(false);
  }, [inForce]);
  return ordered || inForce;
}

/** True for a stop, false for its release, null for what is neither or not about this session. */
function stopIn(payload: unknown, sessionId: string): boolean | null {
  const report = payload as Partial<BulkOperationReported>;
  if (report.dryRun === true || report.affectedSessions?.includes(sessionId) === false) return null;
  if (report.operation === "emergency_stop_all") return true;
  return report.operation === "release_stop_all" ? false : null;
}
