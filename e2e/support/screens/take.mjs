// Takes the screens that stand in the demo's courses and in the manuals; see scripts/demo-screens.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { signIn } from "../browser.mjs";
import { start } from "../program.mjs";
import { SCREENS } from "./list.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "app", "demo", "screens");

/** Bytes that one picture and all of them may have; a test of the house asks the same. */
const MOST = 60 * 1024;
const MOST_IN_ALL = 2.5 * 1024 * 1024;

/** Phones show two of their points for each of ours, so that writing stays sharp where it is small. */
const SIZES = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1200, height: 760 }, deviceScaleFactor: 1 },
};

/**
 * What of the page matters: the elements of a selector with a margin, cut to a height; without a selector, the window.
 *
 * @param {Page} page
 * @param {import("./list.mjs").Screen} screen
 * @returns {Promise<Box>}
 */
async function part(page, screen) {
  const { width, height } = SIZES[screen.size].viewport;
  if (!screen.clip) return { x: 0, y: 0, width, height: screen.height ?? height };
  const boxes = await page.locator(screen.clip).evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x: x + scrollX, y: y + scrollY, width, height };
    }),
  );
  const seen = boxes.filter((box) => box.width > 0 && box.height > 0);
  if (seen.length === 0) throw new Error(`${screen.name}: nothing is ${screen.clip} at ${page.url()}`);
  const margin = 20;
  const left = Math.max(0, Math.min(...seen.map((box) => box.x)) - margin);
  const top = Math.max(0, Math.min(...seen.map((box) => box.y)) - margin);
  const right = Math.min(width, Math.max(...seen.map((box) => box.x + box.width)) + margin);
  const bottom = Math.max(...seen.map((box) => box.y + box.height)) + margin;
  return { x: left, y: top, width: right - left, height: Math.min(bottom - top, screen.height ?? height) };
}

/**
 * The best picture that is small enough.
 *
 * @param {Page} page
 * @param {string} name
 * @param {Box} clip
 * @param {number} scale points of the picture for each of the page
 * @returns {Promise<Buffer>}
 */
async function picture(page, name, clip, scale) {
  const session = await page.context().newCDPSession(page);
  for (const quality of [90, 82, 74, 66, 56, 46]) {
    const { data } = await session.send("Page.captureScreenshot", {
      format: "webp",
      quality,
      clip: { ...clip, scale },
      captureBeyondViewport: true,
    });
    const bytes = Buffer.from(data, "base64");
    if (bytes.length <= MOST) return bytes;
  }
  throw new Error(`${name}: more than ${MOST} bytes at the lowest quality; show less of the page`);
}

/** @returns {Promise<Map<string, { file: string, width: number, height: number }>>} what stands, by name */
async function kept() {
  const text = await readFile(join(folder, "index.toml"), "utf8").catch(() => "");
  const lines = text.matchAll(/^([a-z0-9-]+) = \{ file = "([^"]+)", width = (\d+), height = (\d+) \}$/gm);
  return new Map(
    [...lines].map(([, name = "", file = "", width, height]) => [
      name,
      { file, width: Number(width), height: Number(height) },
    ]),
  );
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SCREENS.some((screen) => screen.name === name));
if (unknown.length > 0) throw new Error(`no screen is called ${unknown.join(", ")}`);
/** @type {Awaited<ReturnType<typeof kept>>} */
const index = wanted.length > 0 ? await kept() : new Map();
await mkdir(folder, { recursive: true });

const program = await start({ learners: 60, env: { XINGTAN_BACKUP_PASSPHRASE: "only while screens are taken" } });
const browser = await chromium.launch({
  executablePath: process.env.XINGTAN_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"],
});
try {
  /** @type {Map<string, Page>} one window for each person and size */
  const windows = new Map();
  for (const screen of SCREENS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const key = `${screen.as} ${screen.size}`;
    let page = windows.get(key);
    if (!page) {
      const context = await browser.newContext({
        ...SIZES[screen.size],
        baseURL: program.url,
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
        colorScheme: "light",
        reducedMotion: "reduce",
      });
      page = await context.newPage();
      if (screen.as) await signIn(page, screen.as);
      windows.set(key, page);
    }
    const answer = await page.goto(screen.path);
    if (!answer?.ok()) throw new Error(`${screen.name}: ${answer?.status()} from ${screen.path}`);
    await screen.steps?.(page).catch((error) => {
      throw new Error(`${screen.name} at ${page?.url()}: ${error}`);
    });
    await page.evaluate(() => document.fonts.ready);
    // The folder of this run is nobody's; the page shows one as an installation has.
    await page.evaluate((data) => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = /** @type {Text} */ (texts.currentNode);
        if (text.data.includes(data)) text.data = text.data.replaceAll(data, "/srv/xingtan/data");
      }
    }, program.data);
    await page.waitForTimeout(250);
    const clip = await part(page, screen);
    for (const side of /** @type {const} */ (["x", "y", "width", "height"])) clip[side] = Math.round(clip[side]);
    const scale = SIZES[screen.size].deviceScaleFactor;
    const bytes = await picture(page, screen.name, clip, scale);
    const file = `${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.webp`;
    await writeFile(join(folder, file), bytes);
    const [width, height] = [Math.round(clip.width) * scale, Math.round(clip.height) * scale];
    index.set(screen.name, { file, width, height });
    console.log(`${screen.name}: ${clip.width} × ${Math.round(clip.height)}, ${Math.ceil(bytes.length / 1024)} KB`);
  }
} finally {
  await browser.close();
  await program.stop();
}

for (const name of [...index.keys()]) if (!SCREENS.some((screen) => screen.name === name)) index.delete(name);
const lines = [...index].sort(([a], [b]) => (a < b ? -1 : 1)).map(
  ([name, { file, width, height }]) => `${name} = { file = "${file}", width = ${width}, height = ${height} }\n`,
);
const head = "# Name of a screen and the file of its picture. Written by scripts/demo-screens.\n";
await writeFile(join(folder, "index.toml"), head + lines.join(""));
const files = new Set([...index.values()].map(({ file }) => file));
let sum = 0;
for (const file of await readdir(folder)) {
  if (file.endsWith(".webp") && !files.has(file)) await rm(join(folder, file));
  else if (file.endsWith(".webp")) sum += (await readFile(join(folder, file))).length;
}
console.log(`${files.size} pictures, ${Math.ceil(sum / 1024)} KB`);
if (sum > MOST_IN_ALL) throw new Error(`more than ${MOST_IN_ALL} bytes in all`);
