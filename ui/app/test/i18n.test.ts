import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createIntl } from "react-intl";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../../client/src/generated/contract";
import { errorWords } from "../src/shared/errorWords";
import { createWords } from "../src/shared/i18n/I18n";
import { MESSAGES, type MessageId } from "../src/shared/i18n/messages";
import { remembering } from "../src/shared/i18n/remembering";
import { initialLocale } from "../src/shared/preferences";

const words = { en: createWords("en", () => undefined), sv: createWords("sv", () => undefined) };
const ids = Object.keys(MESSAGES.en) as MessageId[];
const SRC = fileURLToPath(new URL("../src", import.meta.url));
const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(`${SRC}/${name}`, "utf8"))
  .join("\n");

/** The messages that features bring along, by feature, and those that some of them share. */
const features = ["features", "shared"]
  .flatMap((layer) => readdirSync(`${SRC}/${layer}`).map((name) => ({ layer, name })))
  .filter(({ layer, name }) => !["i18n", "sayings"].includes(name) && existsSync(`${SRC}/${layer}/${name}/en.json`))
  .map(({ layer, name }) => {
    const read = (locale: string): Record<string, string> =>
      JSON.parse(readFileSync(`${SRC}/${layer}/${name}/${locale}.json`, "utf8"));
    return { name, en: read("en"), sv: read("sv") };
  });

/** The names a message takes, e.g. `count`, in order. */
function names(text: string): string[] {
  return [
    ...new Set(
      [...text.matchAll(/\{(\w+)(?=[,}])/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => !/^(no|one|other|Nobody|All|Ingen|Alla|Open|Öppna|inga)$/.test(name)),
    ),
  ].sort();
}

describe("messages", () => {
  it("are the same in both languages", () => {
    expect(Object.keys(MESSAGES.sv)).toEqual(Object.keys(MESSAGES.en));
  });

  it.each(ids)("%s can be said in both languages, with the same values", (id) => {
    expect(names(MESSAGES.sv[id])).toEqual(names(MESSAGES.en[id]));
    const values = Object.fromEntries(names(MESSAGES.en[id]).map((name) => [name, 2]));
    for (const language of [words.en, words.sv]) expect(language.t(id, values)).not.toMatch(/[{}]/);
  });

  it("are all used", () => {
    const dynamic =
      /^((status|playerStatus|type|kind|trend|menu\.scheme|error|role)\.|link\.[a-z]+$|session\.(restarted|tooFarBehind)$|version\.(ready|server))/;
    const unused = ids.filter((id) => !dynamic.test(id) && !sources.includes(`"${id}"`));
    expect(unused).toEqual([]);
  });

  it("count as people do", () => {
    expect([0, 1, 24].map((count) => words.en.t("players", { count }))).toEqual([
      "no players",
      "1 player",
      "24 players",
    ]);
    expect([0, 1, 24].map((count) => words.sv.t("players", { count }))).toEqual([
      "inga spelare",
      "1 spelare",
      "24 spelare",
    ]);
  });
});

describe.each(features)("the words of $name", ({ name, en, sv }) => {
  it("are the same in both languages, take the same values and are well formed", () => {
    expect(Object.keys(sv)).toEqual(Object.keys(en));
    for (const [id, text] of Object.entries(en)) {
      expect(names(sv[id] ?? ""), id).toEqual(names(text));
      const values = Object.fromEntries(names(text).map((each) => [each, 2]));
      for (const [locale, said] of [
        ["en", text],
        ["sv", sv[id] ?? ""],
      ] as const)
        expect(createIntl({ locale, messages: { [id]: said } }).formatMessage({ id }, values), id).not.toMatch(/[{}]/);
    }
  });

  it("are its own, named after it, and all used", () => {
    const stems = [...sources.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map((match) => match[1] ?? "");
    for (const id of Object.keys(en)) {
      expect(id.startsWith(`${name}.`), `${id} does not begin with ${name}.`).toBe(true);
      expect(sources.includes(`"${id}"`) || stems.some((stem) => id.startsWith(stem)), `${id} is not used`).toBe(true);
    }
  });
});

describe("errors in words", () => {
  it.each(Object.keys(ERROR_CODES))("%s says something even where only the server has the words", (code) => {
    const said = errorWords({ code, message: "The server's words.", suggestedActions: ["Do this."] }, words.en);
    expect(said.length).toBeGreaterThan(10);
    expect(said).not.toContain(code);
  });

  it("name the state that stands in the way", () => {
    const error = { code: "INVALID_TRANSITION", message: "", context: { state: "completed" } };
    expect(errorWords(error, words.en)).toBe("That is not possible while the session is finished.");
  });
});

describe("the language", () => {
  it.each([
    ["sv", ["en-GB"], "sv"],
    [null, ["sv-SE", "en"], "sv"],
    [null, ["fi-FI", "sv-FI"], "sv"],
    [null, ["de"], "en"],
    ["xx", [], "en"],
  ])("chosen %s, browser %o → %s", (chosen, browser, locale) => {
    expect(initialLocale(chosen, browser)).toBe(locale);
  });
});

describe("what was just said", () => {
  it("is kept by its values and their kinds, and put together once", () => {
    const spoken: string[] = [];
    const say = remembering((id: string, values) => {
      spoken.push(id);
      return `${id} ${JSON.stringify(values ?? {})}`;
    });
    expect(say("a", { count: 1 })).toBe(say("a", { count: 1 }));
    expect(say("a", { count: "1" })).not.toBe(say("a", { count: 1 }));
    expect(say("a")).toBe("a {}");
    expect(spoken).toHaveLength(3);
  });

  it("is forgotten in time: a clock says something new each second, for hours", () => {
    let made = 0;
    const say = remembering((_id: string, values) => `${values?.n} ${++made}`);
    for (let n = 0; n < 5_000; n += 1) say("clock", { n });
    expect(say("clock", { n: 0 })).toBe("0 5001");
  });
});
