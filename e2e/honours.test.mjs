// Who learned best so far, and a commendation from nomination to the page of the commended: one person nominates, the
// nominator is not the one who decides, and what is published is read by everybody (COM-6, GOV-4).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served({ learners: 20 });

/** Pages by who reads them. */
const PAGES = /** @type {const} */ ({
  learner: ["/rankings", "/rankings?span=half-year", "/commendations", "/commendations/own"],
  center: ["/commendations/nominations", "/commendations/new", "/prizes", "/appraisal"],
});

for (const lang of LANGS) {
  test(`rankings, commendations, prizes and appraisal are accessible pages (${lang})`, async () => {
    for (const [as, pages] of Object.entries(PAGES)) {
      await visit({ url: program.url, as, lang }, async (page) => {
        for (const address of pages) {
          await page.goto(address);
          await wellFormed(page);
          await axe(page);
          await shot(page, `honours${address.replaceAll(/[^a-z]+/g, "-")}`, ["light", "dark"]);
        }
      });
    }
  });
}

test("the running ranking names the first and says that it is not final", async () => {
  await visit({ url: program.url, as: "learner" }, async (page) => {
    await page.goto("/rankings");
    assert.ok((await page.locator("ol.ranking > li").count()) > 0);
    assert.match((await page.locator("main").textContent()) ?? "", /未定榜/);
    assert.match((await page.locator("main").textContent()) ?? "", /7\.2\.1/);
  });
});

test("one person nominates, another publishes, and the commended find it", async () => {
  const { url } = program;
  const title = "安全知识标兵";
  let address = "";
  await visit({ url, as: "contact", refusals: [422] }, async (page) => {
    await page.goto("/commendations/nominations");
    await page.locator("a[href='/commendations/new']").click();
    await page.locator("[name=people]").fill("nobody-of-this-name");
    await page.locator("[name=title]").fill(title);
    await page.locator("[name=reason]").fill("竞赛第一名");
    await page.locator("form[action='/commendations'] button[type=submit]").click();
    assert.equal(await page.locator("#f-people-error").count(), 1);
    assert.equal(await page.locator("[name=title]").inputValue(), title, "what was typed stays");
    await page.locator("[name=people]").fill("learner");
    await page.locator("form[action='/commendations'] button[type=submit]").click();
    await page.waitForURL(/\/commendations\/[0-9a-f-]+$/);
    address = new URL(page.url()).pathname;
    assert.equal(await page.locator("button[value=publish]").count(), 0, "the nominator does not decide");
  });
  await visit({ url, as: "learner", refusals: [404] }, async (page) => {
    await page.goto(address);
    assert.equal(await page.locator("h1", { hasText: title }).count(), 0, "nobody else sees a nomination");
  });
  await visit({ url, as: "manager" }, async (page) => {
    await page.goto(address);
    await axe(page);
    await shot(page, "honours-nomination");
    await page.locator("button[value=publish]").click();
    await page.waitForURL(new RegExp(address));
    assert.match((await page.locator("main").textContent()) ?? "", /已公布/);
  });
  await visit({ url, as: "learner", size: "phone" }, async (page) => {
    await page.goto("/commendations/own");
    await page.getByRole("link", { name: title }).click();
    await wellFormed(page);
    assert.match((await page.locator("main").textContent()) ?? "", /竞赛第一名/);
  });
});
