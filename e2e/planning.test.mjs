// Hours with their share, a need on its way into the plan, an elective from choosing to its place.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { served } from "./support/served.mjs";

const program = served();

const PAGES = [
  ["contact", "/hours"],
  ["contact", "/hours/shares/new"],
  ["contact", "/offline-trainings"],
  ["contact", "/offline-trainings/new"],
  ["contact", "/offline-trainings/import"],
  ["contact", "/needs"],
  ["contact", "/selections/choices"],
  ["contact", "/watch-list"],
  ["center", "/plan"],
  ["center", "/handovers"],
  ["center", "/selections"],
  ["center", "/selections/new"],
  ["learner", "/needs/own"],
  ["learner", "/selections/own"],
  ["learner", "/offline-trainings/own"],
  ["learner", "/record"],
];

/** @param {import("playwright-core").Page} page @param {string} form */
const send = (page, form) =>
  Promise.all([page.waitForEvent("load"), page.locator(`form[action$='${form}'] [type=submit]`).first().click()]);

for (const lang of LANGS) {
  for (const size of /** @type {const} */ (["desk", "phone"])) {
    test(`the pages are whole and accessible: ${lang}, ${size}`, async () => {
      for (const as of ["contact", "center", "learner"]) {
        await visit({ url: program.url, as, lang, size }, async (page) => {
          for (const [, path] of PAGES.filter(([who]) => who === as)) {
            await page.goto(path);
            await wellFormed(page);
            await axe(page);
            const name = `planning${path.replaceAll("/", "-")}-${lang}-${size}`;
            await shot(page, name, lang === "en" ? ["light"] : ["light", "dark"]);
          }
        });
      }
    });
  }
}

test("a need goes from the learner through the contact into the plan", async () => {
  const topic = "电气火灾预防";
  await visit({ url: program.url, as: "learner" }, async (page) => {
    await page.goto("/needs/own");
    await page.locator("#f-topic").fill(topic);
    await page.locator("#f-why").fill("配电室去年起过一次火");
    await send(page, "/needs/own");
    assert.ok(await page.getByRole("link", { name: topic }).count());
  });
  await visit({ url: program.url, as: "contact" }, async (page) => {
    await page.goto("/needs?state=stated");
    await page.getByRole("link", { name: topic }).click();
    await send(page, "/forwarding");
    await axe(page);
  });
  await visit({ url: program.url, as: "center" }, async (page) => {
    await page.goto("/needs?state=forwarded");
    await page.getByRole("link", { name: topic }).click();
    await wellFormed(page);
    await axe(page);
    await page.locator("#f-responsible").fill("周文谦");
    await send(page, "/decision");
    await page.goto("/plan");
    assert.ok(await page.getByRole("link", { name: topic }).count(), "it is in the plan");
  });
});

test("a wider share is asked for by one and approved by another", async () => {
  await visit({ url: program.url, as: "center" }, async (page) => {
    await page.goto("/hours/shares?state=asked");
    await page.locator("tbody a").first().click();
    await axe(page);
    await send(page, "/decision");
    await page.goto("/hours");
    await wellFormed(page);
    assert.match(await page.locator("tbody").innerText(), /50 %/);
  });
});

test("offline training comes in from a file, once", async () => {
  await visit({ url: program.url, as: "contact" }, async (page) => {
    const day = new Date().toISOString().slice(0, 10);
    const rows = [
      "主题,日期,类型,人员,学时,地点,讲师",
      `配电室巡检,${day},实操演练,contact,1.5,配电室,周文谦`,
      `配电室巡检,${day},实操演练,nobody-here,1.5,配电室,周文谦`,
    ];
    const file = { name: "巡检.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
    for (const count of [1, 0]) {
      await page.goto("/offline-trainings/import");
      await page.locator("#f-file").setInputFiles(file);
      await send(page, "/offline-trainings/import");
      await wellFormed(page);
      await axe(page);
      await shot(page, `planning-import-preview-${count}`, ["light"]);
      assert.match(await page.locator("#report").innerText(), /不会导入的行/);
      const start = page.locator("form[action$='/start'] [type=submit]");
      assert.equal(await start.count(), count, "a second time nothing would go in");
      if (count === 1) {
        await Promise.all([page.waitForEvent("load"), start.first().click()]);
        await page.getByText("新增 1").waitFor({ timeout: 30_000 });
      }
    }
    await page.goto("/offline-trainings");
    assert.equal(await page.getByRole("link", { name: "配电室巡检" }).count(), 1);
  });
});

for (const [lang, size] of /** @type {const} */ ([["zh-CN", "phone"], ["en", "desk"]])) {
  test(`the centre opens a handover report: ${lang}, ${size}`, async () => {
    await visit({ url: program.url, as: "center", lang, size }, async (page) => {
      await page.goto("/handovers");
      await page.locator("tbody a").first().click();
      await page.waitForURL(/\/handovers\/[0-9a-f-]{36}$/);
      await wellFormed(page);
      await axe(page);
      await shot(page, `planning-handover-${lang}-${size}`, ["light"]);
      assert.ok(await page.locator("#receipts").count());
    });
  });
}
