// What the people of the story type, in both languages: the institution, its file of people, its course.

/** @typedef {import("../browser.mjs").Lang} Lang */
/** @typedef {{ name: string, user: string }} Someone */
/** @typedef {{ row: number, why: RegExp }} Fault */

/**
 * @typedef {object} Plan
 * @property {string} institution
 * @property {Record<"admin" | "center" | "security" | "audit", Someone>} heads
 * @property {{ company: string, workshop: string, quality: string, centre: string }} units
 * @property {{ operator: string, inspector: string }} positions
 * @property {Record<"teacher" | "reviewer" | "contact", Someone & { role: string }>} staff
 * @property {string} given how a name of the file begins
 * @property {{ unit: string, mail: string, position: string }} wrong what three faulty rows hold
 * @property {RegExp[]} whys what the report says of the five faulty rows, in their order
 * @property {Course} course
 * @property {string} wholeTerm what the page of a lesson says when it is done
 */

/**
 * @typedef {object} Course
 * @property {string} category
 * @property {string} title
 * @property {string} summary
 * @property {string} lecturer
 * @property {string} introduction
 * @property {string} objectives
 * @property {string} syllabus
 * @property {string} page title of the Markdown page
 * @property {string} text its Markdown
 * @property {string} heading of the text, as it is shown
 * @property {string} file name of the PDF
 * @property {string} quiz its title
 * @property {{ ask: string, options: string[], right: number[] }} single
 * @property {{ ask: string, options: string[], right: number[] }} multiple
 * @property {{ ask: string, right: boolean }} truth
 */

/** The password that everybody chooses. */
export const CHOSEN = "Wheat-lantern 27 rivers";

/** The lines of the file with people, without its head. */
export const ROWS = 500;

/** @type {Record<Lang, Plan>} */
export const PLANS = {
  "zh-CN": {
    institution: "清河集团",
    heads: {
      admin: { name: "高致远", user: "gao.zhiyuan" },
      center: { name: "周予安", user: "zhou.yuan" },
      security: { name: "秦望舒", user: "qin.wangshu" },
      audit: { name: "季明夷", user: "ji.mingyi" },
    },
    units: { company: "清河装备", workshop: "装配车间", quality: "质量部", centre: "培训部" },
    positions: { operator: "装配工", inspector: "检验员" },
    staff: {
      teacher: { name: "林书岚", user: "lin.shulan", role: "讲师" },
      reviewer: { name: "温以安", user: "wen.yian", role: "课程审核人" },
      contact: { name: "许知微", user: "xu.zhiwei", role: "培训联系人、学员" },
    },
    given: "学员",
    wrong: { unit: "铸造车间", mail: "mei.you.at", position: "飞行员" },
    whys: [/单位/, /用户名/, /填写/, /邮箱/, /岗位/],
    course: {
      category: "安全生产",
      title: "装配车间安全须知",
      summary: "上岗之前必须知道的三件事。",
      lecturer: "林书岚",
      introduction: "讲清装配车间里最常见的危险，以及怎样避开它们。",
      objectives: "学完后能够：\n\n- 说出上岗前的三件事\n- 独立按下急停",
      syllabus: "1. 上岗前的三件事\n2. 急停操作卡\n3. 小测",
      page: "上岗前的三件事",
      text: "## 先看，再动手\n\n1. 戴好**安全帽**。\n2. 检查急停按钮。\n3. 不懂就问。\n\n| 标志 | 意思 |\n| --- | --- |\n| 红色 | 禁止 |\n| 黄色 | 注意 |\n",
      heading: "先看，再动手",
      file: "急停操作卡.pdf",
      quiz: "安全小测",
      single: { ask: "上岗之前先做什么？", options: ["开机", "戴好安全帽", "吃早饭"], right: [1] },
      multiple: { ask: "看到危险应当做什么？", options: ["按急停", "告诉班组长", "等下班再说"], right: [0, 1] },
      truth: { ask: "不懂的时候可以先试一试。", right: false },
    },
    wholeTerm: "本课程已完成",
  },
  en: {
    institution: "Qinghe Group",
    heads: {
      admin: { name: "Gao Zhiyuan", user: "gao.zhiyuan" },
      center: { name: "Zhou Yuan", user: "zhou.yuan" },
      security: { name: "Qin Wangshu", user: "qin.wangshu" },
      audit: { name: "Ji Mingyi", user: "ji.mingyi" },
    },
    units: { company: "Qinghe Works", workshop: "Assembly", quality: "Quality", centre: "Training" },
    positions: { operator: "Fitter", inspector: "Inspector" },
    staff: {
      teacher: { name: "Lin Shulan", user: "lin.shulan", role: "Lecturer" },
      reviewer: { name: "Wen Yian", user: "wen.yian", role: "Course reviewer" },
      contact: { name: "Xu Zhiwei", user: "xu.zhiwei", role: "Training contact, Learner" },
    },
    given: "Learner",
    wrong: { unit: "Foundry", mail: "no.at.sign", position: "Pilot" },
    whys: [/unit/i, /user name/i, /fill|requir/i, /mail/i, /position/i],
    course: {
      category: "Safety",
      title: "Safety in assembly",
      summary: "Three things to know before the first shift.",
      lecturer: "Lin Shulan",
      introduction: "The commonest dangers of an assembly hall, and how to keep out of their way.",
      objectives: "Afterwards one can:\n\n- name three things to do before the shift\n- stop the line",
      syllabus: "1. Before the shift\n2. Emergency stop\n3. Quiz",
      page: "Before the first shift",
      text: "## Look before you touch\n\n1. Put your **helmet** on.\n2. Check the emergency stop.\n3. Ask when in doubt.\n\n| Sign | Meaning |\n| --- | --- |\n| red | forbidden |\n| yellow | take care |\n",
      heading: "Look before you touch",
      file: "emergency-stop.pdf",
      quiz: "What was learnt",
      single: { ask: "What comes first?", options: ["Start the line", "Put the helmet on", "Have breakfast"], right: [1] },
      multiple: { ask: "What do you do about a danger?", options: ["Press stop", "Tell the foreman", "Wait until the evening"], right: [0, 1] },
      truth: { ask: "When in doubt one may simply try.", right: false },
    },
    wholeTerm: "complete",
  },
};

