/** Coming in with login and password. */

import { Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link as RouteLink } from "react-router";
import { useAccount, useDoing } from "../../shared/AccountContext";
import { Page } from "../../shared/Page";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { useAccountWords } from "./words";

/** `refused`: a sign-in that was good once is so no more. */
export function SignInPage({ refused }: { refused: boolean }) {
  const { t } = useAccountWords();
  const account = useAccount();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useDoing(() => account.signIn(login, password));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void signIn.run();
  };
  return (
    <Page title={t("account.signIn.title")}>
      <p>{t(refused ? "account.signIn.over" : "account.signIn.text")}</p>
      <ErrorNote problem={signIn.problem} says={{ UNAUTHENTICATED: t("account.signIn.wrong") }} />
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t("account.login")}
          description={t("account.loginHint")}
          size="md"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("account.password")}
          size="md"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="lg" loading={signIn.busy}>
          {t("account.signIn")}
        </Button>
      </form>
      <Stack gap={10} mt={28} fz={15}>
        <span className="soft">{t("account.forgot")}</span>
        <Anchor component={RouteLink} to="/join">
          {t("account.haveCode")}
        </Anchor>
        <Anchor component={RouteLink} to="/entry">
          {t("account.haveLink")}
        </Anchor>
      </Stack>
    </Page>
  );
}
