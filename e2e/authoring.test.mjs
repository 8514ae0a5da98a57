// A teacher writes a course on one page: tree and lesson side by side, texts that save themselves, a second author at the
// same time, history, copies and the bin; with scripts, without them, and on a phone (CRS-1).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served({ learners: 5 });

/** The course that the tests write, `/courses/ID/edit`. */
let desk = "";
/** Its page of text. */
let lesson = "";

/** @param {import("playwright-core").Page} page @param {string} title @param {string} kind */
async function add(page, title, kind) {
  const form = page.locator(`form[action="${desk}/lessons"]`);
  if (!(await form.isVisible())) await page.locator("details.fold > summary").first().click();
  await form.locator("[name=kind]").selectOption(kind);
  await form.locator("[name=lesson_title]").fill(title);
  await form.locator("button[type=submit]").click();
  await page.waitForURL(/\/edit\/lessons\//);
  return new URL(page.url()).pathname;
}

/** @param {import("playwright-core").Page} page */
function state(page) {
  return page.locator("lesson-draft [data-state]");
}

test("tree and lesson stand on one page, and the address carries the lesson", async () => {
  await visit({ url: program.url, as: "teacher" }, async (page) => {
    await page.goto("/courses/new");
    await page.locator("[name=title]").fill("用电安全");
    await page.locator("form[action='/courses'] button[type=submit]").click();
    await page.waitForURL(/\/edit$/);
    desk = new URL(page.url()).pathname;
    await add(page, "第一章", "section");
    await page.goto(desk);
    lesson = await add(page, "先断电", "page");
    assert.equal(await page.locator(".desk-tree [aria-current=page]").innerText(), "2 先断电");
    await page.locator(".desk-tree a", { hasText: "第一章" }).click();
    await page.waitForURL((url) => url.pathname !== lesson);
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, lesson);
    await wellFormed(page);
    await axe(page);
    await shot(page, "authoring-lesson", ["light", "dark"]);
    await page.goto("/teaching");
  });
});

test("a text saves itself, keeps its history, and shows formulas without a script of theirs", async () => {
  await visit({ url: program.url, as: "teacher" }, async (page) => {
    await page.goto(lesson);
    await page.locator("#f-text").fill("先断电，再检修。");
    await page.locator("lesson-draft [data-state][data-tone=pine]").waitFor();
    await page.locator("#f-text").fill("先验电，再检修。 $E = mc^2$");
    await page.locator("[data-preview] math").waitFor();
    const saved = page.waitForResponse((it) => it.url().endsWith("/draft") && (it.request().postData() ?? "").includes("---"));
    await page.locator("[data-mark=table]").click();
    assert.ok((await saved).ok());
    await page.reload();
    assert.match(await page.locator("#f-text").inputValue(), /先验电.*\| --- \|/s);
    await page.locator("form[enctype] button[type=submit][data-kind=action]").click();
    await page.waitForURL(new RegExp(lesson));
    await page.goto(`${lesson}/history`);
    await wellFormed(page);
    await axe(page);
    await shot(page, "authoring-history");
  });
});

/**
 * Opens the lesson and takes the turn where somebody still has it: whoever leaves says so by a message of the browser
 * that may come late or, on a busy machine, never; then the turn ends by itself a minute later, or is taken over.
 *
 * @param {import("playwright-core").Page} page
 */
async function openInTurn(page) {
  const beat = page.waitForResponse((it) => it.url().endsWith("/sitting"));
  await page.goto(lesson);
  const { yours } = await (await beat).json();
  if (!yours) await page.locator("[data-take]").click();
  await page.waitForFunction(() => !document.querySelector("#f-text")?.hasAttribute("readonly"));
}

