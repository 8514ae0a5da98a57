// The installed program without a line: lessons taken along, studied, credited when the line is back, and gone when
// somebody signs out. Its film is twelve seconds long, made by ffmpeg.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { LANGS, SIZES, closeBrowser, signIn, visit } from "./support/browser.mjs";
import { start } from "./support/program.mjs";
import { come, meet, said, send } from "./support/story/desk.mjs";
import { approve, publish } from "./support/story/course.mjs";
import { begin, choose, play, ready, record, until } from "./support/story/film.mjs";
import { PLANS } from "./support/story/plan.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Seconds of the film. */
const LENGTH = 12;
const TITLE = "离线看的示范";
const plan = { ...PLANS["zh-CN"], course: { ...PLANS["zh-CN"].course, title: TITLE } };

/** @type {import("./support/program.mjs").Program} */
let program;
let folder = "";
let film = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "xingtan-offline-"));
  film = join(folder, "示范.mp4");
  await record(film, LENGTH);
  program = await start({ learners: 5 });
});

after(async () => {
  await closeBrowser();
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

test("the program can be installed, and says how", async (t) => {
  const { url } = program;
  await t.test("Chromium finds nothing that stands against it", () =>
    visit({ url }, async (page) => {
      await page.goto("/install");
      await worker(page);
      const devtools = await page.context().newCDPSession(page);
      const manifest = await devtools.send("Page.getAppManifest");
      assert.deepEqual(manifest.errors, []);
      assert.ok(manifest.url.endsWith("/manifest.webmanifest"));
      const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
      // A browser without a profile of its own installs nothing; that is no fault of the program
      const faults = installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito");
      assert.deepEqual(faults, []);
      const offered = await page.evaluate(() => navigator.serviceWorker.getRegistration().then((it) => it?.scope));
      assert.equal(offered, `${url}/`);
    }));
  for (const lang of LANGS) {
    for (const size of /** @type {import("./support/browser.mjs").Size[]} */ (Object.keys(SIZES))) {
      await t.test(`the page reads well, ${lang}, ${size}`, () =>
        come({ url, lang, size }, async (page) => {
          await page.locator('footer a[href="/install"]').click();
          await page.waitForURL("/install");
          assert.equal(await page.locator("main .qr svg").count(), 1);
          await meet(page, "install");
          await page.goto("/offline");
          await shelf(page);
          await meet(page, "offline-empty");
        }));
    }
  }
});

test("a lesson is read without a line and counts when it is back", (t) =>
  visit({ url: program.url, as: "learner", size: "phone" }, async (page) => {
    const context = page.context();
    const lesson = await readable(page);
    const course = lesson.replace(/\/lessons\/.*/, "");
    await t.test("it is taken along", async () => {
      await takeAlong(page, lesson);
      await meet(page, "lesson-taken");
    });
    await t.test("without a line any page leads to the lessons of this device", async () => {
      await context.setOffline(true);
      await page.goto("/record");
      await shelf(page);
      assert.equal(await page.locator("h1").innerText(), "没有网络");
      assert.equal(await page.locator(".take-list li").count(), 1);
      await meet(page, "offline-shell");
    });
    await t.test("the lesson opens at its own address and is read", async () => {
      await page.goto(lesson);
      assert.equal(new URL(page.url()).pathname, `${lesson}/taken`);
      await page.locator("attention-timer[data-state]").waitFor();
      await meet(page, "lesson-offline");
      await page.waitForTimeout(12_000);
      await page.goto("/today");
      await shelf(page);
      assert.match(await page.locator("[data-waits-part]").innerText(), /1\d 秒/, "what was read waits");
    });
    await t.test("where the server asks for presence first, it is asked here", async () => {
      const check = { id: "00000000-0000-7000-8000-000000000001", question: "您还在看吗？请选择：桥", options: [{ value: 0, text: "苹果" }, { value: 1, text: "桥" }] };
      await page.route("**/attention", (route) => route.fulfill({ json: { check } }), { times: 1 });
      await page.route("**/presence", (route) => route.fulfill({ status: 204 }), { times: 1 });
      await context.setOffline(false);
      await page.locator('offline-lessons [data-act="check"]').click();
      await page.locator("dialog[open] h2", { hasText: "桥" }).waitFor();
      await meet(page, "offline-check");
      await page.locator("dialog[open] button", { hasText: "桥" }).click();
    });
    await t.test("the line is back: it is sent and said what counted", async () => {
      await page.locator("[data-outcomes-part] li[data-tone=pine]").waitFor({ timeout: 20_000 });
      assert.match(await page.locator("[data-outcomes-part]").innerText(), /全部计入/);
      await meet(page, "offline-sent");
      await page.goto(lesson);
      assert.match(await said(page), /已学 1\d 秒|已完成/, "the server has counted it");
    });
    await t.test("a queue that somebody edited gains nothing beyond real time", async () => {
      const from = await studied(page, course);
      const began = Date.now();
      await takeAlong(page, lesson);
      await context.setOffline(true);
      await forge(page, lesson, 40);
      await page.goto("/offline");
      await context.setOffline(false);
      // What is said first counts what was sent so far; the verdict comes with the last report.
      const verdict = page.locator("[data-outcomes-part] li[data-tone=ochre]", { hasText: "超过了服务器上真正过去的时间" });
      await verdict.waitFor({ timeout: 30_000 });
      const real = (Date.now() - began) / 1000;
      const gained = (await studied(page, course)) - from;
      assert.ok(gained <= real + 1, `${gained} s counted in ${real} s`);
    });
    await t.test("what has expired is not shown any more", async () => {
      await page.evaluate(async (lesson) => {
        const cache = await caches.open("xingtan-taken");
        const kept = await cache.match(`${lesson}/taken`);
        const headers = new Headers(kept?.headers);
        headers.set("x-xingtan-until", String(Date.now() - 1));
        await cache.put(`${lesson}/taken`, new Response(await kept?.text(), { headers }));
      }, lesson);
      await context.setOffline(true);
      await page.goto(lesson);
      await shelf(page);
      assert.equal(await page.locator("h1").innerText(), "没有网络");
      await context.setOffline(false);
      await takeAlong(page, lesson);
    });
    await t.test("signing out leaves nothing on the device", async () => {
      await page.goto(lesson);
      assert.ok((await held(page)).files > 0);
      await page.goto("/menu");
      await Promise.all([page.waitForURL("/sign-in"), page.locator('form[action="/sign-out"] button').last().click()]);
      assert.deepEqual(await held(page), { files: 0, rows: 0 });
      await context.setOffline(true);
      await page.goto(lesson);
      await shelf(page);
      assert.equal(await page.locator(".take-list li").count(), 0);
      await context.setOffline(false);
    });
  }));

test("what one took along is gone when somebody else signs in on the device", () =>
  visit({ url: program.url, as: "learner2", refusals: [401] }, async (page) => {
    // A document is drawn without a line, too
    const lesson = await readable(page, true);
    await takeAlong(page, lesson);
    await page.context().setOffline(true);
    await page.goto(lesson);
    await page.locator("pdf-view canvas").first().waitFor();
    await meet(page, "document-offline");
    await page.context().setOffline(false);
    await page.goto("/today");
    assert.ok((await held(page)).files > 0);
    await page.context().clearCookies();
    await signIn(page, "teacher");
    await page.waitForFunction(async () => (await caches.keys()).every((name) => name !== "xingtan-taken"));
    assert.deepEqual(await held(page), { files: 0, rows: 0 });
  }));

test("a film is watched without a line and credited later", async (t) => {
  const { url } = program;
  let course = "";
  await t.test("it is made and published", async () => {
    await visit({ url, as: "teacher" }, async (page) => {
      course = await begin(page, TITLE);
      await choose(page, course, film);
      await page.locator("main .tree-list a", { hasText: "示范" }).first().click();
      await page.waitForLoadState();
      await ready(page);
      await page.goto(`${course}/edit`);
      await send(page, `${course}/submission`);
    });
    await visit({ url, as: "reviewer" }, (page) => approve(page, plan));
    await visit({ url, as: "center" }, (page) => publish(page, plan));
  });
  await t.test("the whole course is taken along, watched and credited", () =>
    visit({ url, as: "learner", size: "phone" }, async (page) => {
      const context = page.context();
      await page.goto(course);
      await send(page, `${course}/enrolments`);
      await worker(page);
      await page.locator('take-along [data-act="take"]').click();
      await page.locator('take-along [data-act="remove"]').waitFor({ timeout: 30_000 });
      await meet(page, "course-taken");
      await context.setOffline(true);
      await page.goto("/");
      await shelf(page);
      await page.locator(".take-list a").click();
      await page.locator("video-player[data-ready]").waitFor();
      await play(page);
      await until(page, LENGTH - 0.4);
      await meet(page, "film-offline");
      await page.goto("/offline");
      await shelf(page);
      await context.setOffline(false);
      await page.locator("[data-outcomes-part] li").waitFor({ timeout: 20_000 });
      await meet(page, "film-credited");
      assert.match(await page.locator("[data-outcomes-part]").innerText(), /这一讲已完成/);
      await page.goto("/record");
      assert.ok((await said(page)).includes(TITLE), "the credits of the course are booked");
    }));
});

/** Waits until the worker looks after the page. @param {Page} page */
async function worker(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForFunction(async () => Boolean(await (await caches.open("xingtan-static")).match("/offline?shell=1")));
}

/** Waits until the list of this device stands. @param {Page} page */
async function shelf(page) {
  await page.locator("offline-lessons[data-state=ready]").waitFor();
}

/**
 * The last lesson of one's courses that is a text, or one with a document.
 *
 * @param {Page} page
 * @param {boolean} [document]
 * @returns {Promise<string>} its address
 */
async function readable(page, document = false) {
  await page.goto("/enrolments");
  const courses = await page.locator('main a[href^="/courses/"]').evaluateAll((all) => all.map((it) => it.getAttribute("href") ?? ""));
  for (const course of new Set(courses)) {
    await page.goto(course);
    const lessons = await page.locator('main a[href*="/lessons/"]').evaluateAll((all) => all.map((it) => it.getAttribute("href") ?? ""));
    for (const lesson of new Set(lessons.slice().reverse())) {
      await page.goto(lesson);
      const open = document || (await page.locator("attention-timer[data-done=false]").count()) > 0;
      if (open && (await page.locator("pdf-view").count() > 0) === document) return lesson;
    }
  }
  throw new Error("no course has a text that is still to be read");
}

/** @param {Page} page @param {string} lesson */
async function takeAlong(page, lesson) {
  await page.goto(lesson);
  await worker(page);
  const again = page.locator('take-along [data-act="remove"]');
  await page.locator("take-along:not([hidden])").waitFor();
  if (await again.isVisible()) await again.click();
  await page.locator('take-along [data-act="take"]').click();
  await again.waitFor({ timeout: 30_000 });
}

/** What lies on the device: files of lessons, and rows of any kind. @param {Page} page */
function held(page) {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const files = names.includes("xingtan-taken") ? (await (await caches.open("xingtan-taken")).keys()).length : 0;
    const rows = await new Promise((done) => {
      const asked = indexedDB.open("xingtan-offline");
      asked.onsuccess = () => {
        const db = asked.result;
        const stores = [...db.objectStoreNames];
        if (!stores.length) return done(0);
        const tx = db.transaction(stores, "readonly");
        let sum = 0;
        for (const store of stores) {
          const count = tx.objectStore(store).count();
          count.onsuccess = () => (sum += count.result);
        }
        tx.oncomplete = () => {
          db.close();
          done(sum);
        };
      };
    });
    return { files, rows: Number(rows) };
  });
}

