// The films of the demo's role courses: what their descriptions promise, and that a demo with films shows lessons that
// play. scripts/demo-media makes the real ones; here one of two seconds stands for them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { closeBrowser, visit } from "./support/browser.mjs";
import { longCaptions } from "./support/films/long.mjs";
import { captions, descriptions, filmsOf, length } from "./support/films/read.mjs";
import { start } from "./support/program.mjs";
import { play, until } from "./support/story/film.mjs";

after(closeBrowser);

/** The cues of a WebVTT text: from, to and words. @param {string} vtt */
function cues(vtt) {
  const at = (/** @type {string} */ clock) => clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return [...vtt.matchAll(/^(\S+) --> (\S+)\n(.+)$/gm)].map(([, from = "", to = "", words = ""]) => ({
    from: at(from),
    to: at(to),
    words,
  }));
}

test("every role has eight films of one to two minutes and twenty minutes in all", async () => {
  const { shared, roles } = await descriptions();
  const names = roles.map(({ role }) => role).sort();
  assert.deepEqual(names, [
    "admin", "audit", "center", "contact", "learner", "manager", "reviewer", "security", "supervisor", "teacher",
  ]);
  for (const role of roles) {
    const films = filmsOf(role, shared);
    assert.equal(new Set(films.map(({ name }) => name)).size, films.length, `${role.role}: a film twice`);
    assert.ok(films.length >= 8, `${role.role}: ${films.length} films`);
    assert.ok(role.films.length >= 5, `${role.role}: ${role.films.length} films of its own`);
    const all = films.reduce((sum, film) => sum + length(film), 0);
    assert.ok(all >= 20 * 60, `${role.role}: ${all} s`);
    for (const film of films) assert.ok(length(film) >= 60 && length(film) <= 120, `${film.name}: ${length(film)} s`);
  }
});

test("captions stand in both languages, in order and within the film", async () => {
  const { shared, roles } = await descriptions();
  for (const film of [shared, ...roles].flatMap(({ films }) => films)) {
    assert.ok(film.zh && film.en && film.as, film.name);
    for (const { zh, en } of film.scenes) {
      assert.match(zh, /[\u4e00-\u9fff]/, film.name);
      assert.ok(en && !/[\u4e00-\u9fff]/.test(en), `${film.name}: ${zh}`);
      assert.ok(zh.length <= 70 && en.length <= 180, `${film.name}: too long for two lines or three: ${zh}`);
    }
    for (const lang of /** @type {const} */ (["zh", "en"])) {
      const all = cues(captions(film, lang));
      assert.equal(all.length, film.scenes.length, film.name);
      assert.ok(all.every(({ from, to }, n) => from < to && from >= (all[n - 1]?.to ?? 0)), film.name);
      assert.ok((all.at(-1)?.to ?? Infinity) <= length(film), film.name);
      // Read in peace: nobody needs more than 17 letters or 5 characters a second.
      for (const { from, to, words } of all) assert.ok(words.length / (to - from) <= (lang === "zh" ? 5 : 17), words);
    }
  }
  assert.equal(cues(longCaptions("zh")).at(-1)?.to, 40 * 60 - 0.25);
  assert.deepEqual(cues(longCaptions("zh")).map(({ from }) => from), cues(longCaptions("en")).map(({ from }) => from));
});

test("a demo with films has lessons that play, with captions; what was made once is taken in without ffmpeg", async () => {
  const folder = await mkdtemp(join(tmpdir(), "xingtan-media-"));
  try {
    await films(folder);
    await watched(folder, {});
    assert.equal((await readdir(join(folder, "made"))).length, 1);
    await watched(folder, { XINGTAN_FFMPEG: join(folder, "none"), XINGTAN_FFPROBE: join(folder, "none") });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** A folder as scripts/demo-media makes it, with one film. @param {string} folder */
async function films(folder) {
  await mkdir(join(folder, "films", "a"), { recursive: true });
  await promisify(execFile)("ffmpeg", [
    "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=2:duration=4",
    "-c:v", "libx264", "-pix_fmt", "yuv420p", join(folder, "films", "a", "film.mp4"),
  ]);
  const vtt = (/** @type {string} */ words) => `WEBVTT\n\n00:00.000 --> 00:04.000\n${words}\n`;
  await writeFile(join(folder, "films", "a", "zh.vtt"), vtt("先看截止日期。"));
  await writeFile(join(folder, "films", "a", "en.vtt"), vtt("Look at the deadline first."));
  const tracks = [
    { lang: "zh-Hans", label: "简体中文", file: "films/a/zh.vtt" },
    { lang: "en", label: "English", file: "films/a/en.vtt" },
  ];
  const role = { section: "看短片", syllabus: "- **看短片**\n", criteria: "\n短片要看完。\n", films: ["first"] };
  const index = {
    roles: { learner: role, contact: role },
    films: { first: { title: "打开今天", file: "films/a/film.mp4", tracks } },
  };
  await writeFile(join(folder, "index.json"), JSON.stringify(index));
}

/** @param {string} folder @param {Record<string, string>} env */
async function watched(folder, env) {
  const program = await start({ learners: 2, media: folder, env });
  try {
    await visit({ url: program.url, as: "learner" }, async (page) => {
      await page.goto("/enrolments");
      await page.locator("main").getByRole("link", { name: "学员上手课" }).first().click();
      await page.locator("main").getByRole("link", { name: "打开今天" }).first().click();
      await page.locator("video-player").waitFor();
      await play(page);
      await until(page, 1);
      const labels = await page.locator("video-player track").evaluateAll((all) => all.map((it) => it.getAttribute("label")));
      assert.deepEqual(labels, ["简体中文", "English"]);
    });
  } finally {
    await program.stop();
  }
}
