// From the first line of a course to those who must take it: the teacher writes, a second person approves, the centre
// publishes and assigns.

import assert from "node:assert/strict";
import { follow, meet, said, send } from "./desk.mjs";
import { pdf, people } from "./plan.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./plan.mjs").Plan} Plan */

/** Days from now until the course is due. */
const DUE_IN = 14;

/**
 * The centre sorts courses before there are any.
 *
 * @param {Page} page
 * @param {Plan} plan
 */
export async function sort(page, plan) {
  await follow(page, "/courses");
  await follow(page, "/courses/categories");
  await meet(page, "categories-empty");
  await send(page, "/courses/categories", { name: plan.course.category });
  assert.ok((await said(page)).includes(plan.course.category));
}

/**
 * A course with a Markdown page, a PDF and a quiz of three kinds of questions, up to its submission.
 *
 * @param {Page} page of the teacher, on the start page
 * @param {Plan} plan
 * @returns {Promise<string>} address of the course
 */
export async function write(page, plan) {
  const { course } = plan;
  await follow(page, "/courses/new");
  await meet(page, "course-new");
  await send(page, "/courses", { title: course.title, category: course.category, outline: "outline" });
  const edit = new URL(page.url()).pathname;
  await meet(page, "course-draft");
  await follow(page, `${edit}/facts`);
  await meet(page, "course-facts");
  await send(page, `${edit}/facts`, {
    summary: course.summary, lecturer: course.lecturer, introduction: course.introduction,
    objectives: course.objectives, syllabus: course.syllabus, credits: "0.5",
  });

  await send(page, `${edit}/lessons`, { kind: "page", lesson_title: course.page });
  await page.locator("textarea[name=text]").fill(course.text);
  await page.locator(".preview", { hasText: course.heading }).waitFor();
  await meet(page, "lesson-page");
  await send(page, new URL(page.url()).pathname, { minutes: "1" });

  await edited(page, edit);
  const drop = page.locator(`form[action="${edit}/files"] input[type=file]`);
  await drop.setInputFiles({ name: course.file, mimeType: "application/pdf", buffer: pdf("Emergency stop") });
  await send(page, `${edit}/files`);
  await edited(page, edit);
  await page.locator("main .tree-list a", { hasText: course.file.replace(".pdf", "") }).click();
  await page.locator("pdf-view canvas").first().waitFor();
  await meet(page, "lesson-pdf");
  await send(page, new URL(page.url()).pathname, { minutes: "1" });

  await edited(page, edit);
  await send(page, `${edit}/lessons`, { kind: "quiz", lesson_title: course.quiz });
  await ask(page, plan);

  await edited(page, edit);
  await meet(page, "course-complete");
  await send(page, edit.replace(/edit$/, "submission"));
  await meet(page, "course-submitted");
  return edit.replace(/\/edit$/, "");
}

/** Goes to the course's page of writing, unless it is there. @param {Page} page @param {string} edit */
async function edited(page, edit) {
  if (new URL(page.url()).pathname !== edit) await follow(page, edit);
}

/**
 * Three questions, beginning on the page of a fresh quiz lesson.
 *
 * @param {Page} page
 * @param {Plan} plan
 */
async function ask(page, { course }) {
  if (await page.locator("input[name=minutes]").count()) {
    await send(page, new URL(page.url()).pathname, { minutes: "5" });
    await page.locator("main .tree-list a, main .tree a", { hasText: course.quiz }).first().click();
  }
  await page.locator('a[href$="/quiz"]').first().click();
  await page.waitForLoadState();
  await meet(page, "quiz-empty");
  for (const [kind, question] of /** @type {const} */ ([["single", course.single], ["multiple", course.multiple]])) {
    await page.locator(`a[href*="/questions/new?kind=${kind}"]`).click();
    await page.waitForLoadState();
    const fields = page.locator('main input[type=text][name^="option"]');
    for (const [i, option] of question.options.entries()) await fields.nth(i).fill(option);
    for (const i of question.right) await page.locator("main input[name=right]").nth(i).check();
    await page.locator("textarea[name=body]").fill(question.ask);
    await meet(page, `question-${kind}`);
    await send(page, "…/questions", { points: "2" });
  }
  await page.locator('a[href*="/questions/new?kind=true"]').click();
  await page.waitForLoadState();
  await page.locator("textarea[name=body]").fill(course.truth.ask);
  await meet(page, "question-true-false");
  await send(page, "…/questions", { right: String(course.truth.right), points: "1" });
  await meet(page, "quiz");
}

/**
 * A second person looks at everything and approves.
 *
 * @param {Page} page of the reviewer, on the start page
 * @param {Plan} plan
 */
export async function approve(page, plan) {
  await meet(page, "reviewer-start");
  await page.locator("main a", { hasText: plan.course.title }).first().click();
  await page.waitForLoadState();
  await meet(page, "review");
  for (const box of await page.locator("main input[name=checks]").all()) await box.check();
  await send(page, "…/decision", { verdict: "approve" });
  await meet(page, "review-done");
}

/**
 * The centre publishes what was approved.
 *
 * @param {Page} page of the centre, on the start page
 * @param {Plan} plan
 */
export async function publish(page, plan) {
  await meet(page, "center-start");
  await follow(page, "/courses");
  await page.locator("main a", { hasText: plan.course.title }).first().click();
  await page.waitForLoadState();
  await meet(page, "course-approved");
  await send(page, "…/publish");
  await meet(page, "course-published");
}

/**
 * The course becomes required for one position.
 *
 * @param {Page} page of the centre
 * @param {Plan} plan
 */
export async function assign(page, plan) {
  await follow(page, "/assignments");
  await meet(page, "assignments-empty");
  await follow(page, "/assignments/new");
  await page.locator("details.fold summary").first().click();
  await page.locator("main label.check", { hasText: plan.positions.operator }).locator("input").check();
  await meet(page, "assignment-new");
  const due = new Date(Date.now() + DUE_IN * 86_400_000).toISOString().slice(0, 10);
  await send(page, "/assignments", { course: plan.course.title, due }, "button[value=preview]");
  const { rows, faults } = people(plan);
  const held = rows.filter((row, i) => row[4] === plan.positions.operator && !faults.some((it) => it.row === i + 2));
  const told = await page.locator("main form .notice").innerText();
  assert.ok(told.includes(String(held.length)), `${held.length} hold the position: ${told}`);
  await meet(page, "assignment-preview");
  await send(page, "/assignments", {}, "button[value=save]");
  await meet(page, "assignment");
  // A job tells them; the page is looked at until it has.
  for (let looks = 0; ; looks += 1) {
    const reached = await page.locator("main dl.stats dd").first().innerText();
    if (reached === String(held.length)) break;
    assert.ok(looks < 60, `${reached} of ${held.length} were reached`);
    await page.waitForTimeout(500);
    await page.reload();
  }
  await meet(page, "assignment-reached");
}
