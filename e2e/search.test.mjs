// People search: from the menu and the phone's top bar, with what was asked for marked, by another word that means the
// same, led to where it stands; and the centre keeps the words that mean the same (CRS-2).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, SIZES, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served({ learners: 20 });

test("a learner searches and is led to the course and its passage", async () => {
  const { url } = program;
  for (const lang of LANGS) {
    for (const size of /** @type {import("./support/browser.mjs").Size[]} */ (Object.keys(SIZES))) {
      await visit({ url, as: "learner", lang, size }, async (page) => {
        await page.goto("/");
        await page.locator('a[href="/search"]:visible').first().click();
        await page.waitForURL(/\/search$/);
        await page.locator("#q").fill("灭火器");
        await Promise.all([page.waitForURL(/\/search\?q=/), page.locator("#q").press("Enter")]);
        const first = page.locator(".found > li").first();
        assert.match(await first.innerText(), /初期火情/);
        assert.equal(await first.locator("mark").first().innerText(), "灭火器");
        await wellFormed(page);
        await axe(page);
        await shot(page, `search-${lang}-${size}`);
      });
    }
  }
});

test("another word that means the same finds it, and nothing found says what to do", async () => {
  const { url } = program;
  await visit({ url, as: "learner" }, async (page) => {
    await page.goto("/search?q=fire+extinguisher");
    assert.match(await page.locator(".found > li").first().innerText(), /初期火情/);
    await page.goto("/search?q=%E9%87%8F%E5%AD%90%E5%8A%9B%E5%AD%A6%E9%80%9A%E8%AE%BA");
    assert.equal(await page.locator(".found > li").count(), 0);
    await axe(page);
    const told = await page.evaluate(async () => (await fetch("/search/suggestions?q=灭火")).json());
    assert.ok(Array.isArray(told.suggestions));
  });
});

test("items of the library are found by those with whom they are shared, and by nobody else", async () => {
  const { url } = program;
  const found = async (/** @type {string} */ as, /** @type {string} */ words) => {
    let texts = /** @type {string[]} */ ([]);
    await visit({ url, as }, async (page) => {
      await page.goto(`/search?kind=library&q=${encodeURIComponent(words)}`);
      texts = await page.locator(".found > li").allInnerTexts();
      await axe(page);
    });
    return texts.join("\n");
  };
  assert.match(await found("learner", "签到表"), /线下培训签到表样例/);
  assert.match(await found("teacher", "冷链温度"), /冷链温度监测要点/);
  assert.doesNotMatch(await found("learner", "冷链温度"), /冷链温度监测要点/);
});

test("the centre keeps synonyms, and whoever searches finds by them at once", async () => {
  const { url } = program;
  await visit({ url, as: "center", refusals: [422] }, async (page) => {
    await page.goto("/search/synonyms");
    await axe(page);
    await page.locator("#f-words").fill("叉车\n铲车");
    await page.locator("section.sheet form button[type=submit]").click();
    // 叉车 stands in a group already: the field says so, and what was typed stays
    await page.locator("#f-words-error").waitFor();
    assert.match(await page.locator("#f-words").inputValue(), /铲车/);
    await page.locator("#f-words").fill("班前会 = 早会");
    await page.locator("section.sheet form button[type=submit]").click();
    await page.getByText("班前会 = 早会").waitFor();
  });
  await visit({ url, as: "learner" }, async (page) => {
    await page.goto("/search?q=%E6%97%A9%E4%BC%9A");
    assert.match(await page.locator(".found > li").first().innerText(), /班前会/);
  });
});
