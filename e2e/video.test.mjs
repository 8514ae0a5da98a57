// A film from the teacher's disk to a learner's certificate: 200 MB uploaded over a line that breaks, processed,
// reviewed, watched honestly on two devices at two speeds, noted down, credited; the certificate checked by anybody,
// and withdrawn. The film is fourteen seconds long, made by ffmpeg, as large as a camera would make it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { closeBrowser, visit } from "./support/browser.mjs";
import { start } from "./support/program.mjs";
import { meet, said, send } from "./support/story/desk.mjs";
import { begin, pause, play, position, ready, until } from "./support/story/film.mjs";
import { approve, publish } from "./support/story/course.mjs";
import { PLANS } from "./support/story/plan.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Seconds of the film. */
const LENGTH = 14;
/** Bits of the film in a second: 14 seconds are more than 200 MB. */
const RATE = "120M";
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
    "-c:v", "libx264", "-preset", "ultrafast", "-x264-params", "nal-hrd=cbr", "-b:v", RATE, "-minrate", RATE,
    "-maxrate", RATE, "-bufsize", RATE, "-c:a", "aac", film,
  ]);
  const { size } = await stat(film);
  assert.ok(size > 200_000_000, `a film of ${size} bytes`);
  program = await start({ learners: 5 });
});

after(async () => {
  await closeBrowser();
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Words of several lines as one. */
const words = (/** @type {string} */ text) => text.replace(/\s+/g, " ").trim();

test("a film is uploaded, processed, reviewed, watched honestly and credited", async (t) => {
  const { url } = program;
  let course = "";
  let lesson = "";

  await t.test("the teacher drops a film; it becomes a lesson that can be played", () =>
    visit({ url, as: "teacher" }, async (page) => {
      course = await begin(page, TITLE);
      await choose(page, course);
      await page.locator("main .tree-list a", { hasText: "停送电" }).first().click();
      await page.waitForLoadState();
      await ready(page);
      const edit = new URL(page.url()).pathname;
      await page.goto(`${edit}/chapters`);
      await send(page, `${edit}/chapters`, { chapters: "0:00 停电\n0:07 送电 <b>" });
      assert.ok((await said(page)).includes("0:07"), "the chapters are listed");
      await meet(page, "lesson-film-edit");
      await page.goto(`${edit}/chapters`);
      await meet(page, "film-chapters");
      await page.goto(`${course}/edit`);
      await send(page, `${course}/submission`);
    }));
  await t.test("a second person approves, a third publishes", async () => {
    await visit({ url, as: "reviewer" }, (page) => approve(page, plan));
    await visit({ url, as: "center" }, (page) => publish(page, plan));
  });
  await t.test("completing the course brings a certificate", () =>
    visit({ url, as: "center" }, async (page) => {
      await page.goto("/certificates/templates");
      await page.locator("main tbody a").first().click();
      await page.waitForLoadState();
      await send(page, "…/courses", { course: TITLE });
      assert.ok((await page.locator(".brings").innerText()).includes(TITLE));
    }));
  await t.test("a learner watches half of it on a phone, and notes something down", () =>
    visit({ url, as: "learner", size: "phone" }, async (page) => {
      await page.goto(course);
      await send(page, `${course}/enrolments`);
      await page.locator("main .page-head a[data-kind=action]").click();
      await page.waitForURL(/\/lessons\//);
      lesson = new URL(page.url()).pathname;
      assert.deepEqual(await page.locator("a[data-chapter]").allInnerTexts().then((all) => all.map(words)), ["0:00 停电", "0:07 送电 <b>"]);
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
      assert.equal(await page.locator("video-player .player-chapter").count(), 1, "a notch where the second chapter begins");
      await meet(page, "film-done");
      await pause(page);
      await page.locator("a[data-chapter]").nth(1).click();
      await page.waitForTimeout(300);
      const there = await position(page);
      assert.ok(there > 6.9 && there < 8, `the second chapter begins at ${there} s`);
      await page.goto("/record");
      assert.ok((await said(page)).includes(TITLE), "the credits of the course are booked");
      await page.goto("/notes");
      assert.ok((await said(page)).includes(NOTE));
      await meet(page, "notes");
    }));
  await t.test("the certificate is there; anybody checks it, and withdrawn it says so", async () => {
    let check = "";
    let certificate = "";
    await visit({ url, as: "learner" }, async (page) => {
      const link = page.locator('main .page-head a[href^="/certificates/"]');
      for (let tries = 0; tries < 20 && (await link.count()) === 0; tries++) {
        await page.waitForTimeout(500);
        await page.goto(course);
      }
      await Promise.all([page.waitForEvent("load"), link.click()]);
      certificate = new URL(page.url()).pathname;
      check = (await page.locator('a[href*="/verify/"]').getAttribute("href")) ?? "";
      const file = await page.request.get(`${certificate}/file`);
      assert.ok((await file.body()).toString("latin1").includes("/ByteRange"), "a signed PDF");
      await meet(page, "film-certificate");
    });
    const tone = () => visit({ url }, async (page) => {
      await page.goto(check);
      assert.ok((await said(page)).includes(TITLE));
      told = await page.locator(".verdict").getAttribute("data-tone");
    });
    let told = /** @type {string | null} */ (null);
    await tone();
    assert.equal(told, "pine");
    await visit({ url, as: "center" }, async (page) => {
      await page.goto(`${certificate}/revocation`);
      await send(page, `${certificate}/revocation`, { reason: "发错了" });
    });
    await tone();
    assert.equal(told, "cinnabar");
  });
  await t.test("one request that claims the whole film gains nothing", () =>
    visit({ url, as: "learner2" }, async (page) => {
      await page.goto(course);
      await send(page, `${course}/enrolments`);
      await page.goto(lesson);
      const answer = await page.evaluate(async (to) => {
        const player = document.querySelector("video-player");
        const report = { token: player?.getAttribute("data-token"), seq: 1, seconds: 30, played: [[0, 14_000]], position: 14_000 };
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

/**
 * Chooses the film and sends the form; the upload has gone ahead in pieces. Half-way the line breaks, and comes back.
 *
 * @param {Page} page
 * @param {string} course
 */
async function choose(page, course) {
  const line = await page.context().newCDPSession(page);
  // A line of 40 MB a second, so that there is a half-way.
  const as = (/** @type {boolean} */ offline) =>
    line.send("Network.emulateNetworkConditions", {
      offline, latency: 0, downloadThroughput: -1, uploadThroughput: offline ? 0 : 40_000_000,
    });
  await line.send("Network.enable");
  await as(false);
  /** @type {number[]} */
  const offsets = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
  });
  const form = page.locator(`form[action="${course}/edit/files"]`);
  await form.locator("input[type=file]").setInputFiles(film);
  const done = form.locator("progress").first();
  await page.waitForFunction(
    (bar) => Number(/** @type {HTMLProgressElement} */ (bar)?.value) >= 30, await done.elementHandle(), { timeout: 60_000 },
  );
  await as(true);
  await page.waitForTimeout(1_500);
  assert.equal(await form.locator('input[type=hidden][name="upload"]').count(), 0, "it was broken off");
  const before = offsets.length;
  await as(false);
  await form.locator('input[type=hidden][name="upload"]').waitFor({ state: "attached", timeout: 90_000 });
  assert.ok(offsets.length > before && Number(offsets[before]) > 0, `gone on at ${offsets}`);
  await line.detach();
  await meet(page, "film-chosen");
  await Promise.all([page.waitForEvent("load"), form.locator("button[type=submit]").click()]);
}
