// The first minutes of a demo: it answers, people get in, strangers do not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, SIZES, tryToSignIn, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { PEOPLE } from "./support/program.mjs";
import { served } from "./support/served.mjs";

const program = served();

const sizes = /** @type {import("./support/browser.mjs").Size[]} */ (Object.keys(SIZES));

test("the server says that it lives and is ready", async () => {
  for (const path of ["/healthz", "/readyz"]) assert.equal((await fetch(program.url + path)).status, 200, path);
});

for (const lang of LANGS) {
  for (const size of sizes) {
    test(`the sign-in page is whole, for a ${size} in ${lang}`, () =>
      visit({ url: program.url, lang, size }, async (page) => {
        await page.goto("/sign-in");
        const asked = lang === "en" ? /^en/ : /^zh/;
        assert.match((await page.locator("html").getAttribute("lang")) ?? "", asked);
        await wellFormed(page);
        await axe(page);
        await shot(page, "sign-in", ["light", "dark", "contrast"]);
      }));
  }
}

test("a wrong password keeps the name that was typed and opens nothing", () =>
  visit({ url: program.url, refusals: [401, 403, 422] }, async (page) => {
    await tryToSignIn(page, "learner", "not the password");
    assert.equal(new URL(page.url()).pathname, "/sign-in");
    assert.equal(await page.locator("input[name=user]").inputValue(), "learner");
    assert.equal(await page.locator("input[name=password]").inputValue(), "");
    await axe(page);
  }));

test("a page that does not exist says so in the visitor's language", () =>
  visit({ url: program.url, refusals: [404] }, async (page) => {
    const answer = await page.goto("/no-such-page");
    assert.equal(answer?.status(), 404);
    await wellFormed(page);
    await axe(page);
    await shot(page, "not-found");
  }));

for (const person of PEOPLE) {
  test(`${person} signs in and meets a page of their own`, () =>
    visit({ url: program.url, size: "phone", as: person }, async (page) => {
      await wellFormed(page);
      await axe(page);
      await shot(page, `start-${person}`);
    }));
}

test("a learner reads the start page in English", () =>
  visit({ url: program.url, lang: "en", as: "learner" }, async (page) => {
    assert.match((await page.locator("html").getAttribute("lang")) ?? "", /^en/);
    const ideographs = (await page.locator("nav").first().innerText()).match(/\p{Script=Han}/gu);
    assert.equal(ideographs, null, "the navigation is English");
    await axe(page);
    await shot(page, "start-learner");
  }));

test("signing in works where no script runs", () =>
  visit({ url: program.url, as: "learner", scripts: false }, async (page) => {
    assert.equal(await page.locator("h1").count(), 1);
  }));

test("jobs and mails are searched, filtered and sorted like other lists", () =>
  visit({ url: program.url, as: "admin" }, async (page) => {
    await page.goto("/system/jobs?q=邮件");
    const names = await page.locator("table").first().locator("tbody th").allInnerTexts();
    assert.ok(names.length > 0 && names.every((name) => name === "发送邮件"), names.join());
    await page.goto("/system/jobs?state=done&sort=kind");
    assert.equal(await page.locator("th[aria-sort=ascending]").count(), 1);
    await page.locator("input[name=q]").fill("no such job");
    await Promise.all([page.waitForEvent("load"), page.locator("input[name=q]").press("Enter")]);
    assert.equal(new URL(page.url()).searchParams.get("state"), "done", "the filter stays");
    assert.equal(await page.locator(".empty").count(), 1);
    await axe(page);
    await page.goto("/system/mails?q=TEACHER@demo&sort=address");
    const rows = await page.locator("tbody tr").allInnerTexts();
    assert.ok(rows.length > 0 && rows.every((row) => row.includes("teacher@demo")), rows.join("; "));
    await axe(page);
  }));
