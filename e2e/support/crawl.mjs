// Goes where a person's links lead and asks of every page what must hold for all of them. Pages of one route
// (`/people/…`, whoever it is) count as one page.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { shots } from "./check.mjs";
import { strangers } from "./texts.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./browser.mjs").Lang} Lang */

/** Parameters that order or page a list: the page stays the same one. */
const LIST = new Set(["sort", "order", "dir", "after", "at", "before", "page", "q", "back", "next", "from"]);

/**
 * The route of an address: ids replaced, of the query the names alone.
 *
 * @param {string} href path with query
 */
export function route(href) {
  const { pathname, searchParams } = new URL(href, "http://xingtan");
  const path = pathname.replace(/\/(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+)(?=\/|$)/g, "/ID");
  if (path.startsWith("/help/")) return "/help/NAME"; // one manual is read for all
  const names = [...new Set(searchParams.keys())].filter((name) => !LIST.has(name)).sort();
  return names.length ? `${path}?${names.join("&")}` : path;
}

/**
 * Where the page's links lead within the site; files to take along are none of it, nor is what a text mentions: a
 * manual also names pages of other people.
 *
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function links(page) {
  return page.evaluate(() => [...document.querySelectorAll("a[href]:not([download])")]
    .filter((link) => !link.closest(".prose"))
    .map((link) => new URL(link.getAttribute("href") ?? "", location.href))
    .filter((url) => url.origin === location.origin && !/\.(?:xlsx|csv|pdf|txt|ics|zip)$/.test(url.pathname))
    .filter((url) => !/^\/(?:assets|files|api)\//.test(url.pathname))
    .map((url) => url.pathname + url.search));
}

/**
 * The complaints about the page that stands open, each a sentence.
 *
 * @param {Page} page
 * @param {Lang} lang language the page must speak
 * @returns {Promise<string[]>}
 */
export async function complaintsOf(page, lang) {
  const found = await page.evaluate(() => {
    const root = document.documentElement;
    const wide = root.scrollWidth - root.clientWidth;
    const outside = wide <= 0 ? [] : [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1).slice(0, 3)
      .map((element) => element.outerHTML.slice(0, 120));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lines = [document.title.split(" · ")[0] ?? ""];
    const speaks = root.lang.slice(0, 2);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      // What people wrote (prose) speaks the language of its writer
      if (!parent || parent.closest("script, style, noscript, code, samp, pre, textarea, .prose, [translate=no]")) continue;
      const lang = parent.closest("[lang]")?.getAttribute("lang") ?? root.lang;
      if (lang.slice(0, 2) === speaks) lines.push((walker.currentNode.nodeValue ?? "").trim());
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [data-label]")) {
      for (const name of ["aria-label", "title", "placeholder", "data-label"]) {
        const words = element.getAttribute(name);
        if (words) lines.push(words.trim());
      }
    }
    const small = matchMedia("(pointer: coarse)").matches
      ? [...document.querySelectorAll("button, .button, input:not([type=hidden]), select, nav a")]
        .map((element) => ({ element, box: (element.closest("label") ?? element).getBoundingClientRect() }))
        .filter(({ element, box }) => box.width > 1 && box.height > 1 && box.height < 43.5
          && !element.closest("p, th, .crumbs, .foot, .prose, [hidden]"))
        .map(({ element, box }) => `${Math.round(box.height)} px: ${element.outerHTML.slice(0, 120)}`)
      : [];
    return {
      wide, outside, small, lang: root.lang, title: document.title.trim(), lines: lines.filter((line) => line !== ""),
      headings: document.querySelectorAll("h1").length,
      mains: document.querySelectorAll("main").length,
    };
  });
  const complaints = strangers(found.lines, lang);
  if (!found.lang.startsWith(lang.slice(0, 2))) complaints.push(`its language is ${found.lang}`);
  if (found.headings !== 1) complaints.push(`it has ${found.headings} first headings`);
  if (found.mains !== 1) complaints.push(`it has ${found.mains} main parts`);
  if (found.title.split(" · ")[0] === "") complaints.push("it has no title");
  if (found.wide > 0) complaints.push(`it is ${found.wide} px wider than the window: ${found.outside.join(" ")}`);
  complaints.push(...found.small.slice(0, 3).map((what) => `too small to touch, ${what}`));
  return complaints;
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe finds on the page.
 *
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  return told(new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withTags(TAGS));
}

/**
 * What axe finds of the page's colours, where the rest was asked before.
 *
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function colours(page) {
  return told(new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withRules(["color-contrast"]));
}

/** @param {AxeBuilder} asked */
async function told(asked) {
  // The legacy mode spares a second page per run; there are no frames of foreign origin here.
  const { violations: found } = await asked.setLegacyMode().analyze();
  return found.map(({ id, nodes }) => `axe, ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" ")}`);
}

/** @typedef {"light" | "dark" | "contrast" | "contrast-dark" | "forced"} Theme the last: the system's own colours */

/**
 * Puts another theme on the page that stands open, as its attribute or the system would.
 *
 * @param {Page} page
 * @param {Theme} theme
 */
export async function dress(page, theme) {
  await page.emulateMedia({
    colorScheme: theme === "dark" ? "dark" : "light",
    forcedColors: theme === "forced" ? "active" : "none",
  });
  await page.evaluate((chosen) => {
    if (document.body.classList.contains("plain")) return; // paper to print is light
    if (chosen.startsWith("contrast")) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
  }, theme);
}

/**
 * Keeps a picture of the whole page, named after its route, where XINGTAN_E2E_LOOKS=all or XINGTAN_E2E_SHOTS asks for them.
 *
 * @param {Page} page
 * @param {string} where route of the page
 * @param {string} suffix what tells this picture from others of the same page
 */
export async function picture(page, where, suffix) {
  if (process.env.XINGTAN_E2E_LOOKS !== "all" && !process.env.XINGTAN_E2E_SHOTS) return;
  const folder = join(shots, "pages");
  await mkdir(folder, { recursive: true });
  const name = where.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "") || "start";
  await page.screenshot({ path: join(folder, `${name}.${suffix}.png`), fullPage: true });
}
