/**
 * What stands around every screen but those that need the whole glass: where one can go, how the connection is, who is
 * signed in. A rail at the side from 900 px on; below, a bar at the foot.
 */

import "./shell.css";
import { useLink } from "@dryland/client/react";
import { Menu, UnstyledButton } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { NavLink, Link as RouteLink, useLocation } from "react-router";
import { useAccount, useAccountState, useMe } from "../AccountContext";
import type { Floor } from "../floor";
import { Mark } from "../Icon";
import { useWords } from "../i18n/I18n";
import { floorOfAccount } from "../pageFloor";
import { VersionNote } from "../ui/VersionNote";
import { AccountMenu } from "./AccountMenu";
import { Connection } from "./Connection";
import { PlaceItems } from "./PlaceItems";
import { type Place, usePlaces } from "./places";
import { Sign } from "./Sign";

/** The foot of a phone has room for four places and the rest. */
const FOOT_PLACES = 4;

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const places = usePlaces(useMe());
  const floor = usePageFloor();
  return (
    <div className="shell">
      <a className="shell-skip" href="#main">
        {t("shell.skip")}
      </a>
      <header className="shell-rail">
        <RouteLink className="shell-brand" to="/" aria-label={`${t("app.name")}: ${t("shell.home")}`}>
          <Mark size={30} />
          <span aria-hidden="true">{t("app.name")}</span>
        </RouteLink>
        <nav className="shell-nav" aria-label={t("nav.label")}>
          {places.map((place) => (
            <PlaceLink key={place.to} place={place} />
          ))}
        </nav>
        <div className="shell-state">
          {floor === null ? null : <Watched floor={floor} />}
          <AccountMenu />
        </div>
      </header>
      <main id="main" className="shell-main" tabIndex={-1}>
        <VersionNote />
        {children}
      </main>
      <Foot places={places} />
    </div>
  );
}

function usePageFloor(): Floor | null {
  const account = useAccount();
  useAccountState();
  return floorOfAccount(account);
}

/** The connection; when the node does not let us in any more, the account finds out what that means. */
function Watched({ floor }: { floor: Floor }) {
  const account = useAccount();
  const { phase, code } = useLink(floor.link);
  useEffect(() => {
    if (phase !== "refused" || code !== "UNAUTHENTICATED") return;
    void account.begin().then(() => {
      if (account.state().kind === "in") floor.link.retry();
    });
  }, [account, floor, phase, code]);
  return <Connection link={floor.link} />;
}

function PlaceLink({ place }: { place: Place }) {
  const { t } = useWords();
  return (
    <NavLink className="shell-place" to={place.to}>
      <Sign name={place.sign} />
      <span>{t(place.word)}</span>
    </NavLink>
  );
}

function Foot({ places }: { places: Place[] }) {
  const { t } = useWords();
  const few = places.length <= FOOT_PLACES + 1;
  const shown = few ? places : places.slice(0, FOOT_PLACES);
  const rest = few ? [] : places.slice(FOOT_PLACES);
  return (
    <nav className="shell-foot" aria-label={t("nav.label")}>
      {shown.map((place) => (
        <PlaceLink key={place.to} place={place} />
      ))}
      {rest.length === 0 ? null : <Rest places={rest} />}
    </nav>
  );
}

function Rest({ places }: { places: Place[] }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const within = places.some((place) => pathname.startsWith(place.to));
  return (
    <Menu position="top-end" width={220} shadow="lg">
      <Menu.Target>
        <UnstyledButton className={`shell-place${within ? " active" : ""}`}>
          <Sign name="more" />
          <span>{t("nav.more")}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <PlaceItems places={places} />
      </Menu.Dropdown>
    </Menu>
  );
}
