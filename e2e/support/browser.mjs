// One browser per test file, one context per visit. A visit that meets a script error, a refused resource or
// an answer of 5xx fails, whatever the test looked at.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { PASSWORD } from "./program.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {"zh-CN" | "en"} Lang */
/** @typedef {keyof typeof SIZES} Size */

export const SIZES = /** @type {const} */ ({
  phone: { width: 360, height: 800 },
  desk: { width: 1440, height: 900 },
});

/** @type {Lang[]} */
export const LANGS = ["zh-CN", "en"];

/** @type {Promise<import("playwright-core").Browser> | undefined} */
let running;

function browser() {
  running ??= chromium.launch({
    executablePath: process.env.XINGTAN_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
  return running;
}

/** Closes the browser; call it once, after the last test of a file. */
export async function closeBrowser() {
  await (await running)?.close();
}

/**
 * Opens a page as one visitor, hands it to `story`, and closes it.
 *
 * @param {object} visitor
 * @param {string} visitor.url address of the program
 * @param {Lang} [visitor.lang] what the browser asks for
 * @param {Size} [visitor.size]
 * @param {string} [visitor.as] demo person who signs in first
 * @param {boolean} [visitor.scripts] false: a browser in which no script runs
 * @param {number[]} [visitor.refusals] statuses from 400 up that this story means to meet
 * @param {(page: Page) => Promise<void>} story
 */
export async function visit({ url, lang = "zh-CN", size = "desk", as, scripts = true, refusals = [] }, story) {
  const context = await (await browser()).newContext({
    baseURL: url,
    locale: lang === "en" ? "en-US" : "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: SIZES[size],
    hasTouch: size === "phone",
    isMobile: size === "phone",
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = listen(page, refusals);
  try {
    if (as) await signIn(page, as);
    await story(page);
    assert.deepEqual(complaints, [], `while visiting ${page.url()}`);
  } finally {
    await context.close();
  }
}

/**
 * Collects what a visitor would not see but must not happen.
 *
 * @param {Page} page
 * @param {number[]} refusals
 */
function listen(page, refusals) {
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    const ofStatus = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !ofStatus) complaints.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !refusals.includes(status)) complaints.push(`${status} from ${response.url()}`);
  });
  return complaints;
}

/**
 * Signs in by the form, as a person does.
 *
 * @param {Page} page
 * @param {string} user
 * @param {string} [password]
 */
export async function signIn(page, user, password = PASSWORD) {
  await tryToSignIn(page, user, password);
  const { pathname } = new URL(page.url());
  assert.notEqual(pathname, "/sign-in", `${user} could not sign in: ${await page.locator("main").innerText()}`);
}

/**
 * Fills and sends the sign-in form, whatever comes of it.
 *
 * @param {Page} page
 * @param {string} user
 * @param {string} password
 */
export async function tryToSignIn(page, user, password) {
  await page.goto("/sign-in");
  await page.locator("input[name=user]").fill(user);
  await page.locator("input[name=password]").fill(password);
  await Promise.all([page.waitForEvent("load"), page.locator("input[name=password]").press("Enter")]);
}
