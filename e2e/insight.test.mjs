// What a unit learned in a month, told to its contact with a receipt; and information passed on, read and confirmed by
// each of its addressees (LRN-5).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served({ learners: 20 });

/** Pages by who reads them. */
const PAGES = /** @type {const} */ ({
  learner: ["/relays/own"],
  contact: ["/monthly-reports", "/relays", "/relays/new"],
  center: ["/monthly-reports?state=unopened"],
});

for (const lang of LANGS) {
  test(`reports and relays are accessible pages (${lang})`, async () => {
    for (const [as, pages] of Object.entries(PAGES)) {
      await visit({ url: program.url, as, lang }, async (page) => {
        for (const address of pages) {
          await page.goto(address);
          await wellFormed(page);
          await axe(page);
          await shot(page, `insight${address.replaceAll(/[^a-z]+/g, "-")}`, ["light", "dark"]);
        }
      });
    }
  });
}

test("the report of the month names who is behind, and the centre sees who has not opened it", async () => {
  await visit({ url: program.url, as: "contact", size: "phone" }, async (page) => {
    await page.goto("/monthly-reports");
    await page.locator("tbody a").first().click();
    await page.waitForURL(/\/monthly-reports\/[0-9a-f-]+$/);
    await wellFormed(page);
    await axe(page);
    await shot(page, "insight-report");
    assert.match((await page.locator("main").textContent()) ?? "", /3\.1\.2/);
    assert.equal(await page.locator("#receipts").count(), 0, "receipts are for the centre");
  });
  await visit({ url: program.url, as: "center" }, async (page) => {
    await page.goto("/monthly-reports?state=unopened");
    await page.locator("tbody a").first().click();
    await page.waitForURL(/\/monthly-reports\/[0-9a-f-]+$/);
    assert.equal(await page.locator("#receipts").count(), 1);
    const paper = await page.request.get(`${new URL(page.url()).pathname}/export/pdf`);
    assert.equal(paper.status(), 200);
    assert.equal((await paper.body()).subarray(0, 5).toString(), "%PDF-");
  });
});

test("what a contact passes on is confirmed by who gets it", async () => {
  const { url } = program;
  const title = "安全考试提前";
  let address = "";
  await visit({ url, as: "contact", refusals: [422] }, async (page) => {
    await page.goto("/relays/new");
    await page.locator("[name=kind][value=test]").check();
    await page.locator("[name=title]").fill(title);
    await page.locator("[name=body]").fill("考试改到**周五**。");
    await page.locator("[name=link]").fill("https://elsewhere.example/");
    await page.locator("details", { has: page.locator("[name=persons]") }).locator("summary").click();
    await page.locator("[name=persons]").fill("learner");
    await page.locator("form[action='/relays'] button[type=submit]").click();
    assert.equal(await page.locator("#f-link-error").count(), 1);
    assert.equal(await page.locator("[name=title]").inputValue(), title, "what was typed stays");
    await page.locator("[name=link]").fill("/enrolments");
    await page.locator("form[action='/relays'] button[type=submit]").click();
    await page.waitForURL(/\/relays\/[0-9a-f-]+$/);
    address = new URL(page.url()).pathname;
    await axe(page);
    await shot(page, "insight-relay");
  });
  await visit({ url, as: "learner", size: "phone" }, async (page) => {
    for (let wait = 0; wait < 50; wait += 1) {
      await page.goto("/relays/own");
      if ((await page.getByRole("link", { name: title }).count()) > 0) break;
      await page.waitForTimeout(200);
    }
    await page.getByRole("link", { name: title }).click();
    await wellFormed(page);
    await axe(page);
    await page.locator("form[action$='/confirmation'] button[type=submit]").click();
    await page.waitForURL(new RegExp(address));
    assert.equal(await page.locator("form[action$='/confirmation']").count(), 0);
  });
  await visit({ url, as: "contact" }, async (page) => {
    await page.goto(`${address}?state=confirmed`);
    assert.equal(await page.locator("tbody tr").count(), 1);
  });
});
