// A film on its way into a course and on a learner's screen: recorded by ffmpeg, uploaded, played.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { follow, meet, send } from "./desk.mjs";
import { PLANS } from "./plan.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** Records a film of so many seconds. @param {string} film where @param {number} length */
export async function record(film, length) {
  const picture = `testsrc2=size=640x360:rate=25:duration=${length}`;
  const sound = `sine=frequency=330:duration=${length}`;
  await promisify(execFile)("ffmpeg", [
    "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound,
    "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "12M", "-minrate", "12M", "-c:a", "aac", film,
  ]);
}

/** A course with all its facts, no lesson yet. @param {Page} page @param {string} title @returns {Promise<string>} its address */
export async function begin(page, title) {
  const { course } = PLANS["zh-CN"];
  await page.goto("/courses/new");
  const category = await page.locator("main select[name=category] option").nth(1).innerText();
  await send(page, "/courses", { title, category: category.trim(), outline: "outline" });
  const edit = new URL(page.url()).pathname;
  await follow(page, `${edit}/facts`);
  await send(page, `${edit}/facts`, {
    summary: course.summary, lecturer: course.lecturer, introduction: course.introduction,
    objectives: course.objectives, syllabus: course.syllabus, credits: "0.5",
  });
  if (new URL(page.url()).pathname !== edit) await follow(page, edit);
  return edit.replace(/\/edit$/, "");
}

/** Chooses the film and sends the form; the upload has gone ahead in pieces. @param {Page} page @param {string} course @param {string} film */
export async function choose(page, course, film) {
  const form = page.locator(`form[action="${course}/edit/files"]`);
  await form.locator("input[type=file]").setInputFiles(film);
  await form.locator('input[type=hidden][name="upload"]').waitFor({ state: "attached", timeout: 30_000 });
  await meet(page, "film-chosen");
  await Promise.all([page.waitForEvent("load"), form.locator("button[type=submit]").click()]);
}

/** Waits until the film was processed. @param {Page} page */
export async function ready(page) {
  await page.locator("main video-player").waitFor({ timeout: 240_000 });
}

/** @param {Page} page */
export async function play(page) {
  await page.locator("video-player").scrollIntoViewIfNeeded();
  await page.locator('video-player [data-act="play"]').click();
}

/** @param {Page} page */
export async function pause(page) {
  await page.locator("video-player video").evaluate((it) => /** @type {HTMLVideoElement} */ (it).pause());
}

/** Where the film is, in seconds. @param {Page} page */
export function position(page) {
  return page.locator("video-player video").evaluate((it) => /** @type {HTMLVideoElement} */ (it).currentTime);
}

/** @param {Page} page @param {number} seconds */
export async function until(page, seconds) {
  await page.waitForFunction(
    (wanted) => (document.querySelector("video")?.currentTime ?? 0) >= wanted, seconds, { timeout: 30_000 },
  );
}
