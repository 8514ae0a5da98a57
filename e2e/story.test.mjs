// The whole story of issue 2 on an empty folder, in Chinese and in English: an institution is set up, its people come
// from Excel, a course goes through the gate, a learner studies it on a phone, and everybody concerned sees the proof.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { closeBrowser, LANGS } from "./support/browser.mjs";
import { start } from "./support/program.mjs";
import { approve, assign, publish, sort, write } from "./support/story/course.mjs";
import { come, enter, enterFirst, firstSteps } from "./support/story/desk.mjs";
import { CHOSEN, learner, PLANS } from "./support/story/plan.mjs";
import { auditVerifies, departmentSees, see } from "./support/story/proof.mjs";
import { arrive, bringPeople, bringPeopleAgain, handOut, organise, setUp } from "./support/story/staff.mjs";
import { studyByKeys, studyOnPhone } from "./support/story/study.mjs";

/** @typedef {import("playwright-core").Page} Page */

after(closeBrowser);

/** One language alone, while one works on it: `XINGTAN_E2E_LANG=en`. */
const langs = LANGS.filter((lang) => lang === (process.env.XINGTAN_E2E_LANG ?? lang));

// Side by side, since much of a story is waiting: a page asks for its time, whoever reads it.
describe("the whole story", { concurrency: langs.length }, () => langs.forEach(tell));

/** @param {import("./support/browser.mjs").Lang} lang */
function tell(lang) {
  test(`from an empty folder to a proven credit, in ${lang}`, async (t) => {
    const plan = PLANS[lang];
    const env = { XINGTAN_BACKUP_PASSPHRASE: "a passphrase for one story" };
    const program = await start({ kind: null, env });
    const { url } = program;
    let broken = false;
    /** @param {string} name @param {() => Promise<void>} act */
    const step = (name, act) =>
      t.test(name, { skip: broken && "an earlier step failed" }, async () => {
        broken = true;
        await act();
        broken = false;
      });
    /** @param {string} user @param {(page: Page) => Promise<void>} story */
    const as = (user, story) =>
      come({ url, lang }, async (page) => {
        await enter(page, user);
        await story(page);
      });
    /** @type {Map<string, string>} */
    let passwords = new Map();
    /** @type {Map<string, string>} */
    let slips = new Map();
    const [onPhone, byKeys] = [learner(plan, 5), learner(plan, 6)];
    let file = "";
    let course = "";
    const { center } = plan.heads;

    try {
      await step("the wizard sets the institution up", () =>
        come({ url, lang }, async (page) => {
          slips = await setUp(page, plan, program.first());
        }));
      await step("the centre signs in and draws the organisation", () =>
        come({ url, lang }, async (page) => {
          await arrive(page, center.user, slips, "center-start-empty");
          await firstSteps(page, 0);
          await organise(page, plan);
          await firstSteps(page, 1);
        }));
      await step("500 people come from Excel, five faulty rows are named, a second time changes nothing", () =>
        as(center.user, async (page) => {
          file = await bringPeople(page, plan, program.data);
          passwords = await handOut(page);
          await bringPeopleAgain(page, file);
          await firstSteps(page, 2);
        }));
      await step("the teacher signs in for the first time and writes a course", async () => {
        await as(center.user, (page) => sort(page, plan));
        await come({ url, lang }, async (page) => {
          await arrive(page, plan.staff.teacher.user, passwords, "teacher-start");
          course = await write(page, plan);
        });
      });
      await step("a second person approves it, a third publishes it and assigns it to a position", async () => {
        await come({ url, lang }, async (page) => {
          await arrive(page, plan.staff.reviewer.user, passwords, "reviewer-start");
          await approve(page, plan);
        });
        await as(center.user, async (page) => {
          await publish(page, plan);
          await firstSteps(page, 3);
          await assign(page, plan);
          await firstSteps(page, 4);
        });
      });
      await step("one learner studies on a phone, another by the keyboard alone; both pass", async () => {
        await come({ url, lang }, (page) => enterFirst(page, byKeys.user, String(passwords.get(byKeys.user))));
        await Promise.all([
          come({ url, lang, size: "phone" }, (page) =>
            studyOnPhone(page, plan, onPhone.user, String(passwords.get(onPhone.user)))),
          come({ url, lang }, (page) => studyByKeys(page, plan, byKeys.user, CHOSEN)),
        ]);
      });
      await step("the department's contact sees it and takes it along as Excel", () =>
        come({ url, lang }, async (page) => {
          const { user } = plan.staff.contact;
          await enterFirst(page, user, String(passwords.get(user)));
          await departmentSees(page, plan, [onPhone, byKeys]);
        }));
      await step("the trail is verified on its page and on the command line", async () => {
        const { user } = plan.heads.audit;
        await come({ url, lang }, async (page) => {
          await enterFirst(page, user, String(slips.get(user)));
          await auditVerifies(page, plan);
        });
        const report = JSON.parse(await program.run("audit", "verify", "--json"));
        assert.equal(report.sound, true, JSON.stringify(report));
      });
      await step("a backup restored elsewhere shows the same pages", async () => {
        const pages = /** @type {Parameters<typeof see>[1]} */ ([
          [onPhone.user, "phone", ["/record", "/enrolments", course]],
          [plan.staff.contact.user, "desk", ["/department?state=done"]],
          [center.user, "desk", ["/organisation", "/positions", "/people?q=u0010", "/courses", "/assignments"]],
        ]);
        const before = await see({ url, lang }, pages);
        const made = JSON.parse(await program.run("backup", join(program.data, "backups"), "--json"));
        const elsewhere = await start({ kind: null, backup: made.file, env });
        try {
          const after = await see({ url: elsewhere.url, lang }, pages, "restored");
          assert.deepEqual(after, before);
          assert.equal(JSON.parse(await elsewhere.run("audit", "verify", "--json")).sound, true);
        } finally {
          await elsewhere.stop();
        }
      });
    } finally {
      await program.stop();
    }
  });
}
