/** The layout of every screen in the shell: who may see it is the place's business, else anybody signed in. */

import { Suspense } from "react";
import { Outlet, useLocation } from "react-router";
import { isTeam, type Me } from "./shared/account";
import { Gate } from "./shared/shell/Gate";
import { PLACES } from "./shared/shell/places";
import { Shell } from "./shared/shell/Shell";

export default function ShelledScreen() {
  const { pathname } = useLocation();
  const place = PLACES.find((one) => pathname === one.to || pathname.startsWith(`${one.to}/`));
  const isFor: (me: Me) => boolean = place?.isFor ?? isTeam;
  return (
    <Gate isFor={isFor}>
      <Shell>
        <Suspense>
          <Outlet />
        </Suspense>
      </Shell>
    </Gate>
  );
}
