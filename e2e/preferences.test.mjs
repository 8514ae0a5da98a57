// What one sets for oneself is had on every device: language, theme, size of letters, how films play; the largest
// letters stay within a phone. And what an institution sets for health (LRN-12, LRN-13).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, SIZES, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Pages on which people spend their time, by who does. */
const MAIN = /** @type {const} */ ({
  learner: ["/", "/enrolments", "/catalog", "/record", "/notifications", "/account"],
  contact: ["/department"],
  teacher: ["/teaching"],
  admin: ["/system/settings"],
});

const program = served({ learners: 20 });

/**
 * Chooses among radio buttons or in a list, and saves.
 *
 * @param {Page} page
 * @param {string} field
 * @param {string} value
 */
async function choose(page, field, value) {
  const form = page.locator("form", { has: page.locator(`[name="${field}"]`) }).first();
  const select = form.locator(`select[name="${field}"]`);
  if (await select.count()) await select.selectOption(value);
  else await form.locator(`input[name="${field}"][value="${value}"]`).check();
  await Promise.all([page.waitForEvent("load"), form.locator("button[type=submit]").click()]);
}

/** @param {Page} page */
function letters(page) {
  return page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
}

test("what one has chosen is had on the next device, and at the door", async () => {
  const { url } = program;
  await visit({ url, as: "learner" }, async (page) => {
    await page.goto("/account");
    await axe(page);
    await shot(page, "account", ["light", "dark"]);
    assert.equal(await letters(page), "16px");
    await choose(page, "font", "largest");
    assert.equal(await letters(page), "24px");
    await choose(page, "captions", "on");
    await choose(page, "caption_size", "largest");
    await choose(page, "speed", "1.5");
    await page.locator("form[action='/sign-out'] button").first().click();
    await page.waitForURL(/sign-in/);
    assert.equal(await letters(page), "24px", "the door speaks as large");
  });
  await visit({ url, as: "learner", size: "phone" }, async (page) => {
    await page.goto("/account");
    assert.equal(await page.locator("html").getAttribute("data-font"), "largest", "from the first byte");
    assert.equal(await page.locator("[name=captions]").inputValue(), "on");
    assert.equal(await page.locator("[name=caption_size]").inputValue(), "largest");
    assert.equal(await page.locator("[name=speed]").inputValue(), "1.5");
    await page.locator("#notices ~ p a").click();
    await page.waitForURL(/notifications/);
    await page.goto("/account");
    await choose(page, "font", "");
    assert.equal(await letters(page), "16px");
  });
});

for (const lang of LANGS) {
  test(`the largest letters stay within phone and desk, ${lang}`, async () => {
    for (const [person, paths] of Object.entries(MAIN)) {
      await visit({ url: program.url, as: person, lang }, async (page) => {
        await page.context().addCookies([{ name: "xt_lang", value: lang, url: program.url }]);
        await page.goto("/account");
        await choose(page, "font", "largest");
        for (const size of Object.values(SIZES)) {
          await page.setViewportSize(size);
          for (const path of paths) {
            await page.goto(path);
            await wellFormed(page);
          }
        }
        await axe(page);
        await shot(page, `largest-${person}`);
        await page.goto("/account");
        await choose(page, "font", "");
      });
    }
  });
}

test("an administrator is told which limits there are", () =>
  visit({ url: program.url, as: "admin", refusals: [422] }, async (page) => {
    await page.goto("/system/settings");
    assert.equal(await page.locator("[name=learning-minors]").inputValue(), "off", "nobody in an academy");
    assert.equal(await page.locator("[name=learning-rest-minutes]").inputValue(), "45");
    await page.locator("[name=learning-minors-stretch]").fill("5");
    await Promise.all([page.waitForEvent("load"), page.locator("main button[type=submit]").click()]);
    assert.equal(await page.locator("[name=learning-minors-stretch]").getAttribute("aria-invalid"), "true");
    await wellFormed(page);
    await axe(page);
    await shot(page, "settings-wrong");
  }));

test("a learner who is a minor is told the limits on the lesson", async () => {
  const { url } = program;
  await visit({ url, as: "admin" }, async (page) => {
    await page.goto("/system/settings");
    await page.locator("[name=learning-minors]").selectOption("presumed");
    await page.locator("[name=learning-minors-closes]").fill("24");
    await page.locator("[name=learning-minors-opens]").fill("4");
    await Promise.all([page.waitForEvent("load"), page.locator("main button[type=submit]").click()]);
    await page.goto("/system/settings");
    assert.equal(await page.locator("[name=learning-minors]").inputValue(), "presumed");
  });
  for (const lang of LANGS) {
    await visit({ url, as: "learner", lang, size: "phone" }, async (page) => {
      await page.context().addCookies([{ name: "xt_lang", value: lang, url }]);
      await page.goto("/enrolments");
      const course = await page.locator("main a[href^='/courses/']").first().getAttribute("href");
      await page.goto(course ?? "");
      const lesson = page.locator("main a[href*='/lessons/']").first();
      await page.goto((await lesson.getAttribute("href")) ?? "");
      assert.match(await page.locator("main").innerText(), /30/);
      await wellFormed(page);
      await axe(page);
      await shot(page, "lesson-minor", ["light", "dark"]);
    });
  }
});
