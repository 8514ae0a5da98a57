// The texts of the Fluent files, as a reader of a page would meet them: to tell a key that was shown in place of
// its words, and words of the other language.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {import("./browser.mjs").Lang} Lang */

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Places whose folder `locales` holds texts. */
const homes = ["platform", "slices"]
  .flatMap((room) => readdirSync(join(root, room)).map((crate) => join(root, room, crate)))
  .concat(join(root, "app"));

/** @type {Record<Lang, Map<string, string>>} key of a message → its words; messages of more than one line left out */
const texts = { "zh-CN": read("zh-CN"), en: read("en") };

/** @param {Lang} lang */
function read(lang) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const home of homes) {
    const folder = join(home, "locales", lang);
    for (const file of names(folder)) {
      for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
        const [, key, words] = /^([a-z][a-z0-9-]*) = (.*)$/.exec(line) ?? [];
        if (key && words !== undefined) found.set(key, words.trim());
      }
    }
  }
  return found;
}

/** @param {string} folder */
function names(folder) {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".ftl"));
  } catch {
    return []; // a crate without texts
  }
}

const crates = new Set([...texts["zh-CN"].keys()].map((key) => key.split("-")[0]));

/** Whole texts without a variable that only one language has. @type {Record<Lang, Set<string>>} */
const own = { "zh-CN": alone("zh-CN", "en"), en: alone("en", "zh-CN") };

/**
 * @param {Lang} lang
 * @param {Lang} other
 */
function alone(lang, other) {
  const others = new Set(texts[other].values());
  const letters = lang === "en" ? /[a-z]{3}/ : /\p{Script=Han}/u;
  return new Set([...texts[lang]]
    .filter(([key, text]) => !key.endsWith("-example") && !text.includes("{") && letters.test(text) && !others.has(text))
    .map(([, text]) => text));
}

/**
 * What stands on a page and ought not to.
 *
 * @param {string[]} lines visible pieces of text, labels and titles of a page
 * @param {Lang} lang language of the page
 */
export function strangers(lines, lang) {
  const other = lang === "en" ? "zh-CN" : "en";
  /** @type {string[]} */
  const found = [];
  for (const line of lines) {
    for (const word of line.match(/(?<![\w/.-])[a-z]+(?:-[a-z0-9]+)+(?![\w/.-])/g) ?? []) {
      if (texts["zh-CN"].has(word) || crates.has(word.split("-")[0])) found.push(`a key in place of words: ${word}`);
    }
    if (own[other].has(line)) found.push(`${other} on a page in ${lang}: ${line}`);
    if (lang === "zh-CN" && sentence.test(line) && !own["zh-CN"].has(line)) found.push(`a sentence in English: ${line}`);
  }
  return [...new Set(found)];
}

/** Four small words of Latin letters in a row: more than a name or an address. */
const sentence = /(?:^|\s)[A-Za-z]+(?: [a-z]+){3}/;
