import assert from "node:assert/strict";
import { test } from "node:test";
import { actOf, stepped } from "../islands/logic/keys.ts";
import { type Box, KeptReports, SILENT } from "../islands/logic/kept.ts";
import { MOST_STRETCHES, Played, clock, playing, reached, seekable, stretches, union } from "../islands/logic/played.ts";

/** Plays from `from` for `seconds` of the clock at `rate`, a tick each quarter of a second; answers place and moment. */
const play = (played: Played, from: number, seconds: number, rate = 1, now = 0) => {
  for (let step = 0; step <= seconds * 4; step += 1) played.tick(from + step * 250 * rate, now + step * 250, rate);
  return { position: from + seconds * 1000 * rate, now: now + seconds * 1000 };
};

test("playing begins with a report without time, once", () => {
  const played = new Played("t", 7);
  played.begin(4_000);
  played.begin(4_000);
  assert.deepEqual(played.waiting, [{ token: "t", seq: 7, seconds: 0, played: [], position: 4_000 }]);
});

test("fifteen seconds of playing are a report, and the next stretch joins on", () => {
  const played = new Played("t");
  play(played, 0, 31);
  assert.deepEqual(played.waiting.map(({ played }) => played), [[[0, 15_000]], [[15_000, 30_000]]]);
  assert.deepEqual(played.draft(), { token: "t", seq: 3, seconds: 1, played: [[30_000, 31_000]], position: 31_000 });
});

test("at double speed the stretch is twice as long as the time", () => {
  const played = new Played("t");
  play(played, 0, 15, 2);
  assert.deepEqual(played.waiting, [{ token: "t", seq: 1, seconds: 15, played: [[0, 30_000]], position: 30_000 }]);
});

test("a jump ends a stretch: what was skipped was not played", () => {
  const played = new Played("t");
  const { now } = play(played, 0, 4);
  play(played, 40_000, 3, 1, now + 250);
  play(played, 10_000, 2, 1, now + 4_000);
  played.cut();
  assert.deepEqual(played.waiting[0]?.played, [[0, 4_000], [40_000, 43_000], [10_000, 12_000]]);
});

test("a player that is made to run sixteen times as fast played nothing of it", () => {
  const played = new Played("t");
  play(played, 0, 4, 16);
  played.cut();
  assert.deepEqual(played.waiting, []);
});

test("a device that slept and a line that stalled add no time", () => {
  const played = new Played("t");
  const { position, now } = play(played, 0, 5);
  played.tick(position, now + 3_600_000, 1);
  play(played, position, 2, 1, now + 3_600_000);
  played.cut();
  assert.deepEqual(played.waiting, [{ token: "t", seq: 1, seconds: 7, played: [[0, 7_000]], position: 7_000 }]);
});

test("a phone in a pocket ticks seldom; what one heard counts all the same", () => {
  const played = new Played("t");
  for (let step = 0; step <= 10; step += 1) played.tick(step * 60_000, step * 60_000, 1);
  assert.equal(reached(union(played.waiting.flatMap(({ played }) => played))), 600_000);
});

test("a report carries no more stretches than the server takes", () => {
  const played = new Played("t");
  for (let jump = 0; jump < MOST_STRETCHES + 5; jump += 1) play(played, jump * 10_000, 0.25, 1, jump * 1_000);
  played.cut();
  assert.ok(played.waiting.every((report) => report.played.length <= MOST_STRETCHES));
  assert.equal(played.waiting.flatMap((report) => report.played).length, MOST_STRETCHES + 5);
});

test("where one goes without playing is told once, and only after playing has begun", () => {
  const played = new Played("t");
  played.at(9_000);
  assert.deepEqual(played.waiting, []);
  played.begin(0);
  played.at(9_000);
  played.at(9_400);
  assert.deepEqual(played.waiting.map(({ position }) => position), [0, 9_000]);
});

test("earlier reports go first, and end together when their session has ended", () => {
  const played = new Played("new");
  played.begin(0);
  const old = (seq: number) => ({ token: "old", seq, seconds: 1, played: [], position: 0 });
  played.before([old(3), old(4)]);
  assert.deepEqual(played.waiting.map(({ token, seq }) => `${token} ${seq}`), ["old 3", "old 4", "new 1"]);
  played.forget("old");
  assert.deepEqual(played.waiting.map(({ token }) => token), ["new"]);
});

