// The library from an upload to a lesson and a partner: declared, shared, used, marked with who looks, not deleted while
// used, taken down (CRS-8, GOV-11).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served({ learners: 20 });

/** Pages by who reads them. */
const PAGES = /** @type {const} */ ({
  teacher: ["/library", "/library?view=grid", "/library/new"],
  center: ["/library/folders", "/library/complaints"],
  learner: ["/library"],
});

for (const lang of LANGS) {
  test(`the library's pages are accessible (${lang})`, async () => {
    for (const [as, pages] of Object.entries(PAGES)) {
      await visit({ url: program.url, as, lang }, async (page) => {
        for (const address of pages) {
          await page.goto(address);
          await wellFormed(page);
          await axe(page);
          await shot(page, `library-${as}${address.replaceAll(/[^a-z]+/g, "-")}`, ["light", "dark"]);
        }
      });
    }
  });
}

test("what was uploaded is shared once its right is declared, and bears who looks", async () => {
  const { url } = program;
  let item = "";
  await visit({ url, as: "teacher", refusals: [422] }, async (page) => {
    await page.goto("/library/new");
    await page.locator("#f-files").setInputFiles({ name: "班前提醒.txt", mimeType: "text/plain", buffer: Buffer.from("先断电，再检修。") });
    await page.locator("#f-tags").fill("班前会");
    await page.locator("form[action='/library'] button[type=submit]").click();
    await page.waitForURL(/\/library\/[0-9a-f-]{36}$/);
    item = new URL(page.url()).pathname;
    await page.locator(`form[action='${item}/sharing'] button[type=submit]`).click();
    assert.equal(await page.locator("[data-fault]").count(), 1, "nothing is shared before its right is declared");
    await page.goto(`${item}/edit`);
    await page.locator("[name=basis][value=own]").check();
    await page.locator("[name=true]").check();
    await page.locator(`form[action='${item}/declaration'] button[type=submit]`).click();
    await page.waitForURL(item);
    await page.locator("#f-audience").selectOption("authors");
    await page.locator(`form[action='${item}/sharing'] button[type=submit]`).click();
    await page.waitForURL(item);
    assert.equal(await page.locator("moving-mark").getAttribute("aria-hidden"), "true");
    await wellFormed(page);
    await axe(page);
    await shot(page, "library-item", ["light", "dark"]);
  });
  await visit({ url, as: "center" }, async (page) => {
    await page.goto(item);
    await page.locator("moving-mark").evaluate((mark) => mark.remove());
    await page.locator("moving-mark").waitFor({ state: "attached" });
    await page.goto("/library?q=班前提醒");
    assert.equal(await page.locator(`a[href='${item}']`).count(), 1);
  });
  await visit({ url, as: "learner", refusals: [404] }, async (page) => {
    await page.goto(item);
    assert.equal(await page.locator("moving-mark").count(), 0, "what is shared with authors does not exist for others");
  });
});
