/** Who has an account and in which role; invitations are shown once, to hand over. */

import type { Role } from "@dryland/client";
import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useAsked, useDoing, useMe } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import type { Invited, User } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import { useSettingsWords } from "./words";

const ROLES = ["trainer", "medical", "observer", "admin"] as const;
const ask = (api: Api, signal: AbortSignal) => everyPage<User>(api, "/api/users", {}, signal);

export function AccountsPage() {
  const { t } = useSettingsWords();
  const api = useApi();
  const me = useMe();
  const asked = useAsked(ask);
  const [invited, setInvited] = useState<Invited | null>(null);
  const invitingAgain = useDoing(async (id: string) => {
    setInvited(await api.post<Invited>(`/api/users/${id}/invitation`, {}, { repeat: false }));
  });
  const changing = useDoing(async (id: string, change: { role?: Role; disabled?: boolean }) => {
    await api.patch(`/api/users/${id}`, change);
    asked.again();
  });
  const columns: Column<User>[] = [
    { key: "name", title: t("settings.name"), cell: (user) => user.name, by: (user) => user.name },
    { key: "login", title: t("settings.login"), cell: (user) => user.login, by: (user) => user.login },
    {
      key: "role",
      title: t("settings.role"),
      cell: (user) =>
        user.id === me.userId || user.role === "player" ? (
          t(`role.${user.role}`)
        ) : (
          <Select
            aria-label={`${t("settings.role")}: ${user.name}`}
            w={170}
            allowDeselect={false}
            data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
            value={user.role}
            onChange={(value) => {
              const role = ROLES.find((one) => one === value);
              if (role !== undefined && role !== user.role) void changing.run(user.id, { role });
            }}
          />
        ),
      by: (user) => user.role,
    },
    { key: "state", title: t("settings.state"), cell: (user) => <UserState user={user} />, by: stateOf },
    {
      key: "acts",
      title: "",
      align: "end",
      cell: (user) =>
        user.id === me.userId ? null : (
          <span className="row-acts">
            <Button size="xs" variant="default" onClick={() => void invitingAgain.run(user.id)}>
              {t("settings.inviteAgain")}
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => void changing.run(user.id, { disabled: user.disabled !== true })}
            >
              {t(user.disabled === true ? "settings.open" : "settings.close")}
            </Button>
          </span>
        ),
    },
  ];
  return (
    <>
      <Invite
        onInvited={(made) => {
          setInvited(made);
          asked.again();
        }}
      />
      {invited === null ? null : <Invitation invited={invited} />}
      <ErrorNote problem={invitingAgain.problem ?? changing.problem} />
      <Section title={t("settings.accounts")} lead={t("settings.accountsLead")}>
        <Asking asked={asked}>
          {(users) => (
            <DataTable
              label={t("settings.accounts")}
              rows={users}
              columns={columns}
              rowKey={(user) => user.id}
              first="name"
            />
          )}
        </Asking>
      </Section>
    </>
  );
}

const stateOf = (user: User): string => (user.disabled === true ? "closed" : user.hasPassword ? "active" : "invited");

function UserState({ user }: { user: User }) {
  const { t } = useSettingsWords();
  if (user.disabled === true) return <Tag tone="bad">{t("settings.closed")}</Tag>;
  return user.hasPassword ? (
    <Tag tone="good">{t("settings.active")}</Tag>
  ) : (
    <Tag tone="warn">{t("settings.invited")}</Tag>
  );
}

function Invite({ onInvited }: { onInvited(invited: Invited): void }) {
  const { t } = useSettingsWords();
  const api = useApi();
  const [name, setName] = useState("");
  const [login, setLogin] = useState("");
  const [role, setRole] = useState<(typeof ROLES)[number]>("trainer");
  const inviting = useDoing(async () => {
    onInvited(await api.post<Invited>("/api/users", { name, login, role }, { repeat: false }));
    setName("");
    setLogin("");
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void inviting.run();
  };
  return (
    <Section title={t("settings.invite")} lead={t("settings.inviteLead")}>
      <ErrorNote problem={inviting.problem} />
      <form className="tools" onSubmit={submit}>
        <TextInput
          className="tools-grow"
          label={t("settings.name")}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          className="tools-grow"
          label={t("settings.login")}
          required
          withAsterisk={false}
          autoCapitalize="none"
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <Select
          label={t("settings.role")}
          allowDeselect={false}
          data={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
          value={role}
          onChange={(value) => setRole(ROLES.find((one) => one === value) ?? "trainer")}
        />
        <Button type="submit" loading={inviting.busy}>
          {t("settings.invite.act")}
        </Button>
      </form>
    </Section>
  );
}

function Invitation({ invited }: { invited: Invited }) {
  const { t, locale } = useSettingsWords();
  const link = `${window.location.origin}/invitation#code=${invited.invitation}`;
  const until = new Date(invited.expiresAt).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Section
      title={t("settings.invitationFor", { name: invited.user.name })}
      lead={t("settings.invitationLead", { until })}
    >
      <div className="tools">
        <TextInput className="tools-grow" label={t("settings.invitationLink")} readOnly value={link} />
        <TextInput label={t("settings.invitationCode")} readOnly value={invited.invitation} />
      </div>
    </Section>
  );
}
