// What those do who run an institution: set it up, draw its organisation, bring its people in, hand out passwords.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { enterFirst, follow, meet, said, send } from "./desk.mjs";
import { CHOSEN, people, ROWS } from "./plan.mjs";
import { readSheet, writeSheet } from "./sheet.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./plan.mjs").Plan} Plan */
/** @typedef {Map<string, string>} Passwords first passwords by user name */

/**
 * The wizard of an empty folder: the administrator's own account and those of three more heads.
 *
 * @param {Page} page
 * @param {Plan} plan
 * @param {string} link the one on the console
 * @returns {Promise<Passwords>}
 */
export async function setUp(page, plan, link) {
  assert.equal(new URL(page.url()).pathname, "/setup", "an empty folder leads to the wizard");
  await page.goto(link);
  await meet(page, "setup-1-institution");
  await send(page, "/setup", { kind: "academy", name: plan.institution });
  const { admin, center, security, audit } = plan.heads;
  await meet(page, "setup-2-others");
  await send(page, "/setup", {
    center_name: center.name, center_user: center.user,
    security_name: security.name, security_user: security.user,
    audit_name: audit.name, audit_user: audit.user,
  });
  await meet(page, "setup-3-own");
  await send(page, "/setup", {
    own_name: admin.name, user: admin.user, password: CHOSEN, again: CHOSEN, agree: "yes",
  });
  assert.equal(new URL(page.url()).pathname, "/setup/done");
  await meet(page, "setup-4-slips");
  const passwords = await slips(page);
  assert.deepEqual([...passwords.keys()].sort(), [audit.user, security.user, center.user]);
  await send(page, "/setup/done");
  await meet(page, "admin-start");
  return passwords;
}

/** Slips that the page shows: user name and password. @param {Page} page @returns {Promise<Passwords>} */
async function slips(page) {
  const found = await page.locator(".slip").evaluateAll((all) =>
    all.map((slip) => [...slip.querySelectorAll("dd")].map((it) => it.textContent?.trim() ?? "")),
  );
  return new Map(found.map((cells) => [String(cells.at(-2)), String(cells.at(-1))]));
}

/**
 * Units and positions, by their forms.
 *
 * @param {Page} page of the centre
 * @param {Plan} plan
 */
export async function organise(page, plan) {
  const { company, workshop, quality, centre } = plan.units;
  await follow(page, "/organisation");
  await meet(page, "organisation-empty");
  // A list of lines, indented by what lies below what, is looked over before it is added.
  await page.locator('main .page-head a[href$="/several"]').click();
  await meet(page, "units-list");
  const kinds = { kind: "subsidiary", kind_below: "department" };
  await send(page, "…/several", { list: `${company}\n  ${workshop}\n  ${quality}\n`, ...kinds });
  await meet(page, "units-checked");
  await send(page, "…/several", {}, "button[name=add]");
  await send(page, "…/children", { child_name: centre, child_kind: "department" });
  await page.locator("main .tree-list a", { hasText: company }).click();
  await meet(page, "unit");
  await follow(page, "/organisation");
  for (const name of [company, workshop, quality, centre]) assert.ok((await said(page)).includes(name), name);
  await meet(page, "organisation");
  await follow(page, "/positions");
  for (const name of Object.values(plan.positions)) await send(page, "/positions", { name });
  for (const name of Object.values(plan.positions)) assert.ok((await said(page)).includes(name), name);
  await meet(page, "positions");
}

/**
 * The program's template is filled with 500 people, five of them faulty, and imported.
 *
 * @param {Page} page of the centre
 * @param {Plan} plan
 * @param {string} folder where the file is made
 * @returns {Promise<string>} the file
 */
