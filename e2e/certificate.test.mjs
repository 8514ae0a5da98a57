// A certificate from its template to the check page: made, brought by a course, seen, taken along as a signed PDF,
// checked by anybody, withdrawn, issued anew.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGS, visit } from "./support/browser.mjs";
import { shot, sound } from "./support/check.mjs";
import { send } from "./support/form.mjs";
import { png } from "./support/png.mjs";
import { served } from "./support/served.mjs";

/** @typedef {import("playwright-core").Page} Page */

const program = served({ learners: 40 });

/** @param {Page} page @param {string} name */
async function looked(page, name) {
  await sound(page);
  await shot(page, name, ["light", "dark"]);
}

/** @param {Page} page @param {string} address */
async function bytes(page, address) {
  const answer = await page.request.get(address);
  return { status: answer.status(), type: answer.headers()["content-type"] ?? "", body: await answer.body() };
}

test("a template is written, looked at and brought by a course", () =>
  visit({ url: program.url, as: "center", refusals: [422] }, async (page) => {
    await page.goto("/certificates/templates/new");
    await page.locator("[name=body]").fill("{姓名}完成《{课程}》，{工资}。");
    await page.locator("[name=name]").fill("安全类证书");
    await send(page, "main form.form button[data-kind=action]");
    assert.match(await page.locator("#f-body-error").innerText(), /工资/);
    assert.equal(await page.locator("[name=name]").inputValue(), "安全类证书", "what was typed stays");
    await page.locator("[name=body]").fill("兹证明{姓名}（{单位}）于{完成日期}完成《{课程}》，计{学时}。\n特发此证。");
    await page.locator("[name=signer]").fill("院长 周远");
    await page.locator("[name=months]").fill("24");
    await page.locator("[name=seal]").setInputFiles({ name: "章.png", mimeType: "image/png", buffer: png(320, 320) });
    const preview = await page.evaluate(async () => {
      const form = /** @type {HTMLFormElement} */ (document.querySelector("main form[enctype]"));
      const answer = await fetch("/certificates/templates/preview", { method: "POST", body: new FormData(form) });
      const start = new Uint8Array(await answer.arrayBuffer()).slice(0, 5);
      return { status: answer.status, type: answer.headers.get("content-type"), start: String.fromCharCode(...start) };
    });
    assert.deepEqual(preview, { status: 200, type: "application/pdf", start: "%PDF-" });
    await send(page, "main form.form button[data-kind=action]");
    assert.match(page.url(), /\/certificates\/templates\/[0-9a-f-]{36}$/);
    await page.locator("[name=course]").selectOption({ index: 1 });
    await Promise.all([
      page.waitForEvent("load"),
      page.locator("form[action$='/courses'] button").click(),
    ]);
    await page.goto("/certificates/templates");
    await looked(page, "certificate-templates");
    await page.getByRole("link", { name: "安全类证书" }).click();
    assert.equal(await page.locator(".brings li").count(), 1);
    await looked(page, "certificate-template");
  }));

for (const lang of LANGS) {
  test(`a certificate is seen, taken along and checked, ${lang}`, async () => {
    let code = "";
    await visit({ url: program.url, lang, as: "learner" }, async (page) => {
      await page.goto("/certificates");
      await looked(page, "certificates");
      await page.locator(".certificates h2 a").first().click();
      await looked(page, "certificate");
      const file = await page.locator("a[href$='/file']").first().getAttribute("href");
      const first = await bytes(page, file ?? "");
      assert.equal(first.type, "application/pdf");
      const text = first.body.toString("latin1");
      assert.ok(text.startsWith("%PDF-") && text.includes("/ByteRange"), "signed");
      code = (await page.locator("a[href*='/verify/']").getAttribute("href"))?.split("/").pop() ?? "";
      assert.match(code, /^[0-9A-Z]{16}$/);
    });
    await visit({ url: program.url, lang, size: "phone", refusals: [404] }, async (page) => {
      await page.goto("/verify");
      await looked(page, "verify");
      await page.locator("[name=code]").fill(`${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`);
      await send(page, "main form.form button[type=submit]");
      assert.ok(page.url().endsWith(`/verify/${code}`));
      assert.equal(await page.locator(".verdict").getAttribute("data-tone"), "pine");
      await looked(page, "verify-valid");
      await page.goto("/verify/0000-0000-0000-0000");
      await looked(page, "verify-unknown");
    });
  });
}

test("a certificate is withdrawn and issued anew, and the check page says so at once", async () => {
  let code = "";
  await visit({ url: program.url, as: "center" }, async (page) => {
    await page.goto("/certificates/issued");
    await looked(page, "certificates-issued");
    await page.locator("tbody a").first().click();
    const address = page.url();
    code = (await page.locator("a[href*='/verify/']").getAttribute("href"))?.split("/").pop() ?? "";
    await page.goto(`${address}/revocation`);
    await looked(page, "certificate-revocation");
    await page.locator("[name=reason]").fill("姓名有误");
    await send(page, "main form.form button[data-kind=danger]");
    await looked(page, "certificate-revoked");
    assert.equal(await page.locator("a[href$='/file']").count(), 0);
    await page.goto(`${address}/replacement`);
    await page.locator("[name=reason]").fill("姓名已更正");
    await send(page, "main form.form button[data-kind=action]");
    assert.notEqual(page.url(), address);
    assert.equal(await page.locator("a[href$='/file']").count(), 1);
    await page.goto("/certificates/issue");
    await looked(page, "certificate-issue");
  });
  await visit({ url: program.url }, async (page) => {
    await page.goto(`/verify/${code}`);
    assert.equal(await page.locator(".verdict").getAttribute("data-tone"), "cinnabar");
    assert.ok(!(await page.locator("main").innerText()).includes("姓名有误"), "why stays with the institution");
    await looked(page, "verify-revoked");
  });
});
