// Makes the films of the demo's courses; see scripts/demo-media.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { signIn } from "../browser.mjs";
import { start } from "../program.mjs";
import { LONG, longCaptions, longFilm } from "./long.mjs";
import { SCALE, STAGE, VIEW, play } from "./play.mjs";
import { CARD, captions, descriptions, filmsOf, length, seconds } from "./read.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./read.mjs").Film} Film */

const run = promisify(execFile);
const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const folder = process.env.XINGTAN_DEMO_MEDIA ?? "";
if (!folder) throw new Error("XINGTAN_DEMO_MEDIA names no folder; scripts/demo-media sets it.");

/** Pictures that stand for ten seconds: small files, sharp writing. */
const ENCODING = [
  "-c:v", "libx264", "-preset", "medium", "-tune", "stillimage", "-crf", "21", "-g", "240", "-threads", "2",
  "-movflags", "+faststart",
];

const SECTION = "看短片学操作";
const HEAD = "杏坛 · 看短片学操作";
const CRITERIA = "\n课里的短片也要看完。短片没有声音，字幕可以选中文或英文，网络不好时可以先下载。\n";

const given = process.argv.slice(2);
const look = given.includes("--look");
const wanted = given.filter((word) => !word.startsWith("--"));
const { shared, roles } = await descriptions();
const unknown = wanted.filter((name) => !roles.some(({ role }) => role === name));
if (unknown.length > 0) throw new Error(`no films of ${unknown.join(", ")} are described`);

/** Everything that decides how pages look. */
async function looks() {
  const paths = ["web/styles", "web/islands", "web/static", "web/icons", "app/demo", ":(glob)**/templates/**", ":(glob)**/locales/**"];
  const { stdout } = await run("git", ["ls-files", "-z", "--", ...paths], { cwd: root, maxBuffer: 1 << 26 });
  const own = ["read.mjs", "play.mjs"].map((name) => `e2e/support/films/${name}`);
  const hash = createHash("sha256").update(ENCODING.join(" "));
  for (const path of [...stdout.split("\0").filter(Boolean), ...own]) {
    if (existsSync(join(root, path))) hash.update(`${path}\0`).update(await readFile(join(root, path)));
  }
  return hash.digest("hex");
}

const ofPages = await looks();
/** @param {string[]} parts */
const address = (...parts) => createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);
/** Where a film lies, below the folder. @param {Film} film */
const place = (film) => `films/${address(JSON.stringify(film), ofPages)}`;

/** @type {Map<string, Film>} */
const all = new Map();
for (const role of roles.filter(({ role }) => wanted.length === 0 || wanted.includes(role))) {
  for (const film of filmsOf(role, shared)) all.set(film.name, film);
}
const open = [...all.values()].filter((film) => look || !existsSync(join(folder, place(film))));
console.log(`${all.size} films, ${open.length} to be made`);

let failed = 0;
if (open.length > 0) await makeAll(open);
const longPlace = `films/${address(await readFile(join(root, "e2e/support/films/long.mjs"), "utf8"))}`;
if (!look && !existsSync(join(folder, longPlace))) await keep(longPlace, longFilm, longCaptions);
if (!look) await list();
if (failed > 0) {
  console.error(`${failed} films could not be made`);
  process.exitCode = 1;
}

