/** Start, pause, resume and end of all sessions of a bundle, with countdowns that can be called off. */

import type { TrainingSessionState } from "@dryland/client";
import { type BundlePhase, type BundleView, countdownEndMs } from "@dryland/client";
import { Button } from "@mantine/core";
import { Link as RouteLink } from "react-router";
import { HoldButton } from "../../../shared/HoldButton";
import { Icon } from "../../../shared/Icon";
import { useBoardTools } from "../context";
import { RefusalNote } from "../RefusalNote";
import { useTick } from "../useTick";
import { useBoardWords } from "../words";
import { Preflight } from "./Preflight";
import type { PreflightWays } from "./PreflightFix";
import { useCountdown } from "./useCountdown";
import { type Orders, useOrders } from "./useOrders";

const START_COUNTDOWN_S = 10;

export interface BundleCommandsProps {
  bundleId: string;
  bundle: BundleView;
  phase: BundlePhase;
  states: readonly TrainingSessionState[];
  ways: PreflightWays;
}

export function BundleCommands({ bundleId, bundle, phase, states, ways }: BundleCommandsProps) {
  const { t } = useBoardWords();
  const orders = useOrders(bundleId);
  const open = states.filter(({ status }) => status !== "completed" && status !== "cancelled");
  return (
    <div className="dock-commands">
      <RefusalNote words={orders.refusal} above onClose={orders.forget} />
      <PhaseCommands {...{ bundleId, orders, bundle, phase, states, ways }} />
      {phase === "running" || phase === "paused" ? (
        <HoldButton
          again={t("command.endAgain")}
          hint={t("command.endHint")}
          disabled={!orders.up || orders.busy}
          onDone={() => void orders.end(open.map(({ sessionId }) => sessionId))}
        >
          <Icon name="stop" />
          {t("board.bundle.endHold")}
        </HoldButton>
      ) : null}
      {phase === "over" ? <Over bundleId={bundleId} /> : null}
    </div>
  );
}

function Over({ bundleId }: { bundleId: string }) {
  const { t } = useBoardWords();
  return (
    <>
      <p className="dock-over">{t("board.bundle.over")}</p>
      <Button component={RouteLink} size="lg" variant="default" to={`/debrief/bundles/${encodeURIComponent(bundleId)}`}>
        {t("board.bundle.debrief")}
      </Button>
    </>
  );
}

interface PhaseProps extends Pick<BundleCommandsProps, "bundleId" | "bundle" | "phase" | "states" | "ways"> {
  orders: Orders;
}

function PhaseCommands({ bundleId, orders, bundle, phase, states, ways }: PhaseProps) {
  const { t } = useBoardWords();
  const idle = !orders.up || orders.busy;
  switch (phase) {
    case "planned":
      return <Starting bundleId={bundleId} orders={orders} states={states} ways={ways} />;
    case "running":
      return (
        <Button
          size="lg"
          variant="default"
          leftSection={<Icon name="pause" />}
          disabled={idle}
          onClick={() => void orders.give("pause_all")}
        >
          {t("board.bundle.pauseAll")}
        </Button>
      );
    case "paused":
      return <Resuming orders={orders} bundle={bundle} />;
    case "stopped":
      return (
        <Button size="lg" variant="default" disabled={idle} onClick={() => void orders.give("release_stop_all")}>
          {t("board.bundle.release")}
        </Button>
      );
    case "over":
      return null;
  }
}

function Starting({ bundleId, orders, states, ways }: Pick<PhaseProps, "bundleId" | "orders" | "states" | "ways">) {
  const { t } = useBoardWords();
  const countdown = useCountdown(START_COUNTDOWN_S, () => void orders.give("start_all"));
  if (countdown.leftS !== null) {
    return <Counting words={t("board.bundle.startingIn", { seconds: countdown.leftS })} onCancel={countdown.cancel} />;
  }
  return (
    <>
      <Preflight bundleId={bundleId} orders={orders} ways={ways} states={states} />
      <Button
        size="lg"
        leftSection={<Icon name="play" />}
        disabled={!orders.up || orders.busy}
        onClick={countdown.begin}
      >
        {t("board.bundle.startAll")}
      </Button>
    </>
  );
}

/** After a release the node counts down; a pause meanwhile calls it off. */
function Resuming({ orders, bundle }: { orders: Orders; bundle: BundleView }) {
  const { t } = useBoardWords();
  const { link } = useBoardTools();
  useTick();
  const endMs = countdownEndMs(bundle);
  const leftS = endMs === null ? 0 : Math.ceil((endMs - link.serverNowMs()) / 1000);
  if (leftS > 0) {
    const cancel = () => void orders.give("pause_all");
    return <Counting words={t("board.bundle.resumingIn", { seconds: leftS })} onCancel={cancel} />;
  }
  return (
    <Button
      size="lg"
      leftSection={<Icon name="play" />}
      disabled={!orders.up || orders.busy}
      onClick={() => void orders.give("resume_all")}
    >
      {t("board.bundle.resumeAll")}
    </Button>
  );
}

function Counting({ words, onCancel }: { words: string; onCancel(): void }) {
  const { t } = useBoardWords();
  return (
    <>
      <b className="dock-countdown" role="timer" aria-live="polite">
        {words}
      </b>
      <Button size="lg" variant="default" onClick={onCancel}>
        {t("board.bundle.cancel")}
      </Button>
    </>
  );
}
