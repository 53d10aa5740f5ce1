/** The navigation behind one button, for screens that need the whole glass: the board, a wall, a station. */

import { ActionIcon, Menu } from "@mantine/core";
import { useContext } from "react";
import { AccountContext, useAccountState } from "../AccountContext";
import { useWords } from "../i18n/I18n";
import { PlaceItems } from "./PlaceItems";
import { usePlaces } from "./places";
import { Sign } from "./Sign";

/** Nothing where the screen stands outside of the app's account, or its user has nowhere else to go. */
export function NavMenu() {
  return useContext(AccountContext) === null ? null : <Places />;
}

function Places() {
  const { t } = useWords();
  const state = useAccountState();
  const places = usePlaces(state.kind === "in" ? state.me : null);
  if (places.length < 2) return null;
  return (
    <Menu position="bottom-start" width={230} shadow="lg">
      <Menu.Target>
        <ActionIcon variant="default" size={40} aria-label={t("nav.open")}>
          <Sign name="menu" size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <PlaceItems places={places} />
      </Menu.Dropdown>
    </Menu>
  );
}
