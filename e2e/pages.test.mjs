// Every page that a link leads to, for every demo person: it answers, speaks one language, has a heading, fits the
// window, and axe finds nothing. On the phone in Chinese people find the pages, two at a time; whoever comes first to
// a route looks at it there, later at the desk in English and in the dark, where axe is asked for colours alone. The
// door and the start pages are looked at in every theme.
//
// XINGTAN_E2E_LOOKS=all adds the other two pairs of language and size, every theme, and pictures of all of it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { closeBrowser, visit } from "./support/browser.mjs";
import { colours, complaintsOf, dress, links, picture, route, violations } from "./support/crawl.mjs";
import { PEOPLE, start } from "./support/program.mjs";

/** @typedef {import("./support/crawl.mjs").Page} Page */
/** @typedef {import("./support/crawl.mjs").Theme} Theme */
/** @typedef {{ lang: import("./support/browser.mjs").Lang, size: import("./support/browser.mjs").Size, themes: Theme[] }} Look the first theme is worn by every page, all by whole ones */

/** Who goes round: all, or those of `XINGTAN_E2E_PEOPLE`, names with commas. */
const people = process.env.XINGTAN_E2E_PEOPLE ?? "all";
const crawlers = PEOPLE.filter((person) => people === "all" || people.split(",").includes(person));
const everything = process.env.XINGTAN_E2E_LOOKS === "all";

/** From the menu to a list, from a list to a row, from a row to its tabs and forms. */
const DEPTH = 4;

/** As many at once as the machine of a test run has cores. */
const SIDE_BY_SIDE = { concurrency: 2 };

/** @type {Theme[]} */
const MORE = ["light", "dark", "contrast", "contrast-dark", "forced"];
/** @type {Look} */
const PHONE = { lang: "zh-CN", size: "phone", themes: ["light", "contrast-dark", ...(everything ? MORE : [])] };
/** @type {Look} */
const DESK = { lang: "en", size: "desk", themes: ["dark", "contrast", "forced", ...(everything ? MORE : [])] };
/** @type {Look[]} */
const OTHERS = [
  { lang: "zh-CN", size: "desk", themes: everything ? MORE : ["light"] },
  { lang: "en", size: "phone", themes: everything ? MORE : ["dark"] },
];

/** What stands before the door; nothing leads there for whoever is inside. */
const DOOR = ["/sign-in", "/sign-in/forgotten", "/sign-in/ticket", "/terms", "/privacy"];

/** Pages of which something leads to each of these people, whatever else the crawl meets. */
const SURE = /** @type {const} */ ([
  ["learner", "/today"],
  ["learner", "/courses/ID"],
  ["learner", "/courses/ID/lessons/ID"],
  ["center", "/people"],
  ["center", "/people/new"],
]);

/** @type {import("./support/program.mjs").Program} */
let program;
/** Routes met on the phone: person → route → address. @type {Map<string, Map<string, string>>} */
const met = new Map();
/** Who looks at a route: the first who came there. @type {Map<string, string>} */
const finder = new Map();

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
 * @param {{ asked?: "all" | "axe" | "colours" | "no", name?: string }} [wish] what is asked of axe: all it knows in
 *   every theme, in one theme, of colours in one theme, nothing; name of the picture
 */
async function look(page, href, { lang, size, themes }, { asked = "all", name = route(href) } = {}) {
  const answer = await page.goto(href).catch((/** @type {Error} */ error) => error);
  if (answer instanceof Error) {
    // A file to take along is no page
    return answer.message.includes("Download is starting") ? [] : [`${href}: ${answer.message.split("\n")[0]}`];
  }
  const complaints = answer?.status() === 200 ? [] : [`it answers ${answer?.status()}`];
  complaints.push(...(await complaintsOf(page, lang)));
  const worn = asked === "no" ? [] : asked === "all" ? [...new Set(themes)] : themes.slice(0, 1);
  for (const [at, theme] of worn.entries()) {
    await dress(page, theme);
    const found = await (at === 0 && asked !== "colours" ? violations(page) : colours(page));
    complaints.push(...found.map((complaint) => `${theme}: ${complaint}`));
    await picture(page, name, `${lang.slice(0, 2)}-${size}-${theme}`);
  }
  return complaints.map((complaint) => `${href}: ${complaint}`);
}

/**
 * @param {Page} page
 * @param {Look} look
 */
async function speak(page, { lang }) {
  await page.context().addCookies([{ name: "xt_lang", value: lang, url: program.url }]);
}

/** @param {string[]} complaints */
function none(complaints) {
  assert.equal(complaints.length, 0, `\n${complaints.join("\n")}`);
}

for (const here of [PHONE, DESK, ...OTHERS]) {
  test(`the door, ${here.lang}, ${here.size}, ${here.themes.join(" and ")}`, () =>
    visit({ url: program.url, lang: here.lang, size: here.size }, async (page) => {
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

/** @param {string} person */
function find(person) {
  test(`${person} reads every page on the phone, in Chinese`, () =>
    visit({ url: program.url, size: PHONE.size, as: person }, async (page) => {
      await speak(page, PHONE);
      /** @type {Map<string, string>} */
      const routes = new Map(["/", "/menu", "/account"].map((href) => [href, href]));
      met.set(person, routes);
      const complaints = [];
      let layer = [...routes.entries()];
      for (let depth = 0; depth < DEPTH && layer.length; depth++) {
        const further = [];
        for (const [where, href] of layer) {
          const own = href === "/";
          const first = own || !finder.has(where);
          // What the menu offers, each person reads; what lies deeper, whoever comes there first
          if (depth > 1 && !first) continue;
          if (first && !own) finder.set(where, person);
          const name = own ? `start-${person}` : where;
          const asked = !first ? "no" : own || everything ? "all" : "axe";
          complaints.push(...(await look(page, href, PHONE, { asked, name })));
          for (const link of await links(page)) {
            if (routes.has(route(link))) continue;
            routes.set(route(link), link);
            further.push(/** @type {[string, string]} */ ([route(link), link]));
          }
        }
        layer = further;
      }
      none(complaints);
    }));
}

/**
 * @param {string} person
 * @param {Look} other
 */
function meetAgain(person, other) {
  test(`${person} meets them again at the ${other.size}, in ${other.lang}, ${other.themes.join(" and ")}`, () =>
    visit({ url: program.url, lang: other.lang, size: other.size, as: person }, async (page) => {
      await speak(page, other);
      const complaints = [];
      for (const [where, href] of met.get(person) ?? []) {
        const own = href === "/";
        if (own) complaints.push(...(await look(page, href, other, { name: `start-${person}` })));
        else if (finder.get(where) === person) {
          complaints.push(...(await look(page, href, other, { asked: everything ? "all" : "colours" })));
        }
      }
      none(complaints);
    }));
}

describe("every page, found by its links", SIDE_BY_SIDE, () => crawlers.forEach(find));

test("something leads to the pages that matter most", () => {
  for (const [person, where] of SURE.filter(([who]) => crawlers.includes(who))) {
    assert.ok(met.get(person)?.has(where), `nothing leads ${person} to ${where}`);
  }
});

for (const other of everything ? [DESK, ...OTHERS] : [DESK]) {
  describe(`every page, ${other.lang}, ${other.size}`, SIDE_BY_SIDE, () => crawlers.forEach((person) => meetAgain(person, other)));
}
