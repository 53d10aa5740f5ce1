/** One's own account: how this device looks and speaks, the password, where one is signed in, one's own data. */

import { Button, PasswordInput, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useAsked, useDoing, useMe } from "../../shared/AccountContext";
import type { Api } from "../../shared/api";
import { LOCALES } from "../../shared/i18n/messages";
import type { SignIn } from "../../shared/records";
import { saveFile } from "../../shared/saveFile";
import { Asking } from "../../shared/ui/Asking";
import { type Column, DataTable } from "../../shared/ui/DataTable";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Facts, Section, Tag } from "../../shared/ui/Section";
import { useAccountWords } from "./words";

export function AccountSettings() {
  return (
    <>
      <div className="columns">
        <Device />
        <Password />
      </div>
      <SignIns />
      <OwnData />
    </>
  );
}

function Device() {
  const { t, locale, setLocale } = useAccountWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const me = useMe();
  return (
    <Section title={t("account.you")} lead={t("account.youLead")}>
      <div className="form">
        <Facts
          items={[
            { name: t("account.name"), value: me.name },
            { name: t("account.role"), value: t(`role.${me.role}`) },
          ]}
        />
        <SegmentedControl
          aria-label={t("menu.language")}
          value={locale}
          onChange={(value) => setLocale(value === "sv" ? "sv" : "en")}
          data={LOCALES.map((one) => ({ value: one.locale, label: one.name }))}
        />
        <SegmentedControl
          aria-label={t("menu.scheme")}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={(["auto", "dark", "light"] as const).map((value) => ({ value, label: t(`menu.scheme.${value}`) }))}
        />
      </div>
    </Section>
  );
}

function Password() {
  const { t } = useAccountWords();
  const api = useApi();
  const [present, setPresent] = useState("");
  const [next, setNext] = useState("");
  const [done, setDone] = useState(false);
  const changing = useDoing(async () => {
    await api.post("/api/me/password", { present, new: next }, { repeat: false });
    setPresent("");
    setNext("");
    setDone(true);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDone(false);
    void changing.run();
  };
  return (
    <Section title={t("account.changePassword")} lead={t("account.changePasswordLead")}>
      <ErrorNote problem={changing.problem} />
      <form className="form" onSubmit={submit}>
        <PasswordInput
          label={t("account.presentPassword")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={present}
          onChange={(event) => setPresent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("account.newPassword")}
          description={t("account.passwordHint")}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div className="row-acts">
          <Button type="submit" loading={changing.busy}>
            {t("account.changePassword")}
          </Button>
          <span role="status">{done ? <Tag tone="good">{t("account.passwordChanged")}</Tag> : null}</span>
        </div>
      </form>
    </Section>
  );
}

const askSignIns = (api: Api, signal: AbortSignal) => api.get<SignIn[]>("/api/me/sign-ins", { signal });

function SignIns() {
  const { t, locale } = useAccountWords();
  const api = useApi();
  const asked = useAsked(askSignIns);
  const ending = useDoing(async (id: string) => {
    await api.delete(`/api/me/sign-ins/${id}`);
    asked.again();
  });
  const when = (at: string) => new Date(at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  const columns: Column<SignIn>[] = [
    { key: "agent", title: t("account.device"), cell: (row) => deviceName(row.agent), by: (row) => row.agent },
    { key: "used", title: t("account.lastUsed"), cell: (row) => when(row.usedAt), by: (row) => row.usedAt },
    { key: "address", title: t("account.address"), cell: (row) => row.address, wide: true },
    {
      key: "end",
      title: "",
      align: "end",
      cell: (row) =>
        row.this === true ? (
          <Tag tone="good">{t("account.thisDevice")}</Tag>
        ) : (
          <Button size="xs" variant="default" onClick={() => void ending.run(row.id)}>
            {t("account.endSignIn")}
          </Button>
        ),
    },
  ];
  return (
    <Section title={t("account.signIns")} lead={t("account.signInsLead")}>
      <ErrorNote problem={ending.problem} />
      <Asking asked={asked}>
        {(rows) => <DataTable label={t("account.signIns")} rows={rows} columns={columns} rowKey={(row) => row.id} />}
      </Asking>
    </Section>
  );
}

/** Browser and system out of an agent's long line. */
export function deviceName(agent: string): string {
  const browser = /(Edg|Firefox|Chrome|Safari)\b/.exec(agent)?.[1] ?? "";
  const system = /(iPhone|iPad|Android|Windows|Mac OS X|CrOS|Linux)/.exec(agent)?.[1] ?? "";
  const said = [browser === "Edg" ? "Edge" : browser, system].filter((word) => word !== "").join(" · ");
  return said === "" ? agent.slice(0, 40) || "?" : said;
}

function OwnData() {
  const { t } = useAccountWords();
  const api = useApi();
  const exporting = useDoing(async () => saveFile("dryland-me.json", await api.get<object>("/api/me/export")));
  return (
    <Section title={t("account.data")} lead={t("account.dataLead")}>
      <ErrorNote problem={exporting.problem} />
      <Button variant="default" loading={exporting.busy} onClick={() => void exporting.run()}>
        {t("account.export")}
      </Button>
    </Section>
  );
}
