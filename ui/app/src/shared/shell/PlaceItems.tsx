/** Places as items of a menu, in their order. */

import { Menu } from "@mantine/core";
import { Link as RouteLink } from "react-router";
import { useWords } from "../i18n/I18n";
import type { Place } from "./places";
import { Sign } from "./Sign";

export function PlaceItems({ places }: { places: readonly Place[] }) {
  const { t } = useWords();
  return places.map((place) => (
    <Menu.Item key={place.to} component={RouteLink} to={place.to} leftSection={<Sign name={place.sign} size={20} />}>
      {t(place.word)}
    </Menu.Item>
  ));
}
