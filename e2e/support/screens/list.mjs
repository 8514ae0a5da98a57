// Which screens are taken: as whom, where, what is done first, and what of the page matters.

/** @typedef {import("playwright-core").Page} Page */

/**
 * @typedef {object} Screen
 * @property {string} name as courses and manuals call it: `screen:NAME`
 * @property {string} as demo person; empty for a visitor
 * @property {"phone" | "desk"} size
 * @property {string} path
 * @property {(page: Page) => Promise<void>} [steps]
 * @property {string} [clip] selector of what matters; the window without it
 * @property {number} [height] most points from the top of that
 */

/** @param {RegExp | string} name */
const follow = (name) => async (/** @type {Page} */ page) => {
  await page.locator("main").getByRole("link", { name }).first().click();
  await page.waitForLoadState("networkidle");
};

/** What stands in the page, without menu and head. */
const HEART = "main > *";

/** The first line of a list, @param {Page} page */
const first = async (page) => {
  await page.locator("main tbody a").first().click();
  await page.waitForLoadState("networkidle");
};

/** A backup is made. @param {Page} page */
const backUp = async (page) => {
  await page.getByRole("button", { name: "现在备份" }).click();
  for (let tries = 0; tries < 40 && (await page.getByRole("button", { name: "检查" }).count()) === 0; tries += 1) {
    await page.waitForTimeout(500);
    await page.goto("/system/backups");
  }
  await page.waitForTimeout(1500);
  await page.goto("/system/backups");
};

/** The trail is verified. @param {Page} page */
const verify = async (page) => {
  await page.getByRole("button", { name: "现在校验" }).click();
  await page.waitForTimeout(4000);
  await page.goto("/audit");
};

/** Somebody who cannot sign in asks for help from elsewhere. @param {Page} page */
const askForHelp = async (page) => {
  await page.request.post("/sign-in/ticket", {
    form: { user: "learner2", name: "", contact: "分机 8021", message: "换了手机，忘记了密码，邮箱也没有登记。" },
  });
  await page.reload();
};

/**
 * @param {(page: Page) => Promise<void>} before
 * @param {string} name
 */
const then = (before, name) => async (/** @type {Page} */ page) => {
  await before(page);
  await follow(name)(page);
};

