/** Routes, and what stands around every screen. Screens are loaded when they are first opened. */

import { Button } from "@mantine/core";
import { Component, lazy, type ReactNode, Suspense } from "react";
import { BrowserRouter, Navigate, Route, Link as RouteLink, Routes } from "react-router";
import type { Entry } from "./shared/entry";
import { useWords } from "./shared/i18n/I18n";
import { Page } from "./shared/Page";
import { patiently } from "./shared/patiently";

const BoardScreen = lazy(() => patiently(() => import("./BoardScreen")));

export function App({ entry }: { entry: Entry | null }) {
  return (
    <Breakdown>
      <BrowserRouter>
        <Suspense fallback={<Opening />}>
          <Routes>
            <Route path="/" element={<Navigate to="/board" replace />} />
            <Route path="/board" element={<BoardScreen entry={entry} />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </BrowserRouter>
    </Breakdown>
  );
}

/** Says something only when it takes long: a card that flashes by is worse than none. */
function Opening() {
  const { t } = useWords();
  return (
    <div className="late">
      <Page title={t("app.loading")} />
    </div>
  );
}

function NotFound() {
  const { t } = useWords();
  return (
    <Page title={t("app.notFound.title")}>
      <p>{t("app.notFound.text")}</p>
      <Button component={RouteLink} to="/board" size="md">
        {t("app.toBoard")}
      </Button>
    </Page>
  );
}

/** A mistake of ours in one screen must not leave a blank page on the floor. */
class Breakdown extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useWords();
  return (
    <Page title={t("app.broken.title")}>
      <p>{t("app.broken.text")}</p>
      <Button size="md" onClick={() => window.location.reload()}>
        {t("app.reload")}
      </Button>
    </Page>
  );
}
