/** Language, appearance, other sessions, leaving. */

import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { Icon } from "../../shared/Icon";
import { useWords } from "../../shared/i18n/I18n";
import { LOCALES } from "../../shared/i18n/messages";

const SCHEMES = ["auto", "dark", "light"] as const;

export interface SettingsMenuProps {
  onChooseSessions(): void;
  onLeave(): void;
}

export function SettingsMenu({ onChooseSessions, onLeave }: SettingsMenuProps) {
  const { t, locale, setLocale } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const tick = (on: boolean) => (on ? <span aria-hidden="true">✓</span> : null);
  return (
    <Menu position="bottom-end" width={240} shadow="lg">
      <Menu.Target>
        <ActionIcon variant="default" size={40} aria-label={t("menu.label")}>
          <Icon name="settings" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("menu.scheme")}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={colorScheme === scheme}
            rightSection={tick(colorScheme === scheme)}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`menu.scheme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("menu.language")}</Menu.Label>
        {LOCALES.map((one) => (
          <Menu.Item
            key={one.locale}
            lang={one.locale}
            role="menuitemradio"
            aria-checked={locale === one.locale}
            rightSection={tick(locale === one.locale)}
            onClick={() => setLocale(one.locale)}
          >
            {one.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onChooseSessions}>{t("menu.sessions")}</Menu.Item>
        <Menu.Item onClick={onLeave}>{t("menu.leave")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
