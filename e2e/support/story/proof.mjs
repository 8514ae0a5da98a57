// Who sees that it was learnt: the department, the trail, and a second machine that was given the backup.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { come, enter, follow, meet, said, send } from "./desk.mjs";
import { readSheet } from "./sheet.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./plan.mjs").Plan} Plan */
/** @typedef {import("./plan.mjs").Someone} Someone */
/** @typedef {import("../browser.mjs").Lang} Lang */

/**
 * The contact's start page, narrowed to those who are done, and the same list as Excel.
 *
 * @param {Page} page of the contact, on the start page
 * @param {Plan} plan
 * @param {Someone[]} learners who passed
 */
export async function departmentSees(page, plan, learners) {
  assert.equal(new URL(page.url()).pathname, "/department");
  await meet(page, "department-open");
  await page.locator("#filter-state").selectOption("done");
  await Promise.all([page.waitForEvent("load"), page.locator("main form[role=search] button").click()]);
  await meet(page, "department-done");
  const shown = await page.locator("main tbody tr").allInnerTexts();
  assert.equal(shown.length, learners.length, `those who are done: ${shown.join(" / ")}`);
  for (const { name } of learners) {
    const line = shown.find((text) => text.includes(name));
    assert.ok(line?.includes(plan.course.title) && line.includes("100"), `${name} in ${shown.join(" / ")}`);
  }
  const [excel] = await Promise.all([
    page.waitForEvent("download"), page.locator('main a[href*="/department/export/xlsx"]').click(),
  ]);
  const [head = [], ...rows] = readSheet(await readFile(await excel.path()));
  assert.equal(rows.length, learners.length, `one line each: ${JSON.stringify([head, ...rows])}`);
  for (const { name } of learners) {
    const line = rows.find((cells) => cells.includes(name)) ?? [];
    const holds = (/** @type {string} */ words) => line.some((cell) => cell.includes(words));
    assert.ok(holds(plan.course.title) && holds(plan.units.workshop), `${name} in ${JSON.stringify(rows)}`);
  }
  await page.locator("main tbody a", { hasText: plan.course.title }).first().click();
  await page.waitForURL(/\/people\/[^/]+\/courses\//);
  await meet(page, "evidence");
}

/**
 * The audit administrator verifies the trail on the page and finds the entries of the story.
 *
 * @param {Page} page of the audit administrator, on the start page
 * @param {Plan} plan
 */
export async function auditVerifies(page, plan) {
  assert.equal(new URL(page.url()).pathname, "/audit");
  await send(page, "/audit/verify");
  const sound = page.locator('section[aria-labelledby=verified] .notice[data-tone="pine"]');
  await sound.waitFor({ timeout: 30_000 });
  await meet(page, "audit-verified");
  await follow(page, "/audit/entries");
  await page.locator("#q").fill(plan.course.title);
  await Promise.all([page.waitForEvent("load"), page.locator("main form[role=search] button").click()]);
  assert.ok((await page.locator("main tbody tr").count()) >= 4, `the course's way: ${await said(page)}`);
  await meet(page, "audit-entries");
}

/**
 * What some people see on their pages, as text.
 *
 * @param {{ url: string, lang: Lang }} place
 * @param {[user: string, size: import("../browser.mjs").Size, paths: string[]][]} people
 * @param {string} [name] of the pictures
 * @returns {Promise<Record<string, string>>}
 */
export async function see(place, people, name = "") {
  /** @type {Record<string, string>} */
  const texts = {};
  for (const [user, size, paths] of people) {
    await come({ ...place, size }, async (page) => {
      await enter(page, user);
      for (const path of paths) {
        // What scripts add to a page belongs to it
        await page.goto(path, { waitUntil: "networkidle" });
        texts[`${user} ${path}`] = await said(page);
        if (name) await meet(page, `${name}-${path.split(/[/?]/)[1]}`);
      }
    });
  }
  return texts;
}
