// What has a day: a learner reads the month on the phone and at the desk, makes an address for the calendar of the
// phone, a calendar program reads it without signing in, and it ends when its owner says so (CRS-11).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served({ learners: 30 });

/**
 * Goes on from month to month until one has dates.
 *
 * @param {import("./support/browser.mjs").Page} page
 */
async function busyMonth(page) {
  await page.goto("/dates");
  for (let months = 0; months < 6 && !(await page.locator(".dated").isVisible()); months++) {
    await page.locator("a[rel=next]").click();
    await page.waitForLoadState();
  }
  await page.locator(".dated").waitFor();
}

for (const lang of LANGS) {
  test(`the month and its feed are accessible pages (${lang})`, async () => {
    for (const size of /** @type {const} */ (["desk", "phone"])) {
      await visit({ url: program.url, as: "learner", lang, size }, async (page) => {
        await busyMonth(page);
        await wellFormed(page);
        await axe(page);
        await shot(page, `dates-month-${size}`, ["light", "dark"]);
        await page.goto("/dates/feed");
        await wellFormed(page);
        await axe(page);
        await shot(page, `dates-feed-${size}`, ["light", "dark"]);
      });
    }
  });
}

test("a day of the small calendar leads to its dates, and a date to its course", async () => {
  await visit({ url: program.url, as: "learner" }, async (page) => {
    await busyMonth(page);
    const day = page.locator(".calendar a").first();
    const id = ((await day.getAttribute("href")) ?? "").slice(1);
    await day.click();
    const line = page.locator(`[id="${id}"] ul a`).first();
    await line.waitFor();
    await line.click();
    await page.waitForURL(/\/(courses|selections|offline-trainings|certificates|course-checks)/);
  });
});

test("a calendar program reads the dates by an address that its owner ends", async () => {
  await visit({ url: program.url, as: "learner", size: "phone" }, async (page) => {
    await page.goto("/dates/feed");
    await page.locator("form[action='/dates/feed'] button").click();
    const address = await page.locator(".copy-value").innerText();
    assert.match(address, /^http:\/\/.*\/calendar\/[0-9a-f]{32}\.\d+\.[\w-]+\.ics$/);
    await axe(page);
    await shot(page, "dates-feed-made", ["light", "dark"]);
    const read = await fetch(address);
    assert.equal(read.status, 200);
    assert.equal(read.headers.get("content-type"), "text/calendar; charset=utf-8");
    const text = await read.text();
    assert.ok(text.startsWith("BEGIN:VCALENDAR\r\n") && text.endsWith("END:VCALENDAR\r\n"), text.slice(0, 200));
    assert.ok(text.includes("BEGIN:VEVENT"), "the demo's learner has courses that are due");
    await page.locator("form[action='/dates/feed/end'] button").click();
    await page.locator(".flash").waitFor();
    assert.equal((await fetch(address)).status, 404);
  });
});