/** Writes reports into the queue that nobody studied. @param {Page} page @param {string} lesson @param {number} many */
function forge(page, lesson, many) {
  return page.evaluate(({ lesson, many }) => new Promise((done) => {
    const asked = indexedDB.open("xingtan-offline");
    asked.onsuccess = () => {
      const db = asked.result;
      const tx = db.transaction(["lessons", "reports"], "readwrite");
      const found = tx.objectStore("lessons").get(lesson);
      found.onsuccess = () => {
        const { token, title } = found.result;
        for (let n = 0; n < many; n += 1) {
          tx.objectStore("reports").add({ lesson, title, token, seq: 100 + n, seconds: 30, played: [], position: -1 });
        }
      };
      tx.oncomplete = () => {
        db.close();
        done(undefined);
      };
    };
  }), { lesson, many });
}

/** The study time of a course in seconds, as its page says. @param {Page} page @param {string} course */
async function studied(page, course) {
  await page.goto(course);
  const words = await page.locator("dl.facts div", { hasText: "学习时长" }).locator("dd").innerText();
  const [, hours = "0"] = /(\d+) 小时/.exec(words) ?? [];
  const [, minutes = "0"] = /(\d+) 分/.exec(words) ?? [];
  const [, seconds = "0"] = /(\d+) 秒/.exec(words) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