/** @param {Plan} plan @param {number} n @returns {Someone} the learner of the nth line */
export function learner(plan, n) {
  return { name: `${plan.given} ${n}`, user: `u${String(n).padStart(4, "0")}` };
}

/**
 * 500 lines: three of the staff, learners of two units and positions, and five that cannot go in. The columns are
 * those of the program's template: name, user name, number, unit, position, roles, mail, mobile, password.
 *
 * @param {Plan} plan
 * @returns {{ rows: string[][], faults: Fault[] }}
 */
export function people(plan) {
  const { staff, units, positions, wrong } = plan;
  const rows = [
    [staff.teacher, units.centre], [staff.reviewer, units.centre], [staff.contact, units.workshop],
  ].map(([one, unit]) => {
    const { name, user, role } = /** @type {Plan["staff"]["teacher"]} */ (one);
    return [name, user, "", String(unit), "", role, `${user}@example.com`, "", ""];
  });
  for (let n = rows.length + 1; n <= ROWS; n += 1) {
    const { name, user } = learner(plan, n);
    const [unit, position] = n % 4 ? [units.workshop, positions.operator] : [units.quality, positions.inspector];
    rows.push([name, user, `QH${String(n).padStart(4, "0")}`, unit, position, "", `${user}@example.com`, "", ""]);
  }
  /** @type {[number, (row: string[]) => void][]} */
  const spoilt = [
    [60, (row) => (row[3] = wrong.unit)],
    [150, (row) => (row[1] = learner(plan, 149).user)],
    [240, (row) => (row[0] = "")],
    [330, (row) => (row[6] = wrong.mail)],
    [420, (row) => (row[4] = wrong.position)],
  ];
  const faults = spoilt.map(([n, spoil], i) => {
    spoil(/** @type {string[]} */ (rows[n - 1]));
    // The head is row 1 of the sheet.
    return { row: n + 1, why: /** @type {RegExp} */ (plan.whys[i]) };
  });
  return { rows, faults };
}

/** @param {string} words ASCII @returns {Buffer} a PDF of one page */
export function pdf(words) {
  const stream = `BT /F1 28 Tf 72 720 Td (${words}) Tj ET`;
  const parts = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const places = parts.map((part, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${part}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const end = text.length;
  text += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  text += `trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\nstartxref\n${end}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}
