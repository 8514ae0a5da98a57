// Reads the descriptions of films: what is shown, and the captions that carry the words. See roles/films.txt.

import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "roles");

/**
 * @typedef {object} Scene one picture and its caption
 * @property {string[][]} steps what is done before it, word by word
 * @property {string} zh
 * @property {string} en
 * @property {string} at what is ringed: text on the page, or `css:` and a selector; empty for nothing
 */

/**
 * @typedef {object} Film
 * @property {string} name
 * @property {string} zh title
 * @property {string} en title
 * @property {string} as demo person, `-` for a visitor
 * @property {Scene[]} scenes
 */

/** @typedef {{ role: string, uses: string[], films: Film[] }} Role */

/** Seconds of the card with the title. */
export const CARD = 3;

/**
 * How long a caption stands: time to find the place on the page, then 4.5 Chinese characters or 15 letters a second, well
 * below what subtitles allow themselves.
 *
 * @param {{ zh: string, en: string }} scene
 * @returns {number} seconds, a multiple of half a second
 */
export function seconds({ zh, en }) {
  return Math.ceil(Math.max(6, 3.5 + Math.max(zh.length / 4.5, en.length / 15)) * 2) / 2;
}

/** @param {Film} film */
export function length(film) {
  return film.scenes.reduce((sum, scene) => sum + seconds(scene), CARD);
}

/** @returns {Promise<{ shared: Role, roles: Role[] }>} */
export async function descriptions() {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".txt") && name !== "films.txt").sort();
  const all = await Promise.all(names.map(async (name) => parse(name, await readFile(join(folder, name), "utf8"))));
  const shared = all.find(({ role }) => role === "shared");
  if (!shared) throw new Error("shared.txt is missing");
  return { shared, roles: all.filter((one) => one !== shared) };
}

/**
 * The films of a role in order: those that it shares first.
 *
 * @param {Role} role
 * @param {Role} shared
 * @returns {Film[]}
 */
export function filmsOf(role, shared) {
  const used = role.uses.map((name) => {
    const film = shared.films.find((one) => one.name === name);
    if (!film) throw new Error(`${role.role}: no shared film is called ${name}`);
    return film;
  });
  return [...used, ...role.films];
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {Role}
 */
function parse(file, text) {
  /** @type {Role} */
  const role = { role: "", uses: [], films: [] };
  /** @type {string[][]} */
  let steps = [];
  for (const [n, line] of text.split("\n").entries()) {
    const [, word = "", rest = ""] = /^(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
    if (word === "" || word.startsWith("#")) continue;
    const film = role.films.at(-1);
    const scene = film?.scenes.at(-1);
    const wrong = () => new Error(`${file}:${n + 1}: ${line}`);
    if (word === "role") role.role = rest;
    else if (word === "uses") role.uses.push(...rest.split(/\s+/));
    else if (word === "film") role.films.push({ name: rest, zh: "", en: "", as: "", scenes: [] });
    else if (!film) throw wrong();
    else if (word === "title") [film.zh = "", film.en = ""] = rest.split(" | ");
    else if (word === "as") film.as = rest;
    else if (word === "-") {
      film.scenes.push({ steps, zh: rest, en: "", at: "" });
      steps = [];
    } else if (word === "=" && scene && scene.en === "") scene.en = rest;
    else if (word === "@" && scene && scene.at === "") scene.at = rest;
    else if (["go", "click", "fill", "choose", "check", "first", "open"].includes(word)) {
      steps.push([word, ...(["fill", "choose", "check"].includes(word) ? split(rest) : [rest])]);
    } else throw wrong();
  }
  return role;
}

/** The first word and the rest. @param {string} text */
function split(text) {
  const [, name = "", value = ""] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  return [name, value];
}

/**
 * The captions of a film as WebVTT.
 *
 * @param {Film} film
 * @param {"zh" | "en"} lang
 */
export function captions(film, lang) {
  let at = CARD;
  const cues = film.scenes.map((scene) => {
    const from = at;
    at += seconds(scene);
    // A breath between two captions shows that it is another one.
    return `${moment(from)} --> ${moment(at - 0.25)}\n${scene[lang]}\n`;
  });
  return `WEBVTT\n\n${cues.join("\n")}`;
}

/** @param {number} at seconds */
export function moment(at) {
  const two = (/** @type {number} */ number) => String(Math.floor(number)).padStart(2, "0");
  const rest = String(Math.round((at % 1) * 1000)).padStart(3, "0");
  return `${two(at / 3600)}:${two((at / 60) % 60)}:${two(at % 60)}.${rest}`;
}
