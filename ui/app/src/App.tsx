/** Routes, and what stands around every screen. Screens are loaded when they are first opened. */

import { Button } from "@mantine/core";
import { Component, lazy, type ReactNode, Suspense } from "react";
import { BrowserRouter, Route, Link as RouteLink, Routes } from "react-router";
import { PersonOfPage } from "./PersonOfPage";
import type { Entry } from "./shared/entry";
import { useWords } from "./shared/i18n/I18n";
import { Page } from "./shared/Page";
import { patiently } from "./shared/patiently";
import { Waiting } from "./shared/shell/Gate";
import { OpenPlaces } from "./shared/shell/places";

const BoardScreen = lazy(() => patiently(() => import("./BoardScreen")));
const DebriefScreen = lazy(() => patiently(() => import("./DebriefScreen")));
const EntryScreen = lazy(() => patiently(() => import("./EntryScreen")));
const HomeScreen = lazy(() => patiently(() => import("./HomeScreen")));
const InvitationScreen = lazy(() => patiently(() => import("./InvitationScreen")));
const JoinScreen = lazy(() => patiently(() => import("./JoinScreen")));
const LabScreen = lazy(() => patiently(() => import("./LabScreen")));
const MineScreen = lazy(() => patiently(() => import("./MineScreen")));
const OwnDebriefScreen = lazy(() => patiently(() => import("./OwnDebriefScreen")));
const MedicScreen = lazy(() => patiently(() => import("./MedicScreen")));
const PeopleScreen = lazy(() => patiently(() => import("./PeopleScreen")));
const PlanScreen = lazy(() => patiently(() => import("./PlanScreen")));
const PlayerScreen = lazy(() => patiently(() => import("./PlayerScreen")));
const SessionScreen = lazy(() => patiently(() => import("./SessionScreen")));
const SettingsScreen = lazy(() => patiently(() => import("./SettingsScreen")));
const SetupScreen = lazy(() => patiently(() => import("./SetupScreen")));
const ShelledScreen = lazy(() => patiently(() => import("./ShelledScreen")));
const SignInScreen = lazy(() => patiently(() => import("./SignInScreen")));
const StyleScreen = lazy(() => patiently(() => import("./StyleScreen")));
const StationScreen = lazy(() => patiently(() => import("./StationScreen")));
const WallScreen = lazy(() => patiently(() => import("./WallScreen")));
const WallSetUpScreen = lazy(() => patiently(() => import("./WallSetUpScreen")));

/** What the navigation leads to: a place is shown as soon as it stands here and has its route. */
const OPEN: ReadonlySet<string> = new Set([
  "/board",
  "/mine",
  "/people",
  "/settings",
  "/lab",
  "/plan",
  "/debrief",
  "/wall",
  "/medic",
]);

export function App({ entry }: { entry: Entry | null }) {
  return (
    <Breakdown>
      <OpenPlaces.Provider value={OPEN}>
        <PersonOfPage />
        <BrowserRouter>
          <Suspense fallback={<Waiting reached />}>
            <Routes>
              <Route path="/" element={<HomeScreen />} />
              <Route path="/board" element={<BoardScreen entry={entry} />} />
              <Route path="/entry" element={<EntryScreen />} />
              <Route path="/sign-in" element={<SignInScreen />} />
              <Route path="/join" element={<JoinScreen />} />
              <Route path="/own/:sessionId" element={<OwnDebriefScreen />} />
              <Route path="/player" element={<PlayerScreen entry={entry} />} />
              <Route path="/station" element={<StationScreen entry={entry} />} />
              <Route path="/wall" element={<WallScreen entry={entry} />} />
              <Route path="/setup" element={<SetupScreen />} />
              <Route path="/invitation" element={<InvitationScreen />} />
              <Route element={<ShelledScreen />}>
                <Route path="/lab" element={<LabScreen />} />
                <Route path="/debrief/*" element={<DebriefScreen />} />
                <Route path="/medic/*" element={<MedicScreen />} />
                <Route path="/mine" element={<MineScreen />} />
                <Route path="/mine/:playerId" element={<MineScreen />} />
                <Route path="/people/*" element={<PeopleScreen />} />
                <Route path="/session/:sessionId" element={<SessionScreen />} />
                <Route path="/settings/*" element={<SettingsScreen />} />
                <Route path="/wall/set-up" element={<WallSetUpScreen />} />
                <Route path="/style" element={<StyleScreen />} />
                <Route path="/plan/*" element={<PlanScreen />} />
              </Route>
              <Route path="*" element={<NotFound />} />
            </Routes>
          </Suspense>
        </BrowserRouter>
      </OpenPlaces.Provider>
    </Breakdown>
  );
}

function NotFound() {
  const { t } = useWords();
  return (
    <Page title={t("app.notFound.title")}>
      <p>{t("app.notFound.text")}</p>
      <Button component={RouteLink} to="/" size="md">
        {t("shell.home")}
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
