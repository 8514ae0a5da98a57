// A film from the teacher's disk to a learner's credits: uploaded in pieces, processed, reviewed, watched honestly on
// two devices at two speeds, noted down. Its film is twelve seconds long, made by ffmpeg.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { closeBrowser, visit } from "./support/browser.mjs";
import { start } from "./support/program.mjs";
import { follow, meet, said, send } from "./support/story/desk.mjs";
import { approve, publish } from "./support/story/course.mjs";
import { PLANS } from "./support/story/plan.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Seconds of the film. */
const LENGTH = 12;
const TITLE = "停送电操作示范";
const NOTE = "先断电，再验电。";

/** What the steps of the gate need to know of the course. */
const plan = { ...PLANS["zh-CN"], course: { ...PLANS["zh-CN"].course, title: TITLE } };

/** @type {import("./support/program.mjs").Program} */
let program;
let folder = "";
let film = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "xingtan-film-"));
  film = join(folder, "停送电 示范 #1.mp4");
  const picture = `testsrc2=size=640x360:rate=25:duration=${LENGTH}`;
  const sound = `sine=frequency=330:duration=${LENGTH}`;
  await promisify(execFile)("ffmpeg", [
    "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound,
    "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "12M", "-minrate", "12M", "-c:a", "aac", film,
  ]);
  program = await start({ learners: 5 });
});

after(async () => {
  await closeBrowser();
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

test("a film is uploaded, processed, reviewed, watched honestly and credited", async (t) => {
  const { url } = program;
  let course = "";
  let lesson = "";

  await t.test("the teacher drops a film; it becomes a lesson that can be played", () =>
    visit({ url, as: "teacher" }, async (page) => {
      course = await begin(page);
      await choose(page, course);
      await page.locator("main .tree-list a", { hasText: "停送电" }).first().click();
      await page.waitForLoadState();
      await ready(page);
      await meet(page, "lesson-film-edit");
      await page.goto(`${course}/edit`);
      await send(page, `${course}/submission`);
    }));
  await t.test("a second person approves, a third publishes", async () => {
    await visit({ url, as: "reviewer" }, (page) => approve(page, plan));
    await visit({ url, as: "center" }, (page) => publish(page, plan));
  });
  await t.test("a learner watches half of it on a phone, and notes something down", () =>
    visit({ url, as: "learner", size: "phone" }, async (page) => {
      await page.goto(course);
      await send(page, `${course}/enrolments`);
      await page.locator("main .page-head a[data-kind=action]").click();
      await page.waitForURL(/\/lessons\//);
      lesson = new URL(page.url()).pathname;
      await meet(page, "film-before");
      await play(page);
      await until(page, 5);
      await pause(page);
      await send(page, `${lesson}/notes`, { body: NOTE });
      assert.match(await said(page), /0:0[4-7]/, "the note has its moment");
      await meet(page, "film-half");
      await page.goto(course);
      assert.equal(await page.locator("main .reasons li").count(), 1, "the film still counts");
    }));
  await t.test("goes on at a desk where the phone stopped, at double speed, and gets the credits", () =>
    visit({ url, as: "learner" }, async (page) => {
      await page.goto(lesson);
      await page.locator("video-player [data-speed-part]").selectOption("2");
      await play(page);
      await until(page, 0.1);
      const began = await position(page);
      assert.ok(began >= 3, `resumed at ${began} s`);
      await page.locator("#live-complete:not([hidden]) .notice[data-tone=pine]").waitFor({ timeout: 30_000 });
      await meet(page, "film-done");
      await page.goto("/record");
      assert.ok((await said(page)).includes(TITLE), "the credits of the course are booked");
      await page.goto("/notes");
      assert.ok((await said(page)).includes(NOTE));
      await meet(page, "notes");
    }));
  await t.test("one request that claims the whole film gains nothing", () =>
    visit({ url, as: "learner2" }, async (page) => {
      await page.goto(course);
      await send(page, `${course}/enrolments`);
      await page.goto(lesson);
      const answer = await page.evaluate(async (to) => {
        const player = document.querySelector("video-player");
        const report = { token: player?.getAttribute("data-token"), seq: 1, seconds: 30, played: [[0, 12_000]], position: 12_000 };
        const headers = { "content-type": "application/json" };
        const answer = await fetch(to, { method: "POST", headers, body: JSON.stringify(report) });
        return answer.json();
      }, `${lesson}/attention`);
      assert.equal(answer.done, false);
      assert.ok(answer.watched.every((/** @type {number[]} */ [, to]) => Number(to) < 8_000), JSON.stringify(answer));
      assert.equal((await page.request.get(`${lesson}/media/master.m3u8`)).status(), 200);
    }));
  await t.test("who does not study it gets none of its parts", () =>
    visit({ url, as: "contact", refusals: [403, 404] }, async (page) => {
      for (const part of ["master.m3u8", "360p.m3u8", "360p.mp4", "poster.jpg"]) {
        assert.equal((await page.request.get(`${lesson}/media/${part}`)).status(), 403, part);
      }
    }));
});

/** A course with all its facts, no lesson yet. @param {Page} page @returns {Promise<string>} its address */
async function begin(page) {
  const { course } = PLANS["zh-CN"];
  await page.goto("/courses/new");
  const category = await page.locator("main select[name=category] option").nth(1).innerText();
  await send(page, "/courses", { title: TITLE, category: category.trim(), outline: "outline" });
  const edit = new URL(page.url()).pathname;
  await follow(page, `${edit}/facts`);
  await send(page, `${edit}/facts`, {
    summary: course.summary, lecturer: course.lecturer, introduction: course.introduction,
    objectives: course.objectives, syllabus: course.syllabus, credits: "0.5",
  });
  if (new URL(page.url()).pathname !== edit) await follow(page, edit);
  return edit.replace(/\/edit$/, "");
}

/** Chooses the film and sends the form; the upload has gone ahead in pieces. @param {Page} page @param {string} course */
async function choose(page, course) {
  const form = page.locator(`form[action="${course}/edit/files"]`);
  await form.locator("input[type=file]").setInputFiles(film);
  await form.locator('input[type=hidden][name="upload"]').waitFor({ state: "attached", timeout: 30_000 });
  await meet(page, "film-chosen");
  await Promise.all([page.waitForEvent("load"), form.locator("button[type=submit]").click()]);
}

/** Waits until the film was processed. @param {Page} page */
async function ready(page) {
  await page.locator("main video-player").waitFor({ timeout: 90_000 });
}

/** @param {Page} page */
async function play(page) {
  await page.locator("video-player").scrollIntoViewIfNeeded();
  await page.locator('video-player [data-act="play"]').click();
}

/** @param {Page} page */
async function pause(page) {
  await page.locator("video-player video").evaluate((it) => /** @type {HTMLVideoElement} */ (it).pause());
}

/** Where the film is, in seconds. @param {Page} page */
function position(page) {
  return page.locator("video-player video").evaluate((it) => /** @type {HTMLVideoElement} */ (it).currentTime);
}

/** @param {Page} page @param {number} seconds */
async function until(page, seconds) {
  await page.waitForFunction(
    (wanted) => (document.querySelector("video")?.currentTime ?? 0) >= wanted, seconds, { timeout: 30_000 },
  );
}
