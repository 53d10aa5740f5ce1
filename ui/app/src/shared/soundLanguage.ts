/**
 * Some Linux browsers name a language that Intl refuses (`en-US@posix`), which breaks libraries that trust it. Loaded
 * first, this gives such a browser the nearest language that exists.
 */

/** The tag itself where Intl takes it, else its part before the modifier, else English. */
export function soundLanguage(tag: string): string {
  for (const candidate of [tag, tag.split(/[@.]/)[0] ?? ""]) {
    try {
      const [known] = Intl.getCanonicalLocales(candidate);
      if (known !== undefined) return known;
    } catch {
      // Not a language tag; the next candidate may be one.
    }
  }
  return "en-US";
}

const sound = soundLanguage(navigator.language);
if (sound !== navigator.language) {
  Object.defineProperty(navigator, "language", { value: sound, configurable: true });
  Object.defineProperty(navigator, "languages", { value: [sound], configurable: true });
}
