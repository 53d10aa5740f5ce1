/** Language, appearance, other sessions, leaving. */

import { ActionIcon, Menu } from "@mantine/core";
import { Icon } from "../../shared/Icon";
import { useWords } from "../../shared/i18n/I18n";
import { LookItems } from "../../shared/shell/LookItems";

export interface SettingsMenuProps {
  onChooseSessions(): void;
  onLeave(): void;
}

export function SettingsMenu({ onChooseSessions, onLeave }: SettingsMenuProps) {
  const { t } = useWords();
  return (
    <Menu position="bottom-end" width={240} shadow="lg">
      <Menu.Target>
        <ActionIcon variant="default" size={40} aria-label={t("menu.label")}>
          <Icon name="settings" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <LookItems />
        <Menu.Divider />
        <Menu.Item onClick={onChooseSessions}>{t("menu.sessions")}</Menu.Item>
        <Menu.Item onClick={onLeave}>{t("menu.leave")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
