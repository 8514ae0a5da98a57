// The regulation as people carry it out: the centre changes a parameter, replays it over past months and submits it,
// somebody else approves; a contact permits learning; a learner meets a closed window and is let in (GOV-1, LRN-3).

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, SIZES, visit } from "./support/browser.mjs";
import { shot, sound } from "./support/check.mjs";
import { day, send } from "./support/form.mjs";
import { served } from "./support/served.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** A learner of the unit in which the demo's learning windows hold. */
const CLOSED_OUT = "u000009";

const program = served({ learners: 20 });

/** Whether a window of the academy's regulation may be open, or about to open or close. */
function nearWindow() {
  const [weekday, time] = new Date()
    .toLocaleString("en-GB", { timeZone: "Asia/Shanghai", weekday: "short", hour: "2-digit", minute: "2-digit" })
    .split(" ");
  return ["Wed", "Fri", "Sat"].includes((weekday ?? "").slice(0, 3)) && (time ?? "") >= "16:20" && (time ?? "") <= "17:40";
}

test("the centre changes a parameter, sees whom it would have met, and another person approves it", async () => {
  const { url } = program;
  let version = "";
  await visit({ url, as: "center", refusals: [422] }, async (page) => {
    await page.goto("/regulations");
    await page.locator("main tbody th a").first().click();
    await page.waitForURL(/\/regulations\/[0-9a-f-]{36}$/);
    await sound(page);
    await send(page, page.locator("form[action$='/draft'] button"));
    await page.waitForURL(/\/versions\//);
    version = new URL(page.url()).pathname;
    await page.getByRole("link", { name: "修改第 7.1.3 条" }).click();
    await page.getByRole("link", { name: "月内漏学暂停" }).click();
    await page.locator("[name=param-misses]").fill("0");
    await page.locator("form").evaluateAll((forms) => forms.forEach((form) => form.setAttribute("novalidate", "")));
    await send(page, page.locator("button[name=step][value=save]"));
    assert.equal(await page.locator("[name=param-misses]").getAttribute("aria-invalid"), "true", "0 misses are refused");
    await sound(page);
    await page.locator("[name=param-misses]").fill("2");
    await send(page, page.locator("button[name=step][value=say]"));
    assert.match(await page.locator("main .notice[role=status]").first().innerText(), /第 2 次/);
    await send(page, page.locator("button[name=step][value=save]"));
    await page.goto(version);
    assert.match(await page.locator("main").innerText(), /第 2 次/);
    await sound(page);

    await page.getByRole("link", { name: "回放" }).click();
    await sound(page);
    await send(page, page.locator("form[action$='/replay'] button[type=submit]"));
    await page.waitForURL(/\/replays\//);
    await page.locator("dl.stats").waitFor({ timeout: 60_000 });
    await sound(page);
    await shot(page, "replay", ["light", "dark"]);

    await page.goto(version);
    await page.locator("[name=from]").fill(day(1));
    await send(page, page.locator("form[action$='/submission'] button"));
    await page.goto(version);
    assert.equal(await page.locator("button[name=verdict]").count(), 0, "nobody approves what they drafted");
  });
  await visit({ url, as: "security", lang: "en", size: "phone" }, async (page) => {
    await page.goto(version);
    await sound(page);
    await shot(page, "approval", ["light"]);
    await send(page, page.locator("button[name=verdict][value=approve]"));
    await page.goto("/regulations");
    await sound(page);
  });
  await visit({ url, as: "learner", size: "phone" }, async (page) => {
    await page.goto(version.replace(/\/versions\/.*/, ""));
    assert.match(await page.locator("main").innerText(), /第 3 次/, "until its day the version in force governs");
  });
});

test("a contact permits somebody of the own department to learn in working hours", async () => {
  const { url } = program;
  await visit({ url, as: "contact", size: "phone", refusals: [422] }, async (page) => {
    await page.goto("/study-permissions/requests");
    await sound(page);
    await page.goto("/study-permissions/grant");
    await sound(page);
    const fill = async (/** @type {string} */ user) => {
      await page.locator("[name=user]").fill(user);
      await page.locator("[name=date]").fill(day(1));
      await page.locator("[name=from]").fill("10:00");
      await page.locator("[name=to]").fill("11:00");
      await page.locator("[name=reason]").fill("新设备上线前补学");
      await send(page, page.locator("form[action='/study-permissions/grant'] button[type=submit]"));
    };
    await fill("learner2");
    assert.equal(await page.locator("[name=user]").getAttribute("aria-invalid"), "true", "not of the own department");
    await fill("learner");
    await page.waitForURL(/requests/);
    assert.match(await page.locator("main").innerText(), /林书岚/);
  });
  await visit({ url, as: "learner", lang: "en" }, async (page) => {
    await page.goto("/study-permissions");
    assert.match(await page.locator("main tbody").innerText(), /新设备上线前补学/);
    await sound(page);
  });
});

test("in working hours outside a window a lesson says which article closes it and when it opens; who is permitted learns", async () => {
  const { url } = program;
  await visit({ url, as: "center" }, async (page) => {
    await page.goto("/calendar/hours");
    await page.locator("[name=hours]").fill("周一至周日 00:00-24:00");
    await send(page, page.locator("form[action='/calendar/hours'] button[type=submit]"));
    await page.waitForURL(/\/calendar$/);
  });
  let lesson = "";
  for (const lang of LANGS) {
    for (const size of /** @type {(keyof typeof SIZES)[]} */ (Object.keys(SIZES))) {
      await visit({ url, as: CLOSED_OUT, lang, size }, async (page) => {
        await page.goto("/enrolments");
        await page.locator("main a[href*='/courses/']").first().click();
        await page.locator("main a[href*='/lessons/']").first().click();
        await page.waitForURL(/\/lessons\//);
        lesson = new URL(page.url()).pathname;
        const asks = page.locator("main a[href='/study-permissions']");
        if (nearWindow()) return;
        await asks.waitFor();
        assert.match(await page.locator("main").innerText(), /6\.3\.1/, "the article is cited");
        await sound(page);
        await shot(page, `closed-${lang}-${size}`, ["light"]);
      });
    }
  }
  if (nearWindow()) return;
  await visit({ url, as: CLOSED_OUT, size: "phone" }, async (page) => {
    await page.goto(lesson);
    await page.locator("main a[href='/study-permissions']").click();
    await page.locator("[name=date]").fill(day(0));
    await page.locator("[name=from]").fill("00:00");
    await page.locator("[name=to]").fill("23:59");
    await page.locator("[name=reason]").fill("明天要上岗");
    await send(page, page.locator("form[action='/study-permissions'][method=post] button[type=submit]"));
    assert.match(await page.locator("main tbody").innerText(), /明天要上岗/);
  });
  await visit({ url, as: "center" }, async (page) => {
    await page.goto("/study-permissions/requests");
    await page.getByRole("row", { name: /明天要上岗/ }).getByRole("link").first().click();
    await send(page, page.locator("button[name=decision][value=grant]"));
  });
  await visit({ url, as: CLOSED_OUT, size: "phone" }, async (page) => {
    await page.goto(lesson);
    assert.equal(await page.locator("main a[href='/study-permissions']").count(), 0, "who is permitted learns");
  });
});

test("what carries an article out is seen at a glance, taken along, and leads to its measures", async () => {
  const { url } = program;
  for (const lang of LANGS) {
    for (const size of /** @type {(keyof typeof SIZES)[]} */ (Object.keys(SIZES))) {
      await visit({ url, as: "supervisor", lang, size }, async (page) => {
        await page.goto("/compliance");
        await sound(page);
        await shot(page, `compliance-${lang}-${size}`, ["light", "dark"]);
        const paper = await page.request.get("/compliance/export/pdf");
        assert.equal(paper.status(), 200);
        assert.equal((await paper.body()).subarray(0, 5).toString(), "%PDF-");
        await page.locator("main a[href^='/measures?rule=']").first().click();
        await page.waitForURL(/\/measures\?rule=/);
        await sound(page);
      });
    }
  }
});
