/**
 * Lets a screen show only when somebody is signed in for whom it is, or was on this device until the server was away; else
 * leads to the sign-in, and back after it.
 */

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Navigate, Link as RouteLink, useLocation } from "react-router";
import { useAccountState } from "../AccountContext";
import { type Me, whoIs } from "../account";
import { useWords } from "../i18n/I18n";
import { Page } from "../Page";

export interface GateProps {
  isFor(me: Me): boolean;
  children: ReactNode;
}

export function Gate({ isFor, children }: GateProps) {
  const state = useAccountState();
  const { pathname, search } = useLocation();
  const me = whoIs(state);
  if (me !== null) return isFor(me) ? children : <NotForYou />;
  if (state.kind === "unknown") return <Waiting reached={state.reached} />;
  return <Navigate to={`/sign-in?to=${encodeURIComponent(pathname + search)}`} replace />;
}

/** Says something only when it takes long: a card that flashes by is worse than none. */
export function Waiting({ reached }: { reached: boolean }) {
  const { t } = useWords();
  return (
    <div className="late">
      <Page title={t(reached ? "app.loading" : "shell.unreached.title")}>
        {reached ? null : <p>{t("shell.unreached.text")}</p>}
      </Page>
    </div>
  );
}

function NotForYou() {
  const { t } = useWords();
  return (
    <Page title={t("shell.notForYou.title")}>
      <p>{t("shell.notForYou.text")}</p>
      <Button component={RouteLink} to="/" size="md">
        {t("shell.home")}
      </Button>
    </Page>
  );
}
