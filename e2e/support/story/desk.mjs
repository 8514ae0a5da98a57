// How the people of the story move: they follow links and send forms that are on the page, and nothing else.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { visit } from "../browser.mjs";
import { axe, shots, wellFormed } from "../check.mjs";
import { CHOSEN } from "./plan.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../browser.mjs").Lang} Lang */

/**
 * What is asked of every page that the story meets, and a picture of it.
 *
 * @param {Page} page
 * @param {string} name what the page is
 */
export async function meet(page, name) {
  await wellFormed(page);
  await axe(page);
  await mkdir(shots, { recursive: true });
  const lang = (await page.locator("html").getAttribute("lang"))?.startsWith("en") ? "en" : "zh";
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: join(shots, `story-${name}-${lang}-${width}.png`), fullPage: true });
}

/**
 * Follows a link that can be seen.
 *
 * @param {Page} page
 * @param {string} href its address, or how it begins with `…` at the end
 */
export async function follow(page, href) {
  const selector = href.endsWith("…") ? `a[href^="${href.slice(0, -1)}"]` : `a[href="${href}"]`;
  const link = page.locator(selector).locator("visible=true").first();
  await Promise.all([page.waitForEvent("load"), link.click()]);
}

/**
 * Sends the form whose action is named, by its button.
 *
 * @param {Page} page
 * @param {string} action the form's address, or how it ends with `…` in front
 * @param {Record<string, string>} [fields] what is typed or chosen first
 * @param {string} [button] name of the button, when there are several
 */
export async function send(page, action, fields = {}, button = "") {
  const where = action.startsWith("…") ? `[action$="${action.slice(1)}"]` : `[action="${action}"]`;
  const form = page.locator(`main form[method=post]${where}`).first();
  for (const [name, value] of Object.entries(fields)) await fill(form, name, value);
  const submit = form.locator(button || "button[type=submit]").first();
  await Promise.all([page.waitForEvent("load"), submit.click()]);
}

/**
 * @param {import("playwright-core").Locator} form
 * @param {string} name
 * @param {string} value
 */
async function fill(form, name, value) {
  const field = form.locator(`[name="${name}"]`).first();
  const kind = await field.evaluate((it) => (it instanceof HTMLInputElement ? it.type : it.tagName));
  if (kind === "SELECT") {
    // People choose by the words, which may be indented under those of a parent.
    const options = await field.locator("option").evaluateAll((all) =>
      all.map((it) => [it.getAttribute("value") ?? "", it.textContent ?? ""]));
    const found = options.find(([code, words]) => code === value || words?.trim().endsWith(value));
    assert.ok(found, `${name} offers ${value}: ${options.map(([, words]) => words).join(" | ")}`);
    await field.selectOption(String(found[0]));
  } else if (kind === "radio" || kind === "checkbox") {
    await form.locator(`[name="${name}"][value="${value}"]`).check();
  } else {
    await field.fill(value);
  }
}

/** What the page says in its main part. @param {Page} page */
export function said(page) {
  return page.locator("main").innerText();
}

/**
 * A visit in the wanted language, chosen at the door by the program's own switch.
 *
 * @param {{ url: string, lang: Lang, size?: import("../browser.mjs").Size, refusals?: number[] }} visitor
 * @param {(page: Page) => Promise<void>} story
 */
export function come({ lang, ...visitor }, story) {
  return visit({ ...visitor, lang: "zh-CN" }, async (page) => {
    await page.goto("/");
    if (lang !== "zh-CN") await speak(page, lang);
    await story(page);
  });
}

/** @param {Page} page @param {Lang} lang */
async function speak(page, lang) {
  const button = page.locator(`form[action="/preferences"] button[name=lang][value="${lang}"]`);
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

/** Signs in at the door where the page is. @param {Page} page @param {string} user @param {string} [password] */
export async function enter(page, user, password = CHOSEN) {
  await send(page, "/sign-in", { user, password });
  assert.notEqual(new URL(page.url()).pathname, "/sign-in", `${user} could not sign in: ${await said(page)}`);
}

/**
 * The first sign-in with a password from a slip: it must be changed, and the agreements are put before the person.
 *
 * @param {Page} page
 * @param {string} user
 * @param {string} password
 * @param {boolean} [looked] whether the pages are asked for their form
 */
export async function enterFirst(page, user, password, looked = false) {
  await enter(page, user, password);
  assert.equal(new URL(page.url()).pathname, "/account/password", "the first password must be changed");
  // No other page is to be had before.
  await page.goto("/enrolments");
  assert.equal(new URL(page.url()).pathname, "/account/password");
  if (looked) await meet(page, "first-password");
  await send(page, "/account/password", { password: CHOSEN, again: CHOSEN });
  assert.equal(new URL(page.url()).pathname, "/account/consents");
  if (looked) await meet(page, "consents");
  await send(page, "/account/consents", { terms: "yes", privacy: "yes" });
}

/**
 * The centre's desk shows so many of the first steps done and the one after them next; with the last they are gone.
 *
 * @param {Page} page
 * @param {number} done
 */
export async function firstSteps(page, done) {
  await page.goto("/desk");
  const steps = page.locator(".first-steps li");
  const shown = await steps.count();
  assert.equal(shown, done < 4 ? 4 : 0, "first steps on the desk");
  if (shown === 0) return;
  assert.equal(await steps.locator(".task-when[data-tone=pine]").count(), done, "steps that are ticked");
  assert.equal(await steps.nth(done).getAttribute("aria-current"), "step");
}