test("stretches unite, and one is as far as there is no gap that counts", () => {
  assert.deepEqual(union([[5, 9], [0, 3], [3, 4], [8, 12], [20, 20]]), [[0, 4], [5, 12]]);
  assert.equal(reached([[0, 4_000], [6_500, 9_000], [12_500, 20_000]]), 9_000);
  assert.deepEqual(stretches("[[5,9],[0,6],[1]]"), [[0, 9]]);
  assert.deepEqual(stretches("<"), []);
});

test("one seeks within the medium, and no farther than the course allows", () => {
  assert.equal(seekable(-5, 60_000, null), 0);
  assert.equal(seekable(90_000, 60_000, null), 60_000);
  assert.equal(seekable(90_000, 60_000, 12_000), 12_000);
});

test("a film must be in sight, a sound need not be", () => {
  const now = { paused: false, stalled: false, hidden: true, apart: false, audio: false, offline: false };
  assert.equal(playing(now), "hidden");
  assert.equal(playing({ ...now, apart: true }), "running");
  assert.equal(playing({ ...now, audio: true }), "running");
  assert.equal(playing({ ...now, hidden: false, stalled: true }), "waiting");
  assert.equal(playing({ ...now, hidden: false, offline: true }), "offline");
  assert.equal(playing({ ...now, hidden: false, paused: true, offline: true }), "paused");
});

test("times are written as on every player", () => {
  assert.deepEqual([0, 59_999, 684_000, 3_723_000].map(clock), ["0:00", "0:59", "11:24", "1:02:03"]);
});

test("keys do what video pages have taught, and speeds step one by one", () => {
  assert.deepEqual(actOf("k"), actOf(" "));
  assert.deepEqual(actOf("j"), { act: "by", by: -10_000 });
  assert.equal(actOf("x"), undefined);
  const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];
  assert.deepEqual([stepped(speeds, 1, 1), stepped(speeds, 2, 1), stepped(speeds, 0.75, -1)], [1.25, 2, 0.75]);
});

/** A device's store. */
function box(): Box {
  const held = new Map<string, string>();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
    key: (index) => [...held.keys()][index] ?? null,
    get length() {
      return held.size;
    },
  };
}

const report = (token: string, seq: number) => ({ token, seq, seconds: 15, played: [], position: 0 });

test("what a dead phone did not send goes out when the lesson is opened again, under its own token", () => {
  const device = box();
  new KeptReports(device, "lesson", "old").keep([report("old", 2), report("old", 3)], 1_000);
  new KeptReports(device, "other", "x").keep([report("x", 1)], 1_000);
  const fresh = new KeptReports(device, "lesson", "new");
  assert.deepEqual(fresh.earlier(2_000), { reports: [], rest: true });
  assert.deepEqual(fresh.earlier(2_000 + SILENT), { reports: [report("old", 2), report("old", 3)], rest: false });
  fresh.done("old", [report("old", 3)], 3_000);
  assert.deepEqual(fresh.earlier(3_000).reports, [report("old", 3)]);
  fresh.done("old", [], 4_000);
  assert.deepEqual(fresh.earlier(5_000), { reports: [], rest: false });
});

test("a page that says that it goes is asked at once; what is weeks old is thrown away", () => {
  const device = box();
  new KeptReports(device, "lesson", "old").keep([report("old", 2)], 1_000, true);
  const fresh = new KeptReports(device, "lesson", "new");
  assert.equal(fresh.earlier(1_001).reports.length, 1);
  assert.deepEqual(fresh.earlier(30 * 24 * 3_600_000), { reports: [], rest: false });
  assert.equal(device.length, 0);
});

test("a device that keeps nothing breaks nothing", () => {
  const kept = new KeptReports(undefined, "lesson", "t");
  kept.keep([report("t", 1)], 0);
  assert.deepEqual(kept.earlier(0), { reports: [], rest: false });
});
