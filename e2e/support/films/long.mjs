// A film of forty minutes for measuring: twenty chapters with a running clock, so that every place in it is known.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { STAGE, frame } from "./play.mjs";
import { moment } from "./read.mjs";

export const LONG = { name: "long", zh: "四十分钟计时片", en: "Forty minutes by the clock" };

/** Seconds of a chapter, and how often a caption tells where one is. */
const CHAPTER = 120;
const EVERY = 15;

/** What each chapter is good for. */
const CHAPTERS = [
  ["开始播放：几秒钟出画面", "How soon the picture comes"],
  ["进度上报：页面上的时间每隔几秒增加", "Reports: the counted time grows every few seconds"],
  ["暂停一分钟，计时也停", "Pause for a minute: counting stops"],
  ["调到 2 倍速，再调回来", "Double speed and back"],
  ["切换字幕语言", "Another language of captions"],
  ["断网一分钟，再连上", "A minute without network"],
  ["换一台设备接着看", "Go on with another device"],
  ["锁屏再打开", "Lock the screen and come back"],
  ["往回拖，重看一段", "Go back and watch again"],
  ["一半：核对进度是不是百分之五十", "Half: the progress says fifty per cent"],
  ["网络变慢，清晰度自动降低", "A slow line lowers the picture"],
  ["全屏和小窗", "Full screen and the small window"],
  ["写一条带时间的笔记", "A note with its time"],
  ["在线确认：答过之后接着计", "Presence: counting goes on after the answer"],
  ["连续学习四十五分钟的休息提醒", "The reminder to rest"],
  ["关掉页面，从断点打开", "Close the page, open it where it was"],
  ["重启服务器，记录不丢", "Restart the server: nothing is lost"],
  ["下载到本机离线看", "Taken along and watched off line"],
  ["最后四分钟：不要提前拖到末尾", "The last four minutes: no jump to the end"],
  ["看完：课程完成，学时入账", "The end: the course is complete, hours are booked"],
];

/** @param {"zh" | "en"} lang */
export function longCaptions(lang) {
  const cues = [];
  for (let at = 0; at < CHAPTERS.length * CHAPTER; at += EVERY) {
    const n = Math.floor(at / CHAPTER);
    const [zh = "", en = ""] = CHAPTERS[n] ?? [];
    const clock = moment(at).slice(3, 8);
    const words = lang === "zh" ? `${clock}　第 ${n + 1} 章　${zh}` : `${clock}  Chapter ${n + 1}: ${en}`;
    cues.push(`${moment(at)} --> ${moment(at + EVERY - 0.25)}\n${words}\n`);
  }
  return `WEBVTT\n\n${cues.join("\n")}`;
}

/**
 * @param {string} into folder
 * @param {(input: string[], into: string) => Promise<void>} encode
 */
export async function longFilm(into, encode) {
  const browser = await chromium.launch({
    executablePath: process.env.XINGTAN_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const stage = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await stage.setContent(STAGE);
    for (const [n, [zh = "", en = ""]] of CHAPTERS.entries()) {
      await frame(stage, { head: `${LONG.zh} · 第 ${n + 1} 章`, title: zh, sub: en }, join(into, `${n}.png`));
    }
  } finally {
    await browser.close();
  }
  const list = CHAPTERS.map((_, n) => `file '${n}.png'\nduration ${CHAPTER}\n`).join("");
  await writeFile(join(into, "list"), `${list}file '${CHAPTERS.length - 1}.png'\n`);
  const clock = "drawtext=font=monospace:fontsize=44:fontcolor=0x665f53:x=w-tw-60:y=50:text='%{pts\\:hms}'";
  const all = String(CHAPTERS.length * CHAPTER);
  await encode(["-f", "concat", "-i", "list", "-t", all, "-vf", `fps=2,${clock},format=yuv420p`], into);
}
