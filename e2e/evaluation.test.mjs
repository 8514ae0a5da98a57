// What learners make of a course: somebody who took it rates it, the teacher reads it without a name and answers, and
// what is called out of date is confirmed (CRS-9).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served({ learners: 30 });

/**
 * The address of the first course on a list of checks.
 *
 * @param {import("./support/browser.mjs").Page} page
 */
async function firstCourse(page) {
  await page.goto("/course-checks?sort=-flags");
  const href = await page.locator("tbody a[href^='/course-checks/']").first().getAttribute("href");
  return (href ?? "").replace("/course-checks/", "/courses/");
}

for (const lang of LANGS) {
  test(`ratings, remarks and checks are accessible pages (${lang})`, async () => {
    let course = "";
    await visit({ url: program.url, as: "center", lang }, async (page) => {
      course = await firstCourse(page);
      for (const address of ["/course-checks", course.replace("/courses/", "/course-checks/"), `${course}/ratings`]) {
        await page.goto(address);
        await wellFormed(page);
        await axe(page);
        await shot(page, `evaluation-center${address.replaceAll(/[^a-z]+/g, "-")}`, ["light", "dark"]);
      }
    });
    await visit({ url: program.url, as: "learner", lang, size: "phone" }, async (page) => {
      for (const address of [course, `${course}/ratings`, `${course}/flags`]) {
        await page.goto(address);
        await wellFormed(page);
        await axe(page);
        await shot(page, `evaluation-learner${address.replaceAll(/[^a-z]+/g, "-")}`);
      }
    });
  });
}

test("what is called out of date is confirmed, and whoever said so reads the answer", async () => {
  const { url } = program;
  let course = "";
  await visit({ url, as: "center" }, async (page) => {
    course = await firstCourse(page);
    await page.goto(course.replace("/courses/", "/course-checks/"));
    await page.locator("[name=note]").fill("逐条核对过，内容仍然有效");
    await page.locator("form[action$='/confirmation'] button[type=submit]").click();
    await page.waitForURL(/\/course-checks\/[0-9a-f-]+$/);
    assert.match((await page.locator("main").textContent()) ?? "", /逐条核对过/);
  });
  await visit({ url, as: "learner", size: "phone" }, async (page) => {
    await page.goto(`${course}/flags`);
    assert.match((await page.locator("main").textContent()) ?? "", /逐条核对过/);
  });
});

test("the centre hides a comment with a reason, and it is not shown any more", async () => {
  const { url } = program;
  await visit({ url, as: "center" }, async (page) => {
    const course = await firstCourse(page);
    await page.goto(`${course}/ratings?which=comment`);
    const first = page.locator("tbody th a").first();
    if ((await first.count()) === 0) {
      return;
    }
    await first.click();
    await page.locator("form[action$='/hiding'] [name=reason]").fill("含有个人信息");
    await page.locator("button[value=hide]").click();
    assert.match((await page.locator("main").textContent()) ?? "", /已隐藏/);
    await wellFormed(page);
  });
});
