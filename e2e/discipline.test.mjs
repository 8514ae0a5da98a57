// Discipline as people meet it: who is suspended by a measure reads why at the door and appeals without signing in, and
// another person restores the account; a report becomes a case, goes over investigation and hearing to a decision by
// another person, and an appeal that a third one decides gives the account back (GOV-2, GOV-3, GOV-7, ACC-8).

import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn, tryToSignIn, visit } from "./support/browser.mjs";
import { shot, sound } from "./support/check.mjs";
import { day, send, unfold } from "./support/form.mjs";
import { PASSWORD } from "./support/program.mjs";
import { served } from "./support/served.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./support/browser.mjs").Lang} Lang */
/** @typedef {import("./support/browser.mjs").Size} Size */

/** Whose account the regulation suspends, and who is decided about by a case. */
const SHARER = "u000003";
const CHEAT = "u000001";
const SECOND = "u000002";
/** The articles of the academy's regulation about sharing, and that the cases are decided by. */
const SHARING = "4.2.1";
const ARTICLE = "3.3.3";

const program = served({ learners: 30 });

/**
 * Somebody reports somebody; the address of the case as those see it who take reports up.
 *
 * @param {string} by
 * @param {string} kind
 * @param {string} user
 * @param {string} words
 * @param {{ lang?: Lang, size?: Size, picture?: string }} [looks]
 */
async function report(by, kind, user, words, { lang = "zh-CN", size = "desk", picture } = {}) {
  await visit({ url: program.url, as: by, lang, size }, async (page) => {
    await page.goto("/reports-of-content/new");
    await page.locator("[name=kind]").selectOption(kind);
    await page.locator("[name=words]").fill(words);
    await page.locator("[name=user]").fill(user);
    await sound(page);
    if (picture) await shot(page, picture);
    await send(page, "form[action='/reports-of-content'] button[type=submit]");
    assert.match(await page.locator("main").innerText(), /\d{4}-\d{4}/, "one's own reports are listed with their number");
  });
}

/**
 * Takes the report up whose words these are, and asks the person for their view; the address of the case.
 *
 * @param {string} by
 * @param {string} words
 * @param {{ lang?: Lang, size?: Size, picture?: string }} [looks]
 */
async function investigate(by, words, { lang = "zh-CN", size = "desk", picture } = {}) {
  let address = "";
  await visit({ url: program.url, as: by, lang, size }, async (page) => {
    await page.goto(`/reports-of-content?q=${encodeURIComponent(words)}`);
    await sound(page);
    if (picture) await shot(page, `${picture}-queue`);
    await page.locator("main tbody th a").first().click();
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
    address = new URL(page.url()).pathname;
    await send(page, "form[action$='/investigation'] button");
    await page.locator("[name=note]").fill("核对了登录记录和两份作业，并向组长了解了情况。");
    await send(page, "form[action$='/notes'] button");
    await page.locator("[name=until]").fill(day(3));
    await send(page, "form[action$='/hearing'] button");
    await sound(page);
    if (picture) await shot(page, `${picture}-investigated`, ["light", "dark"]);
    assert.equal(await page.locator("form[action$='/decision']").count(), 0, "who investigated does not decide");
  });
  return address;
}

/**
 * The person reads the notice, and states their view.
 *
 * @param {string} user
 * @param {string} view
 * @param {{ lang?: Lang, size?: Size, picture?: string }} [looks]
 */
