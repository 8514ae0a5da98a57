// A passkey from its making to its end, by Chromium's virtual authenticator, on http://localhost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, LANGS, visit } from "./support/browser.mjs";
import { axe, shot, wellFormed } from "./support/check.mjs";
import { PASSWORD, start } from "./support/program.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {import("./support/program.mjs").Program} */
let program;
/** The program by its name: passkeys are not made for numbers. */
let url = "";

before(async () => {
  program = await start();
  url = program.url.replace("127.0.0.1", "localhost");
});

after(async () => {
  await closeBrowser();
  await program.stop();
});

/**
 * Gives the browser a device that holds passkeys and whose owner always agrees.
 *
 * @param {Page} page
 */
async function device(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    keys: async () => (await client.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    /** @param {boolean} agrees */
    agrees: (agrees) => client.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: agrees }),
  };
}

/** @param {Page} page @param {string} part where the page is to be */
async function is(page, part) {
  await page.waitForURL((at) => at.pathname === part);
}

/** @param {Page} page */
async function inside(page) {
  await page.waitForURL((at) => !at.pathname.startsWith("/sign-in"));
}

/** @param {Page} page @param {string} action address of the form that is sent */
async function send(page, action) {
  const form = page.locator(`main form[action='${action}']`);
  await form.waitFor({ state: "visible" });
  await Promise.all([page.waitForEvent("load"), form.locator("button[type=submit]").click()]);
}

/** @param {Page} page */
async function signOut(page) {
  await page.goto("/account");
  await send(page, "/sign-out");
}

/** @param {Page} page @param {string} user */
async function byPassword(page, user) {
  await page.goto("/sign-in");
  await page.locator("input[name=user]").fill(user);
  await page.locator("input[name=password]").fill(PASSWORD);
  await Promise.all([page.waitForEvent("load"), page.locator("input[name=password]").press("Enter")]);
}

for (const lang of LANGS) {
  const user = lang === "en" ? "learner2" : "learner";
  test(`a passkey is added, signs in alone and as second step, and is removed (${lang})`, () =>
    visit({ url, lang, as: user, refusals: [422] }, async (page) => {
      const held = await device(page);
      await page.goto("/account/passkeys");
      await wellFormed(page);
      await axe(page);
      await shot(page, "passkeys-empty");
      await page.locator("main a[href='/account/passkeys/new']").first().click();
      await is(page, "/account/passkeys/new");
      await page.locator("passkey-ask form").waitFor({ state: "visible" });
      await wellFormed(page);
      await axe(page);
      await shot(page, "passkey-new", ["light", "dark"]);

      // By keyboard alone
      const name = lang === "en" ? "Office computer" : "办公室电脑";
      await page.locator("input[name=name]").focus();
      await page.keyboard.type(name);
      await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
      const codes = await page.locator(".secret").allInnerTexts();
      assert.equal(codes.length, 10, "recovery codes come with the first factor");
      const [key] = await held.keys();
      assert.ok(key?.isResidentCredential, "the device finds the key by itself");
      assert.equal(key?.rpId, "localhost");

      await page.goto("/account/passkeys");
      assert.match(await page.locator("main tbody").innerText(), new RegExp(name));
      await wellFormed(page);
      await axe(page);
      await shot(page, "passkeys", ["light", "dark", "contrast"]);

      // The device that holds it makes no second one, and says so in words
      await page.goto("/account/passkeys/new");
      await page.locator("input[name=name]").fill("x");
      await page.locator("passkey-ask button[type=submit]").click();
      await page.locator("passkey-ask [role=status]", { hasText: lang === "en" ? "already holds" : "已经有您的通行密钥" }).waitFor();
      await axe(page);

      await signOut(page);
      await page.goto("/sign-in?next=/account/sign-ins");
      await page.locator("form[action='/sign-in/passkey']").waitFor({ state: "visible" });
      await wellFormed(page);
      await axe(page);
      await shot(page, "sign-in-passkey", ["light", "dark", "contrast"]);
      await send(page, "/sign-in/passkey");
      await is(page, "/account/sign-ins");

      await signOut(page);
      await byPassword(page, user);
      await is(page, "/sign-in/second-factor");
      await page.locator("passkey-ask form").waitFor({ state: "visible" });
      await wellFormed(page);
      await axe(page);
      await shot(page, "second-step-passkey", ["light", "dark"]);

      // Whoever does not agree stays outside, and reads why
      await held.agrees(false);
      await page.locator("passkey-ask button[type=submit]").click();
      await page.locator("passkey-ask [role=status]", { hasText: lang === "en" ? "Not done" : "没有完成" }).waitFor();
      await axe(page);
      await held.agrees(true);
      await send(page, "/sign-in/second-factor/passkey");
      await inside(page);

      await page.goto("/account/passkeys");
      await page.locator("main tbody a[href$='/remove']").click();
      await page.waitForURL(/\/remove$/);
      await wellFormed(page);
      await axe(page);
      await shot(page, "passkey-remove");
      await Promise.all([page.waitForEvent("load"), page.locator("main button[data-kind=danger]").click()]);
      await is(page, "/account/passkeys");
      assert.equal(await page.locator("main tbody").count(), 0);

      // The device still has it, and the door does not know it any more
      await signOut(page);
      await page.goto("/sign-in");
      await send(page, "/sign-in/passkey");
      assert.match(await page.locator("main [role=alert]").innerText(), lang === "en" ? /belongs to no account/ : /没有登记在任何账号上/);
      await axe(page);
      await shot(page, "sign-in-passkey-unknown");
      await byPassword(page, user);
      await inside(page);
    }));
}

test("where passkeys do not work the pages say why, and everything else does", async () => {
  await visit({ url: program.url, as: "teacher" }, async (page) => {
    await page.goto("/account/passkeys");
    assert.match(await page.locator("main").innerText(), /XINGTAN_PUBLIC_URL/);
    await wellFormed(page);
    await axe(page);
    await shot(page, "passkeys-nowhere");
  });
  await visit({ url: program.url }, async (page) => {
    await page.goto("/sign-in");
    assert.equal(await page.locator("passkey-ask").count(), 0);
    await page.locator("details summary", { hasText: "用通行密钥登录" }).click();
    assert.match(await page.locator("details").innerText(), /XINGTAN_PUBLIC_URL/);
    await axe(page);
    await shot(page, "sign-in-nowhere");
  });
  await visit({ url, as: "teacher", scripts: false }, async (page) => {
    await page.goto("/account/passkeys/new");
    assert.match(await page.locator("main").innerText(), /脚本/);
    assert.equal(await page.locator("passkey-ask form").isVisible(), false);
  });
});
