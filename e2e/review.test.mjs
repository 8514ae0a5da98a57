// A course that people trust (CRS-6), in a school that has the department review before the office: two
// authors, what a machine finds, a reviewer of the department who sends back, one of the office who approves, the office
// that publishes; learners keep what was approved while the next version is judged; a report names who answers for the
// course; it is taken down from everybody at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./support/browser.mjs";
import { shot, sound } from "./support/check.mjs";
import { served } from "./support/served.mjs";
import { said, send } from "./support/story/desk.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./support/browser.mjs").Lang} Lang */
/** @typedef {import("./support/browser.mjs").Size} Size */

/** Teachers of the junior department, a reviewer of it, and its unit in the demo school. */
const AUTHOR = "u000001";
const SECOND = "u000002";
const DEPARTMENT = "u000003";
const UNIT = "初中部";

const program = served({ kind: "school", learners: 10 });

/** @type {string} */
let course = "";

/** Reviewers hold their list against the whole of it. @param {Page} page */
async function tick(page) {
  for (const box of await page.locator("main input[name=checks]").all()) await box.check();
}

/**
 * The review that waits for who is signed in.
 *
 * @param {Page} page
 * @param {string} title
 */
async function open(page, title) {
  await page.goto("/reviews");
  await page.locator("main tbody th a", { hasText: title }).first().click();
  await page.waitForURL(/\/reviews\/[0-9a-f-]{36}$/);
}

const TITLE = "用电安全第一课";

/** Asks the interface for programs as the office, which gives roles. */
async function grants() {
  const made = JSON.parse(await program.run("token", "create", "--user", "center", "--scope", "all", "--json"));
  const headers = { authorization: `Bearer ${made.secret}`, "content-type": "application/json" };
  /** @param {string} path */
  const get = async (path) => (await fetch(`${program.url}/api/v1${path}`, { headers })).json();
  const nodes = (await get("/nodes?limit=200")).items;
  const unit = nodes.find((/** @type {{ name: string }} */ it) => it.name === UNIT);
  assert.ok(unit, `the demo school has ${UNIT}`);
  for (const [user, role] of [[AUTHOR, "teacher"], [SECOND, "teacher"], [DEPARTMENT, "reviewer"]]) {
    const [person] = (await get(`/people?q=${user}`)).items;
    const body = JSON.stringify({ person: person.id, role, node: unit.id });
    const answer = await fetch(`${program.url}/api/v1/grants`, { method: "POST", headers, body });
    assert.ok(answer.ok, `${user} becomes ${role}: ${await answer.text()}`);
  }
}

test("a school asks the department first, and gives it two teachers and a reviewer", async () => {
  await visit({ url: program.url, as: "admin" }, async (page) => {
    await page.goto("/system/settings");
    await page.locator("[name=catalog-review-department]").selectOption("department-first");
    await Promise.all([
      page.waitForEvent("load"),
      page.locator("form:has([name=catalog-review-department]) button[type=submit]").last().click(),
    ]);
    assert.equal(await page.locator("[name=catalog-review-department]").inputValue(), "department-first");
  });
  await grants();
});

