// Sensitive words: listed, tried, met in a course, appealed against, excepted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served();

const PAGES = [
  ["center", "/words"],
  ["center", "/words/new"],
  ["center", "/words/import"],
  ["center", "/words/categories"],
  ["center", "/words/exceptions"],
  ["center", "/words/trial"],
  ["center", "/words/hits"],
  ["supervisor", "/words"],
  ["teacher", "/words/own"],
];

/** @param {import("playwright-core").Page} page @param {string} form */
const send = (page, form) =>
  Promise.all([page.waitForEvent("load"), page.locator(`form[action$='${form}'] [type=submit]`).first().click()]);

for (const lang of LANGS) {
  for (const size of /** @type {const} */ (["desk", "phone"])) {
    test(`the pages are whole and accessible: ${lang}, ${size}`, async () => {
      for (const as of ["center", "supervisor", "teacher"]) {
        await visit({ url: program.url, as, lang, size }, async (page) => {
          for (const [, path] of PAGES.filter(([who]) => who === as)) {
            await page.goto(path);
            await wellFormed(page);
            await axe(page);
            await shot(page, `words${path.replaceAll("/", "-")}-${as}-${lang}-${size}`);
          }
        });
      }
    });
  }
}

test("a word takes effect at once, and a false hit becomes an exception", async () => {
  await visit({ url: program.url, as: "center", refusals: [422] }, async (page) => {
    await page.goto("/words/categories");
    await page.locator("#f-name").fill("测试类别");
    await page.locator("input[name=action][value=block]").check();
    await send(page, "/words/categories");
    await page.goto("/words/new");
    await page.locator("#f-category").selectOption({ index: await optionOf(page, "测试类别") });
    await page.locator("#f-words").fill("紫色大象");
    await page.locator("#f-pinyin").check();
    await send(page, "/words/new");
    await page.goto("/words/trial");
    await page.locator("#f-text").fill("昨天看到一头紫-色-大-象，也叫 zi se da xiang。");
    await send(page, "/words/trial");
    await axe(page);
    assert.equal(await page.locator("#found ~ .table tbody tr").count(), 2);
    assert.ok(await page.getByText("昨天看到一头*******").count());
    // A category of courses is refused beside the field.
    await page.goto("/courses/categories");
    await page.locator("#f-name").fill("紫色大象馆");
    await send(page, "/courses/categories");
    assert.match((await page.locator("#f-name-error, [id$=name-error]").first().textContent()) ?? "", /紫色大象/u);
    await page.goto("/words/own");
    assert.ok(await page.getByRole("link", { name: "紫色大象" }).count());
  });
  await visit({ url: program.url, as: "teacher" }, async (page) => {
    await page.goto("/courses/new");
    await page.locator("[name=title]").first().fill("紫色大象饲养指南");
    await send(page, "/courses");
    assert.ok(await page.getByText("紫色大象").count());
    await send(page, "/words");
    await page.getByRole("link", { name: "紫色大象" }).first().click();
    await wellFormed(page);
    await page.locator("#f-reason").fill("这是动物的名字");
    await send(page, "/appeal");
    await axe(page);
  });
  await visit({ url: program.url, as: "center" }, async (page) => {
    await page.goto("/words/hits?appeal=asked");
    await page.getByRole("link", { name: "紫色大象" }).first().click();
    await page.locator("#f-phrase").fill("紫色大象饲养");
    await page.locator("[name=verdict][value=except]").click();
    await page.waitForLoadState();
    await page.goto("/words/exceptions");
    assert.ok(await page.getByText("紫色大象饲养").count());
    await page.goto("/words/trial");
    await page.locator("#f-text").fill("紫色大象饲养指南");
    await send(page, "/words/trial");
    assert.equal(await page.locator("#found ~ .table tbody tr").count(), 0);
  });
});

/** The place of a category among the choices. @param {import("playwright-core").Page} page @param {string} name */
async function optionOf(page, name) {
  const all = await page.locator("#f-category option").allTextContents();
  return all.findIndex((it) => it.startsWith(name));
}
