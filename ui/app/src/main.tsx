/** Starts the screens: takes the sign-in out of the address before anything else happens. */

import "./shared/soundLanguage";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { takeEntry } from "./shared/entry";
import { I18n } from "./shared/i18n/I18n";
import { resolveVariables, schemeManager, theme } from "./shared/theme/theme";
import "@mantine/core/styles.css";
import "./shared/shared.css";

const { location, sessionStorage } = window;
const entry = takeEntry(location.hash, sessionStorage);
if (location.hash !== "") history.replaceState(history.state, "", location.pathname + location.search);

/** The same tab opened with another link only changes the fragment; start afresh with it. */
window.addEventListener("hashchange", () => {
  if (takeEntry(location.hash, sessionStorage) !== null) location.reload();
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
        <App entry={entry} />
      </I18n>
    </MantineProvider>
  </StrictMode>,
);
