/** What is needed seldom: who is here, wiping the glass, kg or lb for each, language, another link. */

import type { PlayerSessionStatus, WeightUnit } from "@dryland/client";
import { Menu, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { Kit } from "../../shared/athlete/kit";
import { loadUnit, saveUnit } from "../../shared/athlete/units";
import { Icon } from "../../shared/Icon";
import { LOCALES } from "../../shared/i18n/messages";
import { useStationWords } from "./words";

type Person = Pick<PlayerSessionStatus, "playerId" | "weightUnit"> & { name: string };

export interface StationMenuProps {
  kit: Kit;
  here: readonly Person[];
  onChange(): void;
  onClean(): void;
  onLeave(): void;
}

export function StationMenu({ kit, here, onChange, onClean, onLeave }: StationMenuProps) {
  const { t, locale, setLocale } = useStationWords();
  const [waiting, setWaiting] = useState(0);
  const look = () => void kit.outbox.unsent().then(setWaiting, () => undefined);
  return (
    <Menu position="bottom-end" width={340} onOpen={look} closeOnItemClick>
      <Menu.Target>
        <button type="button" className="soft menu-button" aria-label={t("station.menu")}>
          <Icon name="settings" size={30} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="station-menu">
        <Menu.Item onClick={onChange}>{t("station.change")}</Menu.Item>
        <Menu.Item onClick={onClean}>{t("station.clean")}</Menu.Item>
        <Menu.Divider />
        {here.map((person) => (
          <Unit key={person.playerId} person={person} />
        ))}
        <Menu.Divider />
        {LOCALES.map((each) => (
          <Menu.Item key={each.locale} aria-current={each.locale === locale} onClick={() => setLocale(each.locale)}>
            {each.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={waiting > 0} onClick={onLeave}>
          {t("station.leave")}
        </Menu.Item>
        {waiting > 0 ? <p className="menu-note">{t("station.leave.unsent", { count: waiting })}</p> : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function Unit({ person }: { person: Person }) {
  const { playerId, name } = person;
  const { t } = useStationWords();
  const [unit, setUnit] = useState<WeightUnit>(() => loadUnit(person));
  const choose = (value: string) => {
    const next: WeightUnit = value === "lbs" ? "lbs" : "kg";
    saveUnit(playerId, next);
    setUnit(next);
  };
  return (
    <div className="menu-unit">
      <span>{name}</span>
      <SegmentedControl
        size="md"
        value={unit}
        onChange={choose}
        aria-label={t("station.unit", { name })}
        data={[
          { value: "kg", label: "kg" },
          { value: "lbs", label: "lb" },
        ]}
      />
    </div>
  );
}
