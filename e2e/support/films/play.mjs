// Plays a description on the real program, and takes a picture for each caption.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./read.mjs").Film} Film */

/** The part of the frame that shows the page; below it captions have room of their own. */
export const VIEW = { width: 1024, height: 424 };
export const SCALE = 1.25;

/**
 * Takes the pictures of a film into a folder: `0.png` is the card with the title.
 *
 * @param {Page} page window in which the film's person is signed in
 * @param {Page} stage window in which frames are put together
 * @param {Film} film
 * @param {string} folder
 * @param {string} data data folder of this run, which pages show
 * @param {string} head what stands over the title on the card
 */
export async function play(page, stage, film, folder, data, head) {
  await frame(stage, { title: film.zh, sub: film.en, head }, join(folder, "0.png"));
  for (const [n, scene] of film.scenes.entries()) {
    const where = `${film.name}, caption ${n + 1}`;
    try {
      for (const [word = "", ...rest] of scene.steps) await step(page, word, rest);
      await page.evaluate(() => document.fonts.ready);
      await tidy(page, data);
      const found = await ring(page, scene.at);
      if (!found) throw new Error(`"${scene.at}" is not to be seen`);
      const picture = await page.screenshot({ type: "png" });
      await page.evaluate(() => document.getElementById("film-ring")?.remove());
      const place = `${n + 1} / ${film.scenes.length}`;
      await frame(stage, { title: film.zh, place, picture: picture.toString("base64") }, join(folder, `${n + 1}.png`));
    } catch (error) {
      throw new Error(`${where} at ${page.url()}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
    }
  }
}

/**
 * @param {Page} page
 * @param {string} word
 * @param {string[]} rest
 */
async function step(page, word, [what = "", value = ""]) {
  if (word === "go") {
    const answer = await page.goto(what);
    if (answer && answer.status() >= 400) throw new Error(`${answer.status()} from ${what}`);
  } else if (word === "click") {
    const inside = (/** @type {string} */ root, /** @type {"link" | "button"} */ role) =>
      page.locator(root).getByRole(role, { name: what }).filter({ visible: true });
    // A link in the page is rather meant than a handle of the same name, and both rather than the menu.
    const all = [inside("main", "link"), inside("main", "button"), inside("body", "link"), inside("body", "button")];
    let there = all[0];
    for (const one of all.reverse()) if ((await one.count()) > 0) there = one;
    if (!there) return;
    await there.first().click();
    await page.waitForLoadState("networkidle");
  } else if (word === "first") {
    await page.locator("main tbody a, main li a").first().click();
    await page.waitForLoadState("networkidle");
  } else if (word === "open") {
    await page.locator("summary", { hasText: what }).first().click();
  } else if (word === "fill") {
    await page.locator(`main [name="${what}"]`).filter({ visible: true }).first().fill(value);
  } else if (word === "choose") {
    await page.locator(`main select[name="${what}"]`).first().selectOption({ label: value });
  } else if (word === "check") {
    await page.locator(`main [name="${what}"]${value ? `[value="${value}"]` : ""}`).first().check();
  }
}

/**
 * The folder of this run and its port are nobody's; pages show them as an installation does.
 *
 * @param {Page} page
 * @param {string} data
 */
async function tidy(page, data) {
  await page.evaluate(
    ({ data, own }) => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = /** @type {Text} */ (texts.currentNode);
        if (text.data.includes(data)) text.data = text.data.replaceAll(data, "/srv/xingtan/data");
        if (text.data.includes(own)) text.data = text.data.replaceAll(own, "https://learn.example.com");
      }
    },
    { data, own: new URL(page.url()).origin },
  );
}

/**
 * Brings the place that a caption speaks of into the middle and puts a ring around it.
 *
 * @param {Page} page
 * @param {string} at
 * @returns {Promise<boolean>} whether it was found
 */
async function ring(page, at) {
  return page.evaluate((at) => {
    if (at === "") {
      scrollTo(0, 0);
      return true;
    }
    const seen = (/** @type {Element} */ one) => {
      const { width, height } = one.getBoundingClientRect();
      return width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true });
    };
    const plain = (/** @type {Element} */ one) => (one.textContent ?? "").replace(/\s+/g, " ").trim();
    const within = (/** @type {ParentNode | null} */ root) => {
      if (!root) return undefined;
      if (at.startsWith("css:")) return [...root.querySelectorAll(at.slice(4))].find(seen);
      const all = [...root.querySelectorAll("*")].filter((one) => plain(one).includes(at) && seen(one));
      const length = Math.min(...all.map((one) => plain(one).length));
      return all.filter((one) => plain(one).length === length).at(-1);
    };
    const found = within(document.querySelector("main")) ?? within(document.body);
    if (!found) return false;
    const whole = found.closest("a, button, summary, label") ?? found;
    whole.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    // Of a line that stands alone its words are ringed, and not all the room it has; with a label goes its field.
    const words = document.createRange();
    words.selectNodeContents(whole);
    const alone = whole === found && !at.startsWith("css:") && !whole.matches("a, button, summary, label");
    const label = whole.closest("label");
    const field = label?.control && seen(label.control) ? [label.control] : [];
    const boxes = [alone ? words : whole, ...field].map((one) => one.getBoundingClientRect());
    const box = {
      left: Math.min(...boxes.map(({ left }) => left)),
      top: Math.min(...boxes.map(({ top }) => top)),
      right: Math.max(...boxes.map(({ right }) => right)),
      bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
    };
    const margin = 7;
    const left = Math.max(4, box.left - margin);
    const top = Math.max(4, box.top - margin);
    const right = Math.min(innerWidth - 4, box.right + margin);
    const bottom = Math.min(innerHeight - 4, box.bottom + margin);
    const mark = document.createElement("div");
    mark.id = "film-ring";
    Object.assign(mark.style, {
      position: "fixed",
      left: `${left}px`,
      top: `${top}px`,
      width: `${right - left}px`,
      height: `${bottom - top}px`,
      boxSizing: "border-box",
      border: "3px solid #c2570c",
      borderRadius: "8px",
      boxShadow: "0 0 0 3px #fffefacc, 0 0 0 4000px #211d171c",
      pointerEvents: "none",
      zIndex: "2147483647",
    });
    document.documentElement.append(mark);
    return true;
  }, at);
}

/**
 * Puts a frame of 1280 × 720 together: the page above, below it a dark band for captions.
 *
 * @param {Page} stage
 * @param {{ title: string, sub?: string, head?: string, place?: string, picture?: string }} shown
 * @param {string} path
 */
export async function frame(stage, shown, path) {
  await stage.evaluate(async ({ title, sub = "", head = "", place = "", picture }) => {
    document.body.className = picture ? "page" : "card";
    const put = (/** @type {string} */ id, /** @type {string} */ text) => {
      const one = document.getElementById(id);
      if (one) one.textContent = text;
    };
    put("title", title);
    put("sub", sub);
    put("head", head);
    put("place", place);
    const image = /** @type {HTMLImageElement} */ (document.getElementById("picture"));
    if (picture) {
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
    }
  }, shown);
  await writeFile(path, await stage.screenshot({ type: "png" }));
}

/** The page of the stage. */
export const STAGE = `<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><style>
  * { margin: 0; box-sizing: border-box }
  html, body { width: 1280px; height: 720px; overflow: hidden; font-family: "Noto Sans CJK SC", sans-serif }
  body { background: #211d17; color: #f7f4ec; display: flex; flex-direction: column }
  header { height: 40px; padding: 0 24px; display: flex; align-items: center; justify-content: space-between; font-size: 19px; order: 0 }
  #place { color: #c5bdad; font-variant-numeric: tabular-nums }
  #head, #sub { display: none }
  #picture { width: 1280px; height: 530px; display: block }
  .card { background: #f7f4ec; color: #211d17; justify-content: center }
  .card header { display: block; height: auto; padding: 0 110px; border-left: 10px solid #ec9a57; margin-left: 100px }
  .card header { padding: 14px 110px 14px 36px }
  .card #head { display: block; font-size: 26px; color: #a84b0c; margin-bottom: 18px }
  .card #title { display: block; font-size: 54px; font-weight: 700; line-height: 1.3 }
  .card #sub { display: block; font-size: 28px; color: #4b453b; margin-top: 18px }
  .card #picture, .card #place { display: none }
</style><body class="card"><header><p id="head"></p><b id="title"></b><p id="sub"></p><span id="place"></span></header><img id="picture" alt="">`;
