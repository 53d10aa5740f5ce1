/** Starts the screens: takes the sign-in out of the address before anything else happens. */

import "./shared/soundLanguage";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { AccountProvider } from "./shared/AccountContext";
import { createAccount } from "./shared/account";
import { readFragment, takeEntry } from "./shared/entry";
import { I18n } from "./shared/i18n/I18n";
import { keepOnDevice } from "./shared/installed";
import { forgetAnswers } from "./shared/kept";
import { resolveVariables, schemeManager, theme } from "./shared/theme/theme";
import { pageVersions } from "./shared/version";
import "@mantine/core/styles.css";
import "./shared/theme/fonts.css";
import "./shared/shared.css";

const { location, localStorage, sessionStorage } = window;
const entry = takeEntry(location.hash, sessionStorage);
if (readFragment(location.hash) !== null) history.replaceState(history.state, "", location.pathname + location.search);

const account = createAccount({ entry, store: sessionStorage, memory: localStorage });
account.onState(() => {
  if (account.state().kind === "out") forgetAnswers(sessionStorage, localStorage);
});
void account.begin();
keepOnDevice(pageVersions.ready);

/** The same tab opened with another link only changes the fragment; start afresh with it. */
window.addEventListener("hashchange", () => {
  if (readFragment(location.hash) !== null && takeEntry(location.hash, sessionStorage) !== null) location.reload();
});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
    >
      <I18n>
        <AccountProvider account={account}>
          <App entry={entry} />
        </AccountProvider>
      </I18n>
    </MantineProvider>
  </StrictMode>,
);
