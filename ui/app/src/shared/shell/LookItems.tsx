/** Appearance and language of this device, as items of a menu. */

import { Menu, useMantineColorScheme } from "@mantine/core";
import { useWords } from "../i18n/I18n";
import { LOCALES } from "../i18n/messages";
import { Sign } from "./Sign";

const SCHEMES = ["auto", "dark", "light"] as const;

export function LookItems() {
  const { t, locale, setLocale } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t("menu.scheme")}</Menu.Label>
      {SCHEMES.map((scheme) => (
        <Choice key={scheme} on={colorScheme === scheme} onChoose={() => setColorScheme(scheme)}>
          {t(`menu.scheme.${scheme}`)}
        </Choice>
      ))}
      <Menu.Label>{t("menu.language")}</Menu.Label>
      {LOCALES.map((one) => (
        <Choice key={one.locale} on={locale === one.locale} lang={one.locale} onChoose={() => setLocale(one.locale)}>
          {one.name}
        </Choice>
      ))}
    </>
  );
}

function Choice(props: { on: boolean; children: string; lang?: string; onChoose(): void }) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={props.on}
      lang={props.lang}
      rightSection={props.on ? <Sign name="done" size={16} /> : null}
      onClick={props.onChoose}
    >
      {props.children}
    </Menu.Item>
  );
}