/** @param {Film[]} films */
async function makeAll(films) {
  const program = await start({ learners: 60, env: { XINGTAN_BACKUP_PASSPHRASE: "only while films are made" } });
  const browser = await chromium.launch({
    executablePath: process.env.XINGTAN_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"],
  });
  try {
    const stage = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await stage.setContent(STAGE);
    /** @type {Map<string, Page>} */
    const windows = new Map();
    for (const film of films) {
      const page = windows.get(film.as) ?? (await window(browser, program.url, film.as));
      windows.set(film.as, page);
      try {
        await filmed(page, stage, film, program.data);
        console.log(`${film.name}: ${length(film)} s`);
      } catch (error) {
        failed += 1;
        console.error(error instanceof Error ? error.message : error);
      }
    }
  } finally {
    await browser.close();
    await program.stop();
  }
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {string} who
 */
async function window(browser, url, who) {
  const context = await browser.newContext({
    viewport: VIEW,
    deviceScaleFactor: SCALE,
    baseURL: url,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  if (who !== "-") await signIn(page, who);
  return page;
}

/**
 * @param {Page} page
 * @param {Page} stage
 * @param {Film} film
 * @param {string} data
 */
async function filmed(page, stage, film, data) {
  if (look) {
    const pictures = join(folder, "look", film.name);
    await mkdir(pictures, { recursive: true });
    return play(page, stage, film, pictures, data, HEAD);
  }
  await keep(
    place(film),
    async (into) => {
      await play(page, stage, film, into, data, HEAD);
      const shown = [CARD, ...film.scenes.map(seconds)];
      const list = shown.map((one, n) => `file '${n}.png'\nduration ${one}\n`).join("");
      // The last picture is named twice: the first naming gives its length, the second ends it.
      await writeFile(join(into, "list"), `${list}file '${shown.length - 1}.png'\n`);
      await encode(["-f", "concat", "-i", "list", "-t", String(length(film)), "-vf", "fps=2,format=yuv420p"], into);
    },
    (lang) => captions(film, lang),
  );
}

/**
 * @param {string[]} input
 * @param {string} into folder
 */
async function encode(input, into) {
  const words = ["-v", "error", "-nostdin", "-y", ...input, "-an", ...ENCODING, "film.mp4"];
  await run(process.env.XINGTAN_FFMPEG ?? "ffmpeg", words, { cwd: into });
}

/**
 * Makes a film beside its place and moves it there whole.
 *
 * @param {string} where
 * @param {(into: string, encode: (input: string[], into: string) => Promise<void>) => Promise<void>} make
 * @param {(lang: "zh" | "en") => string} words
 */
async function keep(where, make, words) {
  const making = await mkdtemp(join(tmpdir(), "xingtan-film-"));
  try {
    await make(making, encode);
    for (const lang of /** @type {const} */ (["zh", "en"])) await writeFile(join(making, `${lang}.vtt`), words(lang));
    const beside = join(folder, `${where}.making`);
    await rm(beside, { recursive: true, force: true });
    await mkdir(beside, { recursive: true });
    for (const name of ["film.mp4", "zh.vtt", "en.vtt"]) {
      await writeFile(join(beside, name), await readFile(join(making, name)));
    }
    await rename(beside, join(folder, where));
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** Writes the list of what there is, for `xingtan demo --media`, and removes what a whole run does not need. */
async function list() {
  const there = (/** @type {Film} */ film) => existsSync(join(folder, place(film)));
  const complete = roles.filter((role) => filmsOf(role, shared).every(there));
  const tracks = (/** @type {string} */ where) => [
    { lang: "zh-Hans", label: "简体中文", file: `${where}/zh.vtt` },
    { lang: "en", label: "English", file: `${where}/en.vtt` },
  ];
  const entry = (/** @type {string} */ title, /** @type {string} */ where) => ({
    title,
    file: `${where}/film.mp4`,
    tracks: tracks(where),
  });
  /** @type {Record<string, ReturnType<typeof entry>>} */
  const films = { [LONG.name]: entry(LONG.zh, longPlace) };
  for (const film of complete.flatMap((role) => filmsOf(role, shared))) films[film.name] = entry(film.zh, place(film));
  const ofRole = (/** @type {typeof roles[number]} */ role) => {
    const own = filmsOf(role, shared);
    const lines = own.map((film) => `  - ${film.zh}（${Math.ceil(length(film) / 60)}分钟）\n`);
    const syllabus = `- **${SECTION}**\n${lines.join("")}`;
    return [role.role, { section: SECTION, syllabus, criteria: CRITERIA, films: own.map(({ name }) => name) }];
  };
  const index = { roles: Object.fromEntries(complete.map(ofRole)), films };
  await writeFile(join(folder, "index.json.new"), `${JSON.stringify(index, null, 2)}\n`);
  await rename(join(folder, "index.json.new"), join(folder, "index.json"));
  for (const role of complete) {
    const sum = filmsOf(role, shared).reduce((sum, film) => sum + length(film), 0);
    console.log(`${role.role}: ${filmsOf(role, shared).length} films, ${(sum / 60).toFixed(1)} min`);
  }
  if (complete.length < roles.length) return;
  const needed = new Set(Object.values(films).map(({ file }) => dirname(file)));
  const contents = new Set();
  for (const { file } of Object.values(films)) {
    contents.add(createHash("sha256").update(await readFile(join(folder, file))).digest("hex"));
  }
  const made = existsSync(join(folder, "made")) ? await readdir(join(folder, "made")) : [];
  for (const name of await readdir(join(folder, "films"))) {
    if (!needed.has(`films/${name}`)) await rm(join(folder, "films", name), { recursive: true });
  }
  for (const name of made) {
    if (!contents.has(name.slice(0, 64))) await rm(join(folder, "made", name), { recursive: true });
  }
}
