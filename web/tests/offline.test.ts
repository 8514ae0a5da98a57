import assert from "node:assert/strict";
import { test } from "node:test";
import { type Slip, type TakenLesson, type WaitingReport, after, bytes, counted, isGood, part, recorded, sentence, weight } from "../islands/logic/offline.ts";

const lesson: TakenLesson = {
  href: "/courses/a/lessons/b", course: "Course", title: "Lesson", size: 10, stamp: "v1", until: 1_000, token: "xt_1", seq: 1,
  watched: [], position: -1, checked: 0, added: [],
};
const report = (seconds: number, played: [number, number][] = []): WaitingReport => ({
  lesson: lesson.href, title: lesson.title, token: lesson.token, seq: 1, seconds, played, position: -1,
});

test("a kept lesson is good until its hour", () => {
  assert.equal(isGood(lesson, 999), true);
  assert.equal(isGood(lesson, 1_000), false);
});

test("what was recorded takes the next number and joins what was played before", () => {
  const slip = { lesson: lesson.href, seconds: 5 };
  const first: Slip = { ...slip, key: "a", played: [[0, 5_000]], position: 5_000 };
  const once = recorded(lesson, first);
  assert.ok(once);
  const twice = recorded(once, { ...slip, key: "b", played: [[4_000, 9_000]], position: 9_000 });
  assert.ok(twice);
  assert.deepEqual([twice.seq, twice.watched, twice.position], [3, [[0, 9_000]], 9_000]);
  assert.equal(recorded(twice, first), undefined, "a slip of a closed page that had come in");
});

test("a report weighs what was played, or the time of reading", () => {
  assert.equal(weight(report(12)), 12_000);
  assert.equal(weight(report(12, [[0, 20_000], [30_000, 31_000]])), 21_000);
});

test("the server's count is told, and a report whose answer was lost is not called lost", () => {
  assert.equal(counted(report(12), { added: { seconds: 7, played: 0 } }), 7_000);
  assert.equal(counted(report(12, [[0, 20_000]]), { added: { seconds: 12, played: 15_000 } }), 15_000);
  assert.equal(counted(report(12), { added: null }), 12_000);
  assert.equal(counted(report(12), {}), 12_000);
});

test("outcomes add up, say why, and begin anew another day", () => {
  const first = after(undefined, report(15), { taken: { added: { seconds: 15, played: 0 } } }, 0);
  assert.equal(sentence(first, false), "counted");
  const second = after(first, report(15), { taken: { done: true, added: { seconds: 5, played: 0 } } }, 10);
  assert.deepEqual([second.claimed, second.counted, second.done], [30_000, 20_000, true]);
  assert.equal(sentence(second, true), "more");
  assert.equal(sentence(second, false), "less");
  const third = after(second, report(15), { refused: "too late" }, 20);
  assert.deepEqual([third.claimed, third.counted, third.reason, third.done], [45_000, 20_000, "too late", true]);
  assert.equal(sentence(third, false), "lost");
  assert.equal(after(third, report(1), { taken: {} }, 8_000_000).claimed, 1_000);
});

test("where the limits of minors shorten what counts, the outcome says so", () => {
  const rule = "at most 30 minutes at a stretch";
  const limited = after(undefined, report(15), { taken: { added: { seconds: 4, played: 0 }, limited: rule } }, 0);
  assert.deepEqual([sentence(limited, false), limited.reason], ["lost", rule]);
  const then = after(limited, report(15), { taken: { added: { seconds: 15, played: 0 }, limited: null } }, 10);
  assert.equal(then.reason, rule);
});

test("ranges of kept files are those of a server", () => {
  const cases: [string | null, ReturnType<typeof part>][] = [
    [null, "whole"], ["bytes=0-9", [0, 9]], ["bytes=5-", [5, 99]], ["bytes=-10", [90, 99]], ["bytes=-500", [0, 99]],
    ["bytes=90-500", [90, 99]], ["bytes=100-", "outside"], ["bytes=9-5", "outside"], ["bytes=-0", "outside"],
    ["bytes=-", "whole"], ["bytes=1-2,5-6", "whole"], ["lines=1-2", "whole"],
  ];
  for (const [header, expected] of cases) assert.deepEqual(part(header, 100), expected, header ?? "none");
  assert.equal(part("bytes=-5", 0), "outside");
});

test("sizes are told in words", () => {
  assert.deepEqual([0, 1_499, 2_340_000, 56_000_000, 1_200_000_000].map(bytes), ["1 KB", "1 KB", "2.3 MB", "56 MB", "1.2 GB"]);
});