test("two authors at once: who writes is said, a turn is taken, and nothing is lost", async () => {
  const { url } = program;
  await visit({ url, as: "teacher", refusals: [409] }, async (page) => {
    await page.goto(desk.replace(/edit$/, "authors"));
    await page.locator("[name=user_name]").fill("center");
    await page.locator("form[action$='/authors'] button[type=submit]").click();
    await page.waitForURL(/authors|edit/);
    await page.goto(lesson);
    await page.locator("#f-text").fill("第一位写的");
    await page.locator("lesson-draft [data-state][data-tone=pine]").waitFor();
    await visit({ url, as: "center" }, async (other) => {
      await other.goto(lesson);
      await other.locator("[data-held]:not([hidden])").waitFor();
      assert.equal(await other.locator("#f-text").getAttribute("readonly"), "");
      await shot(other, "authoring-held");
      await axe(other);
      await other.locator("[data-take]").click();
      await other.waitForFunction(() => !document.querySelector("#f-text")?.hasAttribute("readonly"));
      await other.locator("#f-text").fill("第二位写的");
      await other.locator("lesson-draft [data-state][data-tone=pine]").waitFor();
      await other.goto("/teaching");
      await openInTurn(page);
    });
    await page.locator("#f-text").fill("第一位又写的");
    await page.locator("lesson-draft [data-state][data-tone=pine]").waitFor();
    // Somebody else saves without this page knowing: a browser without scripts holds no turn
    await visit({ url, as: "center", scripts: false }, async (other) => {
      await other.goto(lesson);
      await other.locator("#f-text").fill("不知情的另一位");
      await other.locator("lesson-draft form button[type=submit][data-kind=action]").click();
    });
    await page.locator("#f-text").fill("第一位来晚了");
    await page.locator("lesson-draft [data-state][data-tone=ochre]").waitFor();
    assert.match(await state(page).innerText(), /没有覆盖对方/);
    await page.goto(`${lesson}/history`);
    const words = (await page.locator("main").textContent()) ?? "";
    assert.match(words, /未采用/);
  });
});

test("off line the text stays on the device and is saved when the line is back", async () => {
  await visit({ url: program.url, as: "teacher" }, async (page) => {
    await openInTurn(page);
    // The device's copy of the program is whole before the line is cut
    await page.waitForLoadState("networkidle");
    await page.context().setOffline(true);
    await page.locator("#f-text").fill("断线时写的");
    await page.locator("lesson-draft [data-state][data-tone=ochre]").waitFor();
    await page.context().setOffline(false);
    await page.locator("lesson-draft [data-state][data-tone=pine]").waitFor();
    await page.goto(lesson);
    assert.equal(await page.locator("#f-text").inputValue(), "断线时写的");
  });
});

test("rows are moved by keys, renamed in place, duplicated, taken out and put back", async () => {
  await visit({ url: program.url, as: "teacher" }, async (page) => {
    await page.goto(desk);
    const row = page.locator(".desk-tree a", { hasText: "先断电" });
    await row.focus();
    await page.keyboard.press("Alt+ArrowRight");
    await page.locator(".tree-status", { hasText: "已保存" }).waitFor();
    assert.equal(await row.innerText(), "1.1 先断电");
    await row.focus();
    await page.keyboard.press("F2");
    await page.locator(".tree-row input").fill("断电与验电");
    await page.keyboard.press("Enter");
    await page.locator(".tree-status", { hasText: "断电与验电" }).waitFor();
    await page.locator(".desk-tree a", { hasText: "第一章" }).click();
    await page.locator("form[action$='/copy'] button").click();
    await page.locator(".flash").waitFor();
    assert.equal(await page.locator(".desk-tree li a", { hasText: "断电与验电" }).count(), 2);
    await page.locator("a[href$='/deletion']").click();
    await page.locator("form[action$='/deletion'] button[type=submit]").click();
    await page.waitForURL(/removed=/);
    await shot(page, "authoring-removed");
    await page.locator("form[action$='/restoration'] button").click();
    await page.waitForURL(/\/edit\/lessons\//);
    await page.goto(`${desk}/bin`);
    await wellFormed(page);
    await axe(page);
  });
});

for (const lang of LANGS) {
  test(`on a phone tree and lesson are two views (${lang})`, async () => {
    await visit({ url: program.url, as: "teacher", lang, size: "phone" }, async (page) => {
      for (const [address, name] of [[desk, "desk"], [lesson, "lesson"], [`${lesson}/history`, "history"]]) {
        await page.goto(address ?? "");
        await wellFormed(page);
        await axe(page);
        await shot(page, `authoring-${name}-phone-${lang}`);
      }
      await page.goto(lesson);
      assert.equal(await page.locator(".desk-tree").isVisible(), false);
      await page.locator(".desk-back").click();
      await page.locator(".desk-tree").waitFor();
    });
  });
}

test("without scripts a course is written by plain forms", async () => {
  await visit({ url: program.url, as: "teacher", scripts: false }, async (page) => {
    await page.goto(desk);
    await add(page, "没有脚本", "page");
    await page.locator("#f-text").fill("正文");
    await page.locator("lesson-draft form button[type=submit][data-kind=action]").click();
    assert.equal(await page.locator("#f-text").inputValue(), "正文");
    await page.goto(desk);
    await page.locator("form[action$='/copy'] button").click();
    await page.waitForURL(/\/edit$/);
    assert.match(await page.locator("h1").innerText(), /用电安全/);
  });
});
