/** Who is signed in, how the screens look and speak on this device, and the way out. */

import { Menu, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { Link as RouteLink, useNavigate } from "react-router";
import { useAccount, useMe } from "../AccountContext";
import { isTeam, type Me, medicBox } from "../account";
import type { Unsent } from "../athlete/unsent";
import { useWords } from "../i18n/I18n";
import { leavePage } from "../pageFloor";
import { saveFile } from "../saveFile";
import { LookItems } from "./LookItems";
import { Sign } from "./Sign";

export function AccountMenu() {
  const { t } = useWords();
  const me = useMe();
  return (
    <Menu position="right-end" width={250} shadow="lg" withinPortal>
      <Menu.Target>
        <UnstyledButton className="shell-account">
          <span className="sr-only">{t("shell.account", { name: me.name })}</span>
          <span className="shell-initials" aria-hidden="true">
            {initials(me.name)}
          </span>
          <span className="shell-account-name" aria-hidden="true">
            <b>{me.name}</b>
            <span>{t(`role.${me.role}`)}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{`${me.name} · ${t(`role.${me.role}`)}`}</Menu.Label>
        <Menu.Item component={RouteLink} to="/settings" leftSection={<Sign name="account" size={18} />}>
          {t("shell.yourAccount")}
        </Menu.Item>
        <Menu.Divider />
        <LookItems />
        <Menu.Divider />
        <SignOutItem />
      </Menu.Dropdown>
    </Menu>
  );
}

function SignOutItem() {
  const { t } = useWords();
  const account = useAccount();
  const me = useMe();
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);
  const [unsent, setUnsent] = useState<Unsent | null>(null);
  const out = async () => {
    try {
      const left = await leftBehind(me);
      setUnsent(left);
      if (left !== null) return;
      await account.signOut();
      leavePage();
      navigate("/sign-in");
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      {unsent === null ? null : (
        <>
          <Menu.Label role="status">
            {t("shell.unsent", { count: unsent.count, place: me.playerId == null ? "medic" : "own" })}
          </Menu.Label>
          <Menu.Item closeMenuOnClick={false} onClick={() => saveFile("dryland-entries.json", unsent.file)}>
            {t("shell.unsentSave")}
          </Menu.Item>
        </>
      )}
      <Menu.Item color="alarm" closeMenuOnClick={false} onClick={() => void out()}>
        {failed ? t("shell.signOutFailed") : t("shell.signOut")}
      </Menu.Item>
    </>
  );
}

/** A sign-out must not part anybody from what only this device has: a player's sets, and reports of injuries. */
async function leftBehind(me: Me): Promise<Unsent | null> {
  const { unsentOf } = await import("../athlete/unsent");
  return (
    (me.playerId == null ? null : await unsentOf(me.playerId)) ?? (isTeam(me) ? await unsentOf(medicBox(me)) : null)
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? "?"}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`.toUpperCase();
}
