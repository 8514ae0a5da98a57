// An institution puts its own logo and colour on: what may be uploaded, where it shows, that it can be read, and the
// way back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { png } from "./support/png.mjs";
import { served } from "./support/served.mjs";

const program = served();

/** @param {import("playwright-core").Page} page */
const accent = (page) => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--apricot").trim());

/** @param {import("playwright-core").Page} page @param {string} name @param {Buffer} buffer */
async function upload(page, name, buffer) {
  await page.locator("input[name=logo]").setInputFiles({ name, mimeType: "image/png", buffer });
  const form = page.locator("form[enctype]").first();
  await Promise.all([page.waitForEvent("load"), form.locator("button[type=submit]").click()]);
}

test("a colour is looked at first, then taken; whoever was slower is told", () =>
  visit({ url: program.url, as: "admin", refusals: [422] }, async (page) => {
    await page.goto("/system/branding");
    await wellFormed(page);
    await axe(page);
    await page.locator("input[name=accent][value=own]").check();
    await page.locator("input[name=own]").fill("#ffd400");
    await Promise.all([page.waitForEvent("load"), page.locator("button[name=preview]").click()]);
    assert.equal(await accent(page), "#ffd400", "the page wears what was chosen");
    await axe(page);
    await shot(page, "branding-preview", ["light", "dark"]);
    await page.goto("/system/branding");
    assert.notEqual(await accent(page), "#ffd400", "nothing was saved yet");

    const slow = await page.context().newPage();
    await slow.goto("/system/branding");
    await page.locator("input[name=accent][value='#274c8f']").check();
    await Promise.all([page.waitForEvent("load"), page.locator("form[action='/system/branding'] [data-kind=action]").click()]);
    assert.equal(await accent(page), "#274c8f");
    await slow.locator("input[name=accent][value='#5b3fa0']").check();
    await Promise.all([slow.waitForEvent("load"), slow.locator("form[action='/system/branding'] [data-kind=action]").click()]);
    assert.equal(await slow.locator("[role=alert]").count(), 1, "somebody else was quicker");
    await slow.goto("/system/branding");
    assert.equal(await accent(slow), "#274c8f", "and nothing of the slower one was kept");
  }));

test("a logo is drawn anew and shows at the door, on every page and on the phone's home screen", () =>
  visit({ url: program.url, as: "admin", refusals: [422] }, async (page) => {
    await page.goto("/system/branding");
    await upload(page, "logo.png", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"));
    assert.equal(await page.locator("#f-logo-error").count(), 1, "SVG is refused whatever it is called");
    await axe(page);
    await upload(page, "logo.png", png(900, 300));
    assert.equal(await page.locator(".sidebar .brand img.logo").count(), 1);
    await axe(page);
    await shot(page, "branding", ["light", "dark", "contrast"]);

    const src = (await page.locator(".sidebar .brand img.logo").getAttribute("src")) ?? "";
    const answer = await fetch(program.url + src);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("cache-control") ?? "", /immutable/);
    assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'; sandbox/);
    assert.equal((await fetch(`${program.url}/brand/logo-0000000000000000.png`)).status, 404);

    const manifest = await (await fetch(`${program.url}/manifest.webmanifest`)).json();
    assert.equal(manifest.name, "青禾集团网络学院");
    assert.equal(manifest.lang, "zh-Hans");
    for (const icon of manifest.icons) {
      const picture = await fetch(program.url + icon.src);
      assert.equal(picture.headers.get("content-type"), "image/png", icon.src);
    }
    assert.equal(manifest.icons.length, 3);
  }));

for (const size of /** @type {const} */ (["phone", "desk"])) {
  test(`the door wears them, for a ${size}`, () =>
    visit({ url: program.url, size }, async (page) => {
      await page.goto("/sign-in");
      assert.equal(await page.locator(".terrace img.logo").count(), 1);
      assert.equal(await accent(page), "#274c8f");
      await wellFormed(page);
      await axe(page);
      await shot(page, "branding-door", ["light", "dark", "contrast"]);
    }));
}

test("a learner's pages wear them in both themes, and the default comes back", async () => {
  await visit({ url: program.url, as: "learner" }, async (page) => {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme });
      await axe(page);
    }
    await shot(page, "branding-today", ["light", "dark"]);
  });
  await visit({ url: program.url, as: "admin" }, async (page) => {
    await page.goto("/system/branding");
    await Promise.all([page.waitForEvent("load"), page.locator("button[name=remove]").click()]);
    assert.equal(await page.locator("img.logo").count(), 0);
    await page.locator("input[name=accent][value='']").check();
    await Promise.all([page.waitForEvent("load"), page.locator("form[action='/system/branding'] [data-kind=action]").click()]);
    assert.equal(await page.locator("link[href^='/brand/']").count(), 0);
  });
});