test("two authors write; what leads nowhere is found before anybody reviews", async () => {
  await visit({ url: program.url, as: AUTHOR }, async (page) => {
    await page.goto("/courses/new");
    await send(page, "/courses", { title: TITLE, category: "平台与工作", outline: "empty" });
    const edit = new URL(page.url()).pathname;
    course = edit.replace(/\/edit$/, "");
    await page.goto(`${edit}/facts`);
    await send(page, `${edit}/facts`, {
      summary: "插座、电线和电器，怎样用才安全。", lecturer: "廖月诗", credits: "0.5", introduction: "写给全校师生。",
      objectives: "会断电，会求助。", syllabus: "插座；检修。", criteria: "学完两讲。",
    });
    await page.goto(edit);
    await send(page, `${edit}/lessons`, { kind: "page", lesson_title: "认识插座" });
    await page.locator("textarea[name=text]").fill("手湿不碰插座。见[实验室规定](rules.html)。");
    await send(page, new URL(page.url()).pathname, { minutes: "5" });
    await page.goto(`${course}/authors`);
    await send(page, `${course}/authors`, { user_name: SECOND });
    assert.match(await said(page), /梁海静/, "the second author is named");
  });
  await visit({ url: program.url, as: SECOND, size: "phone" }, async (page) => {
    await page.goto(`${course}/edit`);
    await send(page, `${course}/edit/lessons`, { kind: "page", lesson_title: "断电再修" });
    await page.locator("textarea[name=text]").fill("先断电，再检修。");
    await send(page, new URL(page.url()).pathname, { minutes: "5" });
  });
  await visit({ url: program.url, as: AUTHOR, refusals: [409, 422] }, async (page) => {
    await page.goto(`${course}/edit`);
    assert.match(await said(page), /rules\.html/, "the link that leads nowhere is named");
    assert.equal(await page.locator(`form[action="${course}/submission"] button:enabled`).count(), 0,
      "what a machine finds wrong is mended before anybody reviews");
    await shot(page, "review-found");
    await page.locator("main a", { hasText: "认识插座" }).first().click();
    await page.waitForURL(/lessons\//);
    await page.locator("textarea[name=text]").fill("手湿不碰插座。");
    await send(page, new URL(page.url()).pathname, { minutes: "5" });
    await page.goto(`${course}/edit`);
    await send(page, `${course}/submission`);
  });
});

test("the department sends back with a remark at its place, the authors mend, department and office approve", async () => {
  await visit({ url: program.url, as: DEPARTMENT }, async (page) => {
    await open(page, TITLE);
    await sound(page);
    await send(page, "…/remarks", { lesson: "断电再修", place: "第 1 段", remark: "请写明先验电。" });
    await send(page, "…/decision", { verdict: "return", reason: "第二课少一步。" });
  });
  await visit({ url: program.url, as: SECOND, size: "phone" }, async (page) => {
    await page.goto(`${course}/edit`);
    assert.match(await said(page), /第二课少一步/);
    assert.match(await said(page), /请写明先验电/);
    await sound(page);
    await page.locator("main a", { hasText: "断电再修" }).locator("visible=true").first().click();
    await page.waitForURL(/lessons\//);
    await page.locator("textarea[name=text]").fill("先断电，验电，再检修。");
    await send(page, new URL(page.url()).pathname, { minutes: "5" });
    await page.goto(`${course}/edit`);
    await send(page, `${course}/submission`, { message: "已补上验电。" });
  });
  await visit({ url: program.url, as: "reviewer", refusals: [404] }, async (page) => {
    await page.goto("/reviews");
    assert.equal(await page.locator("main tbody th a", { hasText: TITLE }).count(), 1, "the office sees that it is on its way");
    await open(page, TITLE);
    assert.equal(await page.locator("form[action$='/decision']").count(), 0, "and does not judge before the department");
  });
  await visit({ url: program.url, as: DEPARTMENT, lang: "en", size: "phone" }, async (page) => {
    await open(page, TITLE);
    await sound(page);
    await tick(page);
    await send(page, "…/decision", { verdict: "approve" });
    await shot(page, "review-department");
  });
  await visit({ url: program.url, as: "reviewer" }, async (page) => {
    await open(page, TITLE);
    assert.match(await said(page), /第二课少一步/, "the rounds before are read");
    await tick(page);
    await send(page, "…/decision", { verdict: "approve" });
  });
  await visit({ url: program.url, as: "center" }, async (page) => {
    await page.goto(`${course}/edit`);
    await send(page, `${course}/publish`);
  });
});

test("learners keep what was approved while the next version is judged, and read who answers for it", async () => {
  await visit({ url: program.url, as: "learner", size: "phone", refusals: [403] }, async (page) => {
    await page.goto(course);
    const words = await said(page);
    for (const name of ["廖月诗", "钟溪建", "顾清和", "周予安"]) assert.ok(words.includes(name), `${name} answers for the course`);
    await sound(page);
    await shot(page, "review-responsible", ["light", "dark"]);
  });
  await visit({ url: program.url, as: AUTHOR }, async (page) => {
    await page.goto(`${course}/edit`);
    await send(page, `${course}/versions`);
    await page.goto(`${course}/edit`);
    await page.locator("main a", { hasText: "断电再修" }).first().click();
    await page.waitForURL(/lessons\//);
    await page.locator("textarea[name=text]").fill("先断电，验电，挂牌，再检修。");
    await send(page, new URL(page.url()).pathname, { minutes: "5" });
    await page.goto(`${course}/edit`);
    await send(page, `${course}/submission`);
  });
  await visit({ url: program.url, as: "learner2", size: "phone" }, async (page) => {
    await page.goto(course);
    await send(page, `${course}/enrolments`);
    await page.locator("main a", { hasText: "断电再修" }).first().click();
    await page.waitForURL(/lessons\//);
    const words = await said(page);
    assert.match(words, /验电/);
    assert.doesNotMatch(words, /挂牌/, "nobody approved that yet");
  });
});

test("a report names who answers for the course, and it is taken down from everybody at once", async () => {
  await visit({ url: program.url, as: "learner2", size: "phone" }, async (page) => {
    await page.goto("/reports-of-content/new");
    await send(page, "/reports-of-content", { kind: "false-information", words: "第二课的图是假的。", about: course });
  });
  await visit({ url: program.url, as: "reviewer" }, async (page) => {
    await page.goto("/reports-of-content");
    await page.locator("main tbody th a").first().click();
    await page.waitForURL(/\/cases\//);
    const words = await said(page);
    for (const name of ["廖月诗", "钟溪建", "顾清和", "周予安"]) assert.ok(words.includes(name), `${name} stands in the file`);
    await sound(page);
    await shot(page, "review-incident");
  });
  await visit({ url: program.url, as: "center" }, async (page) => {
    await page.goto(`${course}/take-down`);
    await sound(page);
    await send(page, `${course}/take-down`, { reason: "图片来源不明，先下架核对。" });
  });
  await visit({ url: program.url, as: "learner2", size: "phone", refusals: [403] }, async (page) => {
    await page.goto(course);
    assert.doesNotMatch(await said(page), /断电再修/, "nobody opens it any more");
    await sound(page);
  });
});
