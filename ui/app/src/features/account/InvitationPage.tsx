/** Taking up an invitation: its code comes in the address or is typed, the password is one's own. */

import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useAccount, useDoing } from "../../shared/AccountContext";
import type { Signed } from "../../shared/account";
import { Page } from "../../shared/Page";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { useAccountWords } from "./words";

export function InvitationPage({ code: given, onDone }: { code: string; onDone(): void }) {
  const { t } = useAccountWords();
  const account = useAccount();
  const [code, setCode] = useState(given);
  const [password, setPassword] = useState("");
  const redeeming = useDoing(async () => {
    account.take(await account.api.post<Signed>("/api/invitations", { code, password }, { repeat: false }));
    onDone();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void redeeming.run();
  };
  return (
    <Page title={t("account.invitation.title")}>
      <p>{t("account.invitation.text")}</p>
      <ErrorNote problem={redeeming.problem} />
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t("account.invitation.code")}
          size="md"
          required
          withAsterisk={false}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("account.newPassword")}
          description={t("account.passwordHint")}
          size="md"
          required
          withAsterisk={false}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="lg" loading={redeeming.busy}>
          {t("account.invitation.accept")}
        </Button>
      </form>
    </Page>
  );
}
