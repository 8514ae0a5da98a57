// Every page that a link leads to, for every demo person: it answers, speaks one language, has a heading, fits the
// window, and axe finds nothing. On the phone in Chinese the crawl finds the pages; on the desk in English and dark
// it meets them again; a sample is looked at in the other colours and sizes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { closeBrowser, visit } from "./support/browser.mjs";
import { complaintsOf, links, picture, route, violations } from "./support/crawl.mjs";
import { PEOPLE, start } from "./support/program.mjs";

/** @typedef {import("./support/crawl.mjs").Page} Page */
/** @typedef {{ lang: import("./support/browser.mjs").Lang, size: import("./support/browser.mjs").Size, theme: "light" | "dark" | "contrast" }} Look */

/** Who goes round: `XINGTAN_E2E_PEOPLE=all`, or names with commas. The learner alone unless said: it takes minutes. */
const asked = process.env.XINGTAN_E2E_PEOPLE ?? "learner";
const crawlers = PEOPLE.filter((person) => asked === "all" || asked.split(",").includes(person));

/** From the menu to a list, from a list to a row, from a row to its tabs and forms. */
const DEPTH = 4;

/** @type {Look} */
const PHONE = { lang: "zh-CN", size: "phone", theme: "light" };
/** @type {Look} */
const DESK = { lang: "en", size: "desk", theme: "dark" };
/** @type {Look[]} */
const OTHERS = [
  { lang: "zh-CN", size: "desk", theme: "light" },
  { lang: "en", size: "phone", theme: "dark" },
  { lang: "zh-CN", size: "phone", theme: "contrast" },
  { lang: "en", size: "desk", theme: "contrast" },
];

/** What stands before the door; nothing leads there for whoever is inside. */
const DOOR = ["/sign-in", "/sign-in/forgotten", "/sign-in/ticket", "/terms", "/privacy"];

/** Pages seen in all looks: who sees them, and which route. */
const SAMPLE = /** @type {const} */ ([
  ["learner", "/today"],
  ["learner", "/courses/ID"],
  ["learner", "/courses/ID/lessons/ID"],
  ["center", "/people"],
  ["center", "/people/new"],
]);

/** @type {import("./support/program.mjs").Program} */
let program;
/** Addresses met on the phone: person → route → address. @type {Map<string, Map<string, string>>} */
const met = new Map();
/** Looks at a route that axe has had. @type {Set<string>} */
const examined = new Set();

before(async () => {
  program = await start({ learners: 60 });
});

after(async () => {
  await closeBrowser();
  await program.stop();
});

/**
 * Opens an address and tells what is wrong with the page there.
 *
 * @param {Page} page
 * @param {string} href
 * @param {Look} look
 * @param {string} [name] of the picture, when a route has several
 */
async function look(page, href, { lang, size, theme }, name = route(href)) {
  const answer = await page.goto(href).catch((/** @type {Error} */ error) => error);
  if (answer instanceof Error) {
    // A file to take along is no page
    return answer.message.includes("Download is starting") ? [] : [`${href}: ${answer.message.split("\n")[0]}`];
  }
  const complaints = answer?.status() === 200 ? [] : [`it answers ${answer?.status()}`];
  complaints.push(...(await complaintsOf(page, lang)));
  const key = `${route(href)} ${lang} ${size} ${theme}`;
  if (!examined.has(key) || name !== route(href)) {
    examined.add(key);
    complaints.push(...(await violations(page)));
    await picture(page, name, `${lang.slice(0, 2)}-${size}-${theme}`);
  }
  return complaints.map((complaint) => `${href}: ${complaint}`);
}

/**
 * @param {Page} page
 * @param {Look} look
 */
async function wear(page, { lang, theme }) {
  await page.emulateMedia({ colorScheme: theme === "dark" ? "dark" : "light" });
  const chosen = { xt_lang: lang, ...(theme === "contrast" && { xt_theme: theme }) };
  await page.context().addCookies(Object.entries(chosen).map(([name, value]) => ({ name, value, url: program.url })));
}

/** @param {string[]} complaints */
function none(complaints) {
  assert.equal(complaints.length, 0, `\n${complaints.join("\n")}`);
}

for (const here of [PHONE, DESK, ...OTHERS]) {
  test(`the door, ${here.lang}, ${here.size}, ${here.theme}`, () =>
    visit({ url: program.url, lang: here.lang, size: here.size }, async (page) => {
      await wear(page, here);
      const complaints = [];
      for (const href of DOOR) complaints.push(...(await look(page, href, here)));
      none(complaints);
    }));
}

test("a first visit to the door costs at most 120 KB in 8 requests", () =>
  visit({ url: program.url, size: "phone" }, async (page) => {
    const wire = await page.context().newCDPSession(page);
    await wire.send("Network.enable");
    const requests = new Set();
    let bytes = 0;
    wire.on("Network.requestWillBeSent", ({ requestId }) => requests.add(requestId));
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto("/sign-in", { waitUntil: "networkidle" });
    assert.ok(bytes > 5_000, `${bytes} bytes were counted; a page with its styles is more`);
    assert.ok(bytes <= 120_000, `${bytes} bytes`);
    assert.ok(requests.size <= 8, `${requests.size} requests`);
  }));

for (const person of crawlers) {
  test(`${person} reads every page on the phone, in Chinese`, () =>
    visit({ url: program.url, size: PHONE.size, as: person }, async (page) => {
      await wear(page, PHONE);
      /** @type {Map<string, string>} */
      const routes = new Map(["/", "/menu", "/account"].map((href) => [href, href]));
      met.set(person, routes);
      const complaints = [];
      let layer = [...routes.values()];
      for (let depth = 0; depth < DEPTH && layer.length; depth++) {
        const further = [];
        for (const href of layer) {
          // What the menu offers, each person reads; what lies deeper, whoever comes there first
          if (depth > 1 && examined.has(`${route(href)} ${PHONE.lang} ${PHONE.size} ${PHONE.theme}`)) continue;
          complaints.push(...(await look(page, href, PHONE, href === "/" ? `start-${person}` : route(href))));
          for (const link of await links(page)) {
            if (routes.has(route(link))) continue;
            routes.set(route(link), link);
            further.push(link);
          }
        }
        layer = further;
      }
      none(complaints);
    }));
}

for (const person of crawlers) {
  test(`${person} reads every page at the desk, in English, in the dark`, () =>
    visit({ url: program.url, lang: DESK.lang, size: DESK.size, as: person }, async (page) => {
      await wear(page, DESK);
      const complaints = [];
      for (const [where, href] of met.get(person) ?? []) {
        const own = href === "/";
        if (!own && examined.has(`${where} ${DESK.lang} ${DESK.size} ${DESK.theme}`)) continue;
        complaints.push(...(await look(page, href, DESK, own ? `start-${person}` : where)));
      }
      none(complaints);
    }));
}

for (const other of OTHERS) {
  test(`pages of all kinds, ${other.lang}, ${other.size}, ${other.theme}`, async () => {
    /** @type {string[]} */
    const complaints = [];
    for (const person of crawlers.filter((one) => SAMPLE.some(([who]) => who === one))) {
      await visit({ url: program.url, lang: other.lang, size: other.size, as: person }, async (page) => {
        await wear(page, other);
        for (const [, where] of SAMPLE.filter(([who]) => who === person)) {
          const href = met.get(person)?.get(where);
          if (href) complaints.push(...(await look(page, href, other)));
          else complaints.push(`nothing leads ${person} to ${where}`);
        }
      });
    }
    none(complaints);
  });
}