/** @type {Screen[]} */
export const SCREENS = [
  { name: "sign-in", as: "", size: "phone", path: "/sign-in", height: 640 },
  { name: "learner-today", as: "learner", size: "phone", path: "/today" },
  { name: "learner-courses", as: "learner", size: "phone", path: "/enrolments", height: 680 },
  { name: "learner-course", as: "learner", size: "phone", path: "/enrolments", steps: follow("学员上手课") },
  {
    name: "learner-lesson", as: "learner", size: "phone", path: "/enrolments",
    steps: async (page) => {
      await follow("学员上手课")(page);
      await follow("遇到问题怎么办")(page);
    },
  },
  {
    name: "learner-quiz", as: "learner", size: "phone", path: "/enrolments",
    steps: async (page) => {
      await follow("学员上手课")(page);
      await follow("学员上手测验")(page);
    },
  },
  { name: "learner-catalog", as: "learner", size: "phone", path: "/catalog" },
  { name: "learner-record", as: "learner", size: "phone", path: "/record" },
  { name: "learner-notices", as: "learner", size: "phone", path: "/notifications", height: 560 },
  { name: "learner-account", as: "learner", size: "phone", path: "/account" },
  { name: "learner-menu", as: "learner", size: "phone", path: "/menu" },

  { name: "teacher-desk", as: "teacher", size: "desk", path: "/teaching", height: 600 },
  { name: "teacher-tree", as: "teacher", size: "desk", path: "/courses?state=draft", steps: first, clip: HEART, height: 900 },
  {
    name: "teacher-page", as: "teacher", size: "desk", path: "/courses?state=draft", clip: HEART, height: 980,
    steps: async (page) => {
      await first(page);
      await page.locator("main a[href*='/edit/lessons/']", { hasText: "第一周" }).first().click();
      await page.waitForSelector("[data-preview] p");
    },
  },
  { name: "teacher-facts", as: "teacher", size: "desk", path: "/courses?state=draft", clip: HEART, height: 760, steps: then(first, "改课程信息") },
  {
    name: "teacher-quiz", as: "teacher", size: "desk", path: "/courses?state=draft", clip: HEART, height: 900,
    steps: async (page) => {
      await first(page);
      await page.locator("select[name=kind]").selectOption("quiz");
      await page.locator("input[name=lesson_title]").fill("新员工融入测验");
      await page.locator("form[action$='/edit/lessons'] button").click();
      await page.waitForLoadState("networkidle");
      await follow("编写题目")(page);
    },
  },
  { name: "teacher-progress", as: "teacher", size: "desk", path: "/courses?q=应急", clip: HEART, height: 760, steps: then(first, "学习进度") },

  { name: "reviewer-desk", as: "reviewer", size: "desk", path: "/reviews", height: 560 },
  { name: "reviewer-review", as: "reviewer", size: "desk", path: "/reviews", clip: HEART, height: 980, steps: first },

  { name: "center-desk", as: "center", size: "desk", path: "/desk", height: 760 },
  { name: "center-organisation", as: "center", size: "desk", path: "/organisation", clip: HEART, height: 760 },
  { name: "center-people", as: "center", size: "desk", path: "/people", clip: HEART, height: 700 },
  { name: "center-assignments", as: "center", size: "desk", path: "/assignments", clip: HEART, height: 700 },
  { name: "center-assign", as: "center", size: "desk", path: "/assignments/new", clip: HEART, height: 900 },
  { name: "center-open", as: "center", size: "desk", path: "/people/new", clip: HEART, height: 860 },

  { name: "manager-start", as: "manager", size: "desk", path: "/subsidiary", height: 760 },
  { name: "manager-import", as: "manager", size: "desk", path: "/people/import", clip: HEART, height: 760 },
  { name: "manager-tickets", as: "manager", size: "desk", path: "/people/tickets", clip: HEART, height: 560, steps: askForHelp },
  { name: "manager-person", as: "manager", size: "desk", path: "/people", clip: HEART, height: 900, steps: first },

  { name: "contact-start", as: "contact", size: "desk", path: "/department", height: 760 },
  { name: "contact-person", as: "contact", size: "desk", path: "/department", clip: HEART, height: 700, steps: first },

  { name: "admin-status", as: "admin", size: "desk", path: "/system", height: 820 },
  { name: "admin-backups", as: "admin", size: "desk", path: "/system/backups", clip: HEART, height: 760, steps: backUp },
  { name: "admin-jobs", as: "admin", size: "desk", path: "/system/jobs", clip: HEART, height: 640 },
  { name: "admin-settings", as: "admin", size: "desk", path: "/system/settings", clip: HEART, height: 860 },

  { name: "audit-start", as: "audit", size: "desk", path: "/audit", height: 720, steps: verify },
  { name: "audit-entries", as: "audit", size: "desk", path: "/audit/entries", clip: HEART, height: 760 },

  { name: "security-start", as: "security", size: "desk", path: "/security", height: 720 },
  { name: "security-policy", as: "security", size: "desk", path: "/security/policy", clip: HEART, height: 900 },
  { name: "security-sign-ins", as: "security", size: "desk", path: "/security/sign-ins", clip: HEART, height: 640 },
  { name: "security-sessions", as: "security", size: "desk", path: "/security/sessions", clip: HEART, height: 560 },
  { name: "security-access", as: "security", size: "desk", path: "/organisation/access?user=center", clip: HEART, height: 760 },

  { name: "supervisor-start", as: "supervisor", size: "desk", path: "/supervision", height: 760 },
  { name: "service-start", as: "service", size: "desk", path: "/service", height: 640 },
  { name: "finance-start", as: "finance", size: "desk", path: "/finance", height: 640 },
  { name: "parent-start", as: "parent", size: "phone", path: "/children" },
  { name: "parent-devices", as: "parent", size: "phone", path: "/account/sessions", height: 640 },
  { name: "finance-second", as: "finance", size: "phone", path: "/account/second-factor", height: 740 },
];
