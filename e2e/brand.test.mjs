// An institution puts its own logo and colour on: what may be uploaded, where it shows, that it can be read, and the
// way back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { closeBrowser, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { start } from "./support/program.mjs";

/** @type {import("./support/program.mjs").Program} */
let program;

before(async () => {
  program = await start();
});

after(async () => {
  await closeBrowser();
  await program.stop();
});

/**
 * A PNG: a disc of one colour on a transparent ground, with a bar beside it.
 *
 * @param {number} width
 * @param {number} height
 */
function png(width, height) {
  const rows = [];
  const radius = height / 2;
  for (let y = 0; y < height; y++) {
    const row = Buffer.alloc(1 + width * 4);
    for (let x = 0; x < width; x++) {
      const inDisc = (x - radius) ** 2 + (y - radius) ** 2 < radius ** 2;
      const inBar = x > height * 1.2 && Math.abs(y - radius) < height / 6;
      row.set(inDisc || inBar ? [23, 63, 122, 255] : [0, 0, 0, 0], 1 + x * 4);
    }
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const parts = [["IHDR", header], ["IDAT", deflateSync(Buffer.concat(rows))], ["IEND", Buffer.alloc(0)]];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...parts.map(([name, data]) => chunk(/** @type {string} */ (name), /** @type {Buffer} */ (data)))]);
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
}

/** @param {Buffer} bytes */
function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

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
