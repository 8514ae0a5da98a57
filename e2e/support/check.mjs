// What is asked of every page: reachable for everybody, and a picture of it for the reader of a test run.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { SIZES } from "./browser.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {"light" | "dark" | "contrast"} Theme */

/** Where pictures go: `XINGTAN_E2E_SHOTS`, else a folder that git does not see. */
export const shots = process.env.XINGTAN_E2E_SHOTS ?? join(dirname(fileURLToPath(import.meta.url)), "..", "shots");

/**
 * Asks axe for violations of WCAG 2.2 AA and its best practices; expects none.
 *
 * @param {Page} page
 */
export async function axe(page) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  // Our pages have no frames, so one pass in the page itself is enough; a second page for the sum takes four times as long.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withTags(tags).setLegacyMode(true);
  const { violations } = await axe.analyze();
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.html}\n    ${node.failureSummary?.replaceAll("\n", " ")}`),
  );
  assert.equal(told.length, 0, `${page.url()} is not accessible:\n  ${told.join("\n  ")}`);
}

/**
 * Asks for what every page has: one main part, one first heading, a title, a language, a label on each field,
 * nothing wider than the window.
 *
 * @param {Page} page
 */
export async function wellFormed(page) {
  const found = await page.evaluate(() => ({
    mains: document.querySelectorAll("main").length,
    headings: document.querySelectorAll("h1").length,
    title: document.title.trim(),
    lang: document.documentElement.lang,
    unlabelled: [...document.querySelectorAll("input, select, textarea")]
      .filter((field) => field instanceof HTMLInputElement || field instanceof HTMLSelectElement
        || field instanceof HTMLTextAreaElement)
      .filter((field) => !["hidden", "submit", "button"].includes(field.type))
      .filter((field) => !field.labels?.length && !field.ariaLabel && !field.hasAttribute("aria-labelledby"))
      .map((field) => field.outerHTML),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  const where = page.url();
  assert.equal(found.mains, 1, `${where}: one <main>`);
  assert.equal(found.headings, 1, `${where}: one <h1>`);
  assert.notEqual(found.title, "", `${where}: a title`);
  assert.notEqual(found.lang, "", `${where}: a language`);
  assert.deepEqual(found.unlabelled, [], `${where}: a label on every field`);
  assert.ok(found.overflow <= 0, `${where}: ${found.overflow} px wider than the window`);
}

/**
 * Saves a picture of the page for the phone and for the desk, named after the page's language.
 *
 * @param {Page} page
 * @param {string} name what the page is: `sign-in`, `learner-today`
 * @param {Theme[]} [themes] light alone unless said
 */
export async function shot(page, name, themes = ["light"]) {
  await mkdir(shots, { recursive: true });
  const before = page.viewportSize();
  const lang = (await page.locator("html").getAttribute("lang"))?.startsWith("en") ? "en" : "zh";
  for (const theme of themes) {
    await page.emulateMedia({
      colorScheme: theme === "dark" ? "dark" : "light",
      contrast: theme === "contrast" ? "more" : "no-preference",
    });
    for (const size of Object.values(SIZES)) {
      await page.setViewportSize(size);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      const suffix = theme === "light" ? "" : `-${theme}`;
      await page.screenshot({ path: join(shots, `${name}-${lang}-${size.width}${suffix}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light", contrast: "no-preference" });
  if (before) await page.setViewportSize(before);
}

/**
 * Asks for both.
 *
 * @param {Page} page
 */
export async function sound(page) {
  await wellFormed(page);
  await axe(page);
}
