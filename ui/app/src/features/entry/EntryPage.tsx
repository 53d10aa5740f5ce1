/** What somebody without a sign-in sees: how to get one, and a place to paste it. */

import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useWords } from "../../shared/i18n/I18n";
import { Page } from "../../shared/Page";
import { readPasted } from "./pasted";

export interface EntryPageProps {
  /** The sign-in that was tried was not accepted. */
  refused: boolean;
  onFragment(fragment: string): void;
}

export function EntryPage({ refused, onFragment }: EntryPageProps) {
  const { t } = useWords();
  return (
    <Page title={t("entry.title")}>
      {refused ? (
        <p className="page-alert" role="alert">
          {t("error.UNAUTHENTICATED")}
        </p>
      ) : null}
      <p>{t("entry.text")}</p>
      <ol className="steps">
        <li>{t("entry.step1")}</li>
        <li>
          {t("entry.step2")}
          <code className="command">{"dryland token create \\\n  --data DIR --role trainer --user ID"}</code>
        </li>
        <li>{t("entry.step3")}</li>
      </ol>
      <PasteForm onFragment={onFragment} />
    </Page>
  );
}

function PasteForm({ onFragment }: { onFragment(fragment: string): void }) {
  const { t } = useWords();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fragment = readPasted(text);
    if (fragment === null) setWrong(true);
    else onFragment(fragment);
  };
  return (
    <form className="paste" onSubmit={submit}>
      <TextInput
        label={t("entry.paste")}
        value={text}
        error={wrong ? t("entry.pasteInvalid") : undefined}
        autoComplete="off"
        spellCheck={false}
        size="md"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Button type="submit" size="md" disabled={text.trim() === ""}>
        {t("entry.open")}
      </Button>
    </form>
  );
}
