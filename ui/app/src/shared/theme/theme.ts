/** Mantine dressed in our tokens. */

import {
  type CSSVariablesResolver,
  colorsTuple,
  createTheme,
  localStorageColorSchemeManager,
  virtualColor,
} from "@mantine/core";
import { cssVariables, DARK, LIGHT, type Palette } from "./tokens";

export const FONT =
  '"Inter", "SF Pro Text", "Segoe UI Variable", "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  fontFamily: FONT,
  headings: { fontFamily: FONT, fontWeight: "650" },
  autoContrast: true,
  luminanceThreshold: 0.35,
  cursorType: "pointer",
  defaultRadius: "md",
  respectReducedMotion: true,
  primaryColor: "accent",
  colors: {
    /** Mantine's own greys are neutral; ours lean to the ground's blue. */
    dark: [
      DARK.ink,
      "#CBD5DE",
      DARK.inkSoft,
      "#7F8D9B",
      "#4B5967",
      DARK.line,
      DARK.raised,
      DARK.surface,
      "#0F151B",
      DARK.ground,
    ],
    accentDark: colorsTuple(DARK.accent),
    accentLight: colorsTuple(LIGHT.accent),
    alarmDark: colorsTuple(DARK.alarm),
    alarmLight: colorsTuple(LIGHT.alarm),
    accent: virtualColor({ name: "accent", dark: "accentDark", light: "accentLight" }),
    alarm: virtualColor({ name: "alarm", dark: "alarmDark", light: "alarmLight" }),
  },
});

function variables(palette: Palette): Record<string, string> {
  return {
    ...cssVariables(palette),
    "--mantine-color-body": palette.ground,
    "--mantine-color-text": palette.ink,
    "--mantine-color-error": palette.alarm,
    "--mantine-color-dimmed": palette.inkSoft,
    "--mantine-color-default": palette.raised,
    "--mantine-color-default-hover": palette.line,
    "--mantine-color-default-color": palette.ink,
    "--mantine-color-default-border": palette.line,
    "--mantine-color-placeholder": palette.inkSoft,
    "--mantine-color-disabled": palette.raised,
    "--mantine-color-disabled-color": palette.inkSoft,
    "--mantine-color-disabled-border": palette.line,
  };
}

export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  dark: variables(DARK),
  light: variables(LIGHT),
});

export const schemeManager = localStorageColorSchemeManager({ key: "dryland:scheme" });