export async function bringPeople(page, plan, folder) {
  await follow(page, "/people");
  await follow(page, "/people/import");
  await meet(page, "import");
  const [template] = await Promise.all([
    page.waitForEvent("download"), page.locator('a[href="/people/import/template"]').click(),
  ]);
  const [head = []] = readSheet(await readFile(await template.path()));
  assert.equal(head.length, 9, `the template's columns: ${head}`);
  const { rows, faults } = people(plan);
  const file = join(folder, "people.xlsx");
  await writeFile(file, writeSheet([head, ...rows]));

  await upload(page, file);
  await meet(page, "import-preview");
  assert.deepEqual(await counts(page), [ROWS - faults.length, 0, 0, faults.length], "the preview foretells it");
  // Not the button that adds the missing position, too.
  const start = page.locator('main .form-actions form[action$="/start"] button');
  await Promise.all([page.waitForEvent("load"), start.click()]);
  await done(page);
  await meet(page, "import-report");
  assert.deepEqual(await counts(page), [ROWS - faults.length, 0, 0, faults.length]);
  const told = await page.locator("section[aria-labelledby=report] tbody tr").evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "")),
  );
  assert.deepEqual(told.map(([row]) => Number(row)), faults.map(({ row }) => row));
  for (const [i, { why }] of faults.entries()) assert.match(told[i]?.slice(2).join(": ") ?? "", why);
  const [errors] = await Promise.all([
    page.waitForEvent("download"), page.locator('a[href$="/errors.xlsx"]').click(),
  ]);
  const faulty = readSheet(await readFile(await errors.path()));
  assert.equal(faulty.length, 1 + faults.length, "the file of faulty rows holds just these");
  return file;
}

/**
 * The same file once more changes nothing.
 *
 * @param {Page} page of the centre
 * @param {string} file
 */
export async function bringPeopleAgain(page, file) {
  await follow(page, "/people");
  await follow(page, "/people/import");
  await upload(page, file);
  assert.deepEqual(await counts(page), [0, 0, ROWS - 5, 5], "the preview tells that nothing would change");
  assert.equal(await page.locator('main .form-actions form[action$="/start"]').count(), 0, "there is nothing to start");
  await meet(page, "import-again");
}

/** @param {Page} page @param {string} file */
async function upload(page, file) {
  await page.locator("input[type=file]").setInputFiles(file);
  await send(page, "/people/import");
}

/** Waits until the page has told the end of a run. @param {Page} page */
async function done(page) {
  await page.locator("main dl.stats").waitFor({ timeout: 60_000 });
}

/** Made, changed, unchanged, refused. @param {Page} page */
async function counts(page) {
  const texts = await page.locator("main dl.stats dd").allInnerTexts();
  return texts.map((text) => Number(text.replaceAll(",", "")));
}

/**
 * The slips of those who were imported, printed portion by portion.
 *
 * @param {Page} page of the centre, on the report of the import
 * @returns {Promise<Passwords>}
 */
export async function handOut(page) {
  await follow(page, "/people/slips/…");
  await meet(page, "slips");
  /** @type {Passwords} */
  const passwords = new Map();
  for (let portion = 1; ; portion += 1) {
    await send(page, new URL(page.url()).pathname, {}, "button[type=submit]:not([value=pdf])");
    if (new URL(page.url()).pathname === "/account/proof") {
      if (portion === 1) await meet(page, "proof");
      await send(page, "/account/proof", { password: CHOSEN });
      continue;
    }
    if (portion === 1) await meet(page, "slips-print");
    for (const [user, password] of await slips(page)) passwords.set(user, password);
    if (!(await page.locator('a[href^="/people/slips/"]').count())) return passwords;
    await follow(page, "/people/slips/…");
  }
}

/**
 * The first sign-in of one of the heads, up to the start page.
 *
 * @param {Page} page
 * @param {string} user
 * @param {Passwords} passwords
 * @param {string} name of the picture of the start page
 */
export async function arrive(page, user, passwords, name) {
  await meet(page, "sign-in");
  await enterFirst(page, user, String(passwords.get(user)), true);
  await meet(page, name);
}
