// A person states name and document, the centre looks at what was found and verifies it (ACC-4).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served({ learners: 20 });

/** The number of the standard's own example. */
const NUMBER = "11010519491231002X";

test("a mistyped number is pointed out, a right one is shown masked", async () => {
  await visit({ url: program.url, as: "learner", size: "phone", refusals: [422] }, async (page) => {
    await page.goto("/account/real-name");
    await page.locator("[name=document]").selectOption("resident-card");
    await page.locator("[name=name]").fill("温以安");
    await page.locator("[name=number]").fill("110105194912310021");
    await page.locator("[name=consent]").check();
    await page.locator("form[action='/account/real-name'] button[type=submit]").click();
    assert.equal(await page.locator("#f-number-error").count(), 1);
    assert.equal(await page.locator("[name=name]").inputValue(), "温以安", "what was typed stays");
    await wellFormed(page);
    await axe(page);
    await shot(page, "real-name-wrong");
    await page.locator("[name=number]").fill(NUMBER);
    await page.locator("form[action='/account/real-name'] button[type=submit]").click();
    await page.waitForURL(/\/account\/real-name$/);
    const text = (await page.locator("main").textContent()) ?? "";
    assert.ok(text.includes("110***********002X") && !text.includes(NUMBER), text);
  });
});

for (const lang of LANGS) {
  test(`real names are accessible pages (${lang})`, async () => {
    await visit({ url: program.url, as: "learner", lang }, async (page) => {
      await page.goto("/account/real-name");
      await wellFormed(page);
      await axe(page);
      await shot(page, "real-name-own", ["light", "dark"]);
    });
    for (const size of /** @type {const} */ (["phone", "desk"])) {
      await visit({ url: program.url, as: "center", lang, size }, async (page) => {
        await page.goto("/real-names?state=pending");
        await wellFormed(page);
        await axe(page);
        await shot(page, "real-names", ["light", "dark"]);
        await page.locator("tbody a").first().click();
        await page.waitForURL(/\/real-names\/[0-9a-f-]+$/);
        await wellFormed(page);
        await axe(page);
        await shot(page, "real-names-one", ["light", "dark"]);
      });
    }
  });
}

test("the centre looks at the number for a reason, and verifies it", async () => {
  await visit({ url: program.url, as: "center" }, async (page) => {
    await page.goto("/real-names?state=pending");
    await page.locator("tbody a").first().click();
    await page.waitForURL(/\/real-names\/[0-9a-f-]+$/);
    await page.locator("a[href$='/reveal']").click();
    await page.locator("[name=reason]").fill("对照原件");
    await page.locator("form[action$='/reveal'] button[type=submit]").click();
    assert.ok(((await page.locator("main").textContent()) ?? "").includes(NUMBER));
    await page.goBack();
    await page.goBack();
    await page.locator("[name=verdict][value=verify]").check();
    await page.locator("form[action$='/decision'] button[type=submit]").click();
    assert.equal(await page.locator("[name=verdict][value=verify]").count(), 0);
  });
  await visit({ url: program.url, as: "learner" }, async (page) => {
    await page.goto("/account/reads");
    assert.ok(((await page.locator("main").textContent()) ?? "").includes("对照原件"));
  });
});