async function state(user, view, { lang = "zh-CN", size = "desk", picture } = {}) {
  await visit({ url: program.url, as: user, lang, size }, async (page) => {
    await page.goto("/cases/own");
    await sound(page);
    await page.locator("main a[href^='/hearings/']").first().click();
    await page.waitForURL(/\/hearings\//);
    await page.locator("[name=statement]").fill(view);
    await sound(page);
    if (picture) await shot(page, picture);
    await send(page, "form[action$='/statement'] button");
    assert.match(await page.locator("main").innerText(), new RegExp(view));
  });
}

/**
 * What somebody meets at the door whose account may not be used, up to the page of the decision.
 *
 * @param {string} user
 * @param {Lang} lang
 * @param {Size} size
 * @param {string} article by which it was decided
 * @param {string} name of the pictures
 * @param {(page: Page) => Promise<void>} story on the page of the decision
 */
async function shutOut(user, lang, size, article, name, story) {
  await visit({ url: program.url, lang, size, refusals: [422] }, async (page) => {
    await tryToSignIn(page, user, PASSWORD);
    const said = await page.locator("main").innerText();
    assert.match(said, lang === "en" ? /suspended until/ : /暂停使用到/, "until when");
    assert.match(said, lang === "en" ? /Ground: / : /依据：/, "by which regulation");
    assert.ok(said.includes(article), "and which article of it");
    await sound(page);
    await shot(page, `${name}-door`);
    await page.getByRole("link", { name: lang === "en" ? "See the decision and appeal" : "查看决定，提出申诉" }).click();
    await page.waitForURL(/\/(appeals|hearings)\//);
    await story(page);
  });
}

test("who is suspended by a measure reads why at the door and appeals; another person decides, and the account is back", async () => {
  const { url } = program;
  const words = "把账号借给外单位的朋友看课程，对方在群里发了截图。";
  await report("learner2", "account-sharing", SHARER, words);
  const address = await investigate("reviewer", words);
  await state(SHARER, "只借过一次，已经改了密码。");
  await visit({ url, as: "manager" }, async (page) => {
    await page.goto(address);
    await page.locator("form[action$='/decision'] [name=outcome]").selectOption("confirmed");
    await page.locator("form[action$='/decision'] [name=reason]").fill("本人承认，登录记录相符。");
    await send(page, "form[action$='/decision'] button");
    // The regulation acts in a job.
    for (let tries = 0; tries < 60 && (await page.locator("main a[href^='/measures/']").count()) === 0; tries += 1) {
      await page.waitForTimeout(500);
      await page.goto(address);
    }
    await sound(page);
    await shot(page, "discipline-confirmed");
  });

  await shutOut(SHARER, "zh-CN", "phone", SHARING, "discipline-measure", async (page) => {
    await sound(page);
    await shot(page, "discipline-measure-own");
    await page.locator("[name=body]").fill("那天是同事用我的电脑看的，不是出借。");
    await send(page, "form:has([name=body]) button");
    await sound(page);
    assert.match(await page.locator("main").innerText(), /那天是同事用我的电脑看的/);
  });
  let measure = "";
  await visit({ url, as: "center", lang: "en" }, async (page) => {
    await page.goto(address);
    measure = (await page.locator("main a[href^='/measures/']").first().getAttribute("href")) ?? "";
    await page.goto(measure);
    await sound(page);
    await page.locator("[name=appeal_reason]").fill("登录记录与本人说明相符，证据不足。");
    await shot(page, "discipline-measure-appeal", ["light", "dark"]);
    await send(page, "button[name=verdict][value=granted]");
    await sound(page);
    const history = await page.locator("main").innerText();
    assert.match(history, /那天是同事用我的电脑看的/);
    assert.match(history, /证据不足/);
    await page.goto(address);
    assert.match(await page.locator("main").innerText(), /overturned or not confirmed/, "the case says so");
    await shot(page, "discipline-overturned");
  });
  await visit({ url }, async (page) => {
    await signIn(page, SHARER);
    await page.goto("/measures/own");
    await sound(page);
  });
});

for (const [lang, size, user] of /** @type {[Lang, Size, string][]} */ ([["zh-CN", "phone", CHEAT], ["en", "desk", SECOND]])) {
  test(`a report becomes a case, is decided by another person, and a third gives the account back (${lang}, ${size})`, async () => {
    const { url } = program;
    const words = `实操作业与同组学员逐行相同（${user}）。`;
    await report("learner2", "cheating", user, words, { lang, size, picture: "discipline-report" });
    const address = await investigate("reviewer", words, { lang, size, picture: "discipline" });
    await state(user, "我们一起讨论过。", { lang, size, picture: "discipline-hearing" });

    // The decision, by somebody who neither reported nor investigated.
    await visit({ url, as: "manager", lang, size, refusals: [422] }, async (page) => {
      await page.goto(address);
      const form = "form[action$='/decision']";
      await page.locator(`${form} [name=outcome]`).selectOption("suspension");
      await page.locator(`${form} [name=reason]`).fill("两份作业雷同，本人承认讨论过答案。");
      await page.locator("form").evaluateAll((forms) => forms.forEach((it) => it.setAttribute("novalidate", "")));
      await send(page, `${form} button`);
      assert.equal(await page.locator("[name=days]").first().getAttribute("aria-invalid"), "true", "for how long?");
      await sound(page);
      await page.locator(`${form} [name=days]`).fill("7");
      const article = page.locator(`${form} [name=article] option`).filter({ hasText: ARTICLE }).first();
      await page.locator(`${form} [name=article]`).selectOption((await article.getAttribute("value")) ?? "");
      await shot(page, "discipline-decision");
      await send(page, `${form} button`);
      await sound(page);
      await shot(page, "discipline-decided");
    });

    await shutOut(user, lang, size, ARTICLE, "discipline-case", async (page) => {
      await sound(page);
      await shot(page, "discipline-case-own");
      await page.locator("[name=body]").fill("作业要求允许讨论。");
      await send(page, "form[action$='/appeal'] button");
      await sound(page);
    });
    await visit({ url, as: "center", lang, size }, async (page) => {
      await page.goto("/cases?state=appealed");
      await sound(page);
      await page.locator("main tbody th a").first().click();
      await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
      await unfold(page, "[name=appeal_reason]");
      await page.locator("[name=appeal_reason]").fill("作业说明允许讨论，不构成作弊。");
      await sound(page);
      await shot(page, "discipline-case-appeal");
      await send(page, "button[name=verdict][value=overturned]");
      await sound(page);
      await shot(page, "discipline-case-over");
    });
    await visit({ url, lang, size }, async (page) => {
      await signIn(page, user);
      await page.goto("/cases/own");
      assert.match(await page.locator("main").innerText(), lang === "en" ? /Overturned/ : /撤销/);
      await page.goto("/notifications");
      await sound(page);
    });
  });
}

test("start pages say what waits in conduct, and where a learner stands this month", async () => {
  const { url } = program;
  await visit({ url, as: "center", size: "phone" }, async (page) => {
    await page.goto("/desk");
    assert.ok((await page.locator("a[href='/reports-of-content']").count()) > 0, "reports to take up");
    await sound(page);
    await shot(page, "discipline-desk");
  });
  for (const lang of /** @type {Lang[]} */ (["zh-CN", "en"])) {
    await visit({ url, as: "reviewer", lang, size: lang === "en" ? "desk" : "phone" }, async (page) => {
      await page.goto("/reviews");
      assert.ok((await page.locator("main a[href='/reports-of-content']").count()) > 0, "reports to take up");
      await sound(page);
      await shot(page, "discipline-reviewer");
    });
    await visit({ url, as: "learner", lang, size: "phone" }, async (page) => {
      await page.goto("/today");
      assert.ok((await page.locator("main a[href='/rankings']").count()) > 0, "one's own place");
      await sound(page);
      await shot(page, "discipline-today");
      await page.goto("/rankings");
      assert.ok((await page.locator("main tbody a[href^='/rankings/']").count()) > 0, "a month is frozen");
      await sound(page);
      await shot(page, "discipline-rankings");
    });
  }
  await visit({ url, as: "center" }, async (page) => {
    await page.goto("/prizes");
    assert.ok((await page.locator("main tbody tr").count()) > 0, "prizes are registered");
    await sound(page);
    await shot(page, "discipline-prizes");
  });
});

test("programs read rankings, register a prize, hand it over and read the figures of the year", async () => {
  const { url, run } = program;
  const made = await run("token", "create", "--user", "center", "--scope", "all", "--json");
  const { secret } = JSON.parse(made);
  /**
   * @param {string} path
   * @param {object} [body]
   */
  const ask = async (path, body) => {
    const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
    const asked = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
    const answer = await fetch(`${url}/api/v1${path}`, asked);
    return { status: answer.status, body: /** @type {any} */ (await answer.json()) };
  };
  const rankings = await ask("/rankings");
  const { body: ranking } = await ask(`/rankings/${rankings.body.items.at(-1).id}`);
  const place = ranking.places.at(-1);
  assert.equal((await ask("/prizes", { place: place.id, what: "", value_cents: 1 })).status, 422);
  assert.equal((await ask("/prizes", { place: place.id, what: "书", value_cents: -1 })).status, 422);
  const prize = await ask("/prizes", { place: place.id, what: "钢笔", value_cents: 9900 });
  assert.deepEqual([prize.status, prize.body.state, prize.body.person], [201, "promised", place.person]);
  const { id } = prize.body;
  assert.equal((await ask(`/prizes/${id}/handover`, { version: 9, by: "刘敏" })).status, 422, "somebody changed it");
  const handed = await ask(`/prizes/${id}/handover`, { version: 1, by: "刘敏" });
  assert.deepEqual([handed.status, handed.body.state], [200, "handed"]);
  assert.equal((await ask(`/prizes/${id}/receipt`, {})).status, 404, "the winner alone confirms it");
  assert.equal((await ask(`/prizes/${id}/cancellation`, { version: 2, reason: "误登" })).status, 422, "it was handed over");
  assert.ok((await ask("/prizes?state=handed")).body.total > 0);
  assert.equal((await ask("/prizes?state=x")).status, 422);

  const figures = await ask("/appraisal?limit=5");
  assert.equal(figures.status, 200);
  assert.ok(figures.body.total > 5 && figures.body.next);
  assert.equal((await fetch(url + figures.body.next, { headers: { authorization: `Bearer ${secret}` } })).status, 200);
  assert.equal((await ask("/appraisal?year=x")).status, 422);
  assert.equal((await ask("/suspicions")).status, 200);
});
