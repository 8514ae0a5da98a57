// How a course is taken: on a phone with the finger, and at a desk with the keyboard alone.

import assert from "node:assert/strict";
import { enterFirst, follow, meet, said, send } from "./desk.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./plan.mjs").Plan} Plan */

/** A page of one stated minute asks for twenty seconds of attention, by the server's clock. */
const ATTENTION = 21_500;

/**
 * The first sign-in on a phone, then the whole course: page, PDF, quiz, credits.
 *
 * @param {Page} page
 * @param {Plan} plan
 * @param {string} user
 * @param {string} password
 */
export async function studyOnPhone(page, plan, user, password) {
  const { course } = plan;
  await meet(page, "sign-in");
  await enterFirst(page, user, password, true);
  assert.equal(new URL(page.url()).pathname, "/today");
  assert.ok((await said(page)).includes(course.title), "the required course waits on the start page");
  await meet(page, "today-before");
  await page.locator("main .tasks a[data-kind=action]").click();
  await page.waitForURL(/\/courses\//);
  await meet(page, "course-before");
  await page.locator("main .page-head a[data-kind=action]").click();
  await page.waitForURL(/\/lessons\//);
  await page.locator("article.prose h2", { hasText: course.heading }).waitFor();
  await read(page, "page");

  await turn(page);
  await page.locator("pdf-view canvas").first().waitFor();
  await read(page, "pdf");

  await turn(page);
  await meet(page, "quiz-before");
  await send(page, "…/attempts");
  await answer(page, plan, false);
  await meet(page, "quiz-answered");
  await send(page, "…/answers");
  await meet(page, "quiz-failed");
  await send(page, "…/attempts");
  await answer(page, plan, true);
  await send(page, "…/answers");
  await meet(page, "quiz-passed");

  await page.locator("main a", { hasText: course.title }).first().click();
  await page.waitForURL(/\/courses\/[^/]+$/);
  assert.equal(await page.locator("main .reasons").count(), 0, `nothing is missing: ${await said(page)}`);
  await meet(page, "course-passed");
  await credited(page);
}

/** Gives a lesson its attention, while it is looked at. @param {Page} page @param {string} name */
async function read(page, name) {
  const since = Date.now();
  await meet(page, `lesson-${name}`);
  await page.waitForTimeout(Math.max(0, ATTENTION - (Date.now() - since)));
}

/** On to the next lesson. @param {Page} page */
async function turn(page) {
  await Promise.all([page.waitForEvent("load"), page.locator("main a[rel=next]").click()]);
}

/**
 * Answers all questions, found by their words, since their order and that of the options differ from one to another.
 *
 * @param {Page} page
 * @param {Plan} plan
 * @param {boolean} well
 */
async function answer(page, { course }, well) {
  for (const { ask, options, right } of [course.single, course.multiple]) {
    const question = page.locator("main fieldset.question", { hasText: ask });
    for (const [i, option] of options.entries()) {
      if (right.includes(i) === well) await question.locator("label.option", { hasText: option }).click();
    }
  }
  const truth = page.locator("main fieldset.question", { hasText: course.truth.ask });
  await truth.locator(`input[value="${course.truth.right === well}"]`).check();
}

/** The learner sees the credits. @param {Page} page */
async function credited(page) {
  await follow(page, "/menu");
  await follow(page, "/record");
  const [credits] = await page.locator("main dl.stats dd").allInnerTexts();
  assert.match(credits ?? "", /^0\.50?$/, "half a credit was booked");
  await meet(page, "record");
}

/**
 * The same with nothing but Tab, Space, Enter and arrows: sign in, open the course, finish its pages, pass the quiz.
 *
 * @param {Page} page at the door
 * @param {Plan} plan
 * @param {string} user
 * @param {string} password
 */
export async function studyByKeys(page, plan, user, password) {
  const { course } = plan;
  await tabTo(page, "input[name=user]");
  await page.keyboard.type(user);
  await tabTo(page, "input[name=password]");
  await page.keyboard.type(password);
  await press(page, "Enter");
  for (const [name, key] of [["today", ".tasks a[data-kind=action]"], ["course", ".page-head a[data-kind=action]"]]) {
    assert.match(page.url(), name === "today" ? /\/today$/ : /\/courses\/[^/]+$/);
    await skip(page);
    await tabTo(page, String(key));
    await press(page, "Enter");
  }
  for (const _ of ["page", "pdf"]) {
    await skip(page);
    await page.waitForTimeout(ATTENTION);
    await tabTo(page, "a[rel=next]");
    await press(page, "Enter");
  }
  await skip(page);
  await tabTo(page, 'form[action$="/attempts"] button');
  await press(page, "Enter");
  await skip(page);
  const count = await page.locator("main fieldset.question").count();
  for (let nth = 0; nth < count; nth += 1) {
    await tabTo(page, `fieldset.question:nth-of-type(${nth + 1}) input`);
    await answerByKeys(page, course);
  }
  await tabTo(page, 'form[action$="/answers"] button');
  await press(page, "Enter");
  const passed = page.locator('main .notice[data-tone="pine"]').first();
  await passed.waitFor().catch(async () => assert.fail(`not passed: ${await said(page)}`));
}

/** The way past the menu that every page offers first. @param {Page} page */
async function skip(page) {
  await tabTo(page, "a.skip");
  await page.keyboard.press("Enter");
}

/**
 * Answers the question in which the focus stands.
 *
 * @param {Page} page
 * @param {Plan["course"]} course
 */
async function answerByKeys(page, course) {
  const ask = await page.evaluate(() => document.activeElement?.closest("fieldset")?.querySelector("legend")?.textContent ?? "");
  if (ask.includes(course.truth.ask)) {
    // Two radio buttons: Space chooses the first, an arrow goes on to the second.
    await page.keyboard.press("Space");
    if (!course.truth.right) await page.keyboard.press("ArrowDown");
    return;
  }
  const { options, right } = ask.includes(course.single.ask) ? course.single : course.multiple;
  const wanted = right.map((i) => String(options[i]));
  const several = wanted.length > 1;
  for (let i = 0; i < options.length; i += 1) {
    if (i > 0) await page.keyboard.press(several ? "Tab" : "ArrowDown");
    const words = await page.evaluate(() => document.activeElement?.closest("label")?.textContent ?? "");
    if (!wanted.some((option) => words.includes(option))) continue;
    if (several || i === 0) await page.keyboard.press("Space");
    if (!several) return;
  }
}

/**
 * Presses Tab until the focus stands on what is wanted, as somebody without a mouse does; the focus must be seen.
 *
 * @param {Page} page
 * @param {string} selector
 */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 80; presses += 1) {
    const there = await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    if (there) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} cannot be reached by Tab on ${page.url()}`);
}

/** @param {Page} page @param {string} key one that leads to another page */
async function press(page, key) {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
}
