/** The first hour of a server: its code, the club, the first admin, then the first team. */

import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link as RouteLink, useNavigate } from "react-router";
import { useAccount, useAccountState, useApi, useDoing } from "../../shared/AccountContext";
import type { Signed } from "../../shared/account";
import { Page } from "../../shared/Page";
import type { Team } from "../../shared/records";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { useAccountWords } from "./words";

const EMPTY = { code: "", organisationName: "", name: "", login: "", password: "" };
type Claim = typeof EMPTY;

export function SetupPage() {
  const state = useAccountState();
  return state.kind === "in" ? <FirstTeam /> : <TakeOver />;
}

function TakeOver() {
  const { t } = useAccountWords();
  const account = useAccount();
  const [claim, setClaim] = useState<Claim>(EMPTY);
  const claiming = useDoing(async () => {
    account.take(await account.api.post<Signed>("/api/setup/claim", claim, { repeat: false }));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void claiming.run();
  };
  const field = (name: keyof Claim) => ({
    size: "md" as const,
    required: true,
    withAsterisk: false,
    value: claim[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setClaim((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <Page title={t("account.setup.title")}>
      <p>{t("account.setup.text")}</p>
      <ErrorNote problem={claiming.problem} says={{ FORBIDDEN: t("account.setup.badCode") }} />
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t("account.setup.code")}
          description={t("account.setup.codeHint")}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          {...field("code")}
        />
        <TextInput label={t("account.setup.organisation")} autoComplete="organization" {...field("organisationName")} />
        <TextInput label={t("account.name")} autoComplete="name" {...field("name")} />
        <TextInput
          label={t("account.login")}
          description={t("account.loginHint")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...field("login")}
        />
        <PasswordInput
          label={t("account.password")}
          description={t("account.passwordHint")}
          autoComplete="new-password"
          {...field("password")}
        />
        <Button type="submit" size="lg" loading={claiming.busy}>
          {t("account.setup.take")}
        </Button>
      </form>
    </Page>
  );
}

function FirstTeam() {
  const { t } = useAccountWords();
  const api = useApi();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const making = useDoing(async () => {
    const team = await api.post<Team>("/api/teams", { name });
    navigate(`/people/import?team=${encodeURIComponent(team.id)}`);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void making.run();
  };
  return (
    <Page title={t("account.team.title")}>
      <p>{t("account.team.text")}</p>
      <ErrorNote problem={making.problem} />
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t("account.team.name")}
          size="md"
          required
          withAsterisk={false}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="lg" loading={making.busy}>
          {t("account.team.make")}
        </Button>
        <Button component={RouteLink} to="/people" size="md" variant="subtle">
          {t("account.team.later")}
        </Button>
      </form>
    </Page>
  );
}
