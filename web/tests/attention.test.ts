import assert from "node:assert/strict";
import { test } from "node:test";
import { Attention, DUE, verdict, watching } from "../islands/logic/attention.ts";
import { pause } from "../islands/logic/waiting.ts";

const seconds = (attention: Attention, count: number) => {
  for (let second = 0; second < count; second += 1) attention.tick(1000);
};

test("a report is due after fifteen seconds of attention", () => {
  const attention = new Attention("t");
  seconds(attention, DUE / 1000 - 1);
  assert.equal(attention.waiting.length, 0);
  seconds(attention, 1);
  assert.deepEqual(attention.waiting, [{ token: "t", seq: 1, seconds: 15 }]);
});

test("reports wait in order while the line is cut, and go one by one", () => {
  const attention = new Attention("t", 4);
  seconds(attention, 45);
  assert.deepEqual(attention.waiting.map((report) => report.seq), [4, 5, 6]);
  attention.taken(4);
  assert.deepEqual(attention.waiting.map((report) => report.seq), [5, 6]);
});

test("a pause closes the running report without losing a second, and an empty one is not sent", () => {
  const attention = new Attention("t");
  attention.cut();
  seconds(attention, 7);
  attention.cut();
  attention.cut();
  assert.deepEqual(attention.waiting, [{ token: "t", seq: 1, seconds: 7 }]);
});

test("the first report says that the lesson is in sight, once", () => {
  const attention = new Attention("t");
  attention.begin();
  attention.begin();
  seconds(attention, 3);
  attention.cut();
  assert.deepEqual(attention.waiting, [
    { token: "t", seq: 1, seconds: 0 },
    { token: "t", seq: 2, seconds: 3 },
  ]);
});

test("a device that slept has not studied", () => {
  const attention = new Attention("t");
  attention.tick(3_600_000);
  attention.cut();
  assert.deepEqual(attention.waiting, []);
});

test("hidden pauses everywhere, another window only where windows can overlap", () => {
  assert.equal(watching({ hidden: true, focused: true, coarse: true }), "hidden");
  assert.equal(watching({ hidden: false, focused: false, coarse: false }), "blurred");
  assert.equal(watching({ hidden: false, focused: false, coarse: true }), "running");
});

test("a fault of the server is tried again, a refusal is not", () => {
  assert.equal(verdict(204), "taken");
  assert.equal(verdict(503), "again");
  assert.equal(verdict(429), "again");
  assert.equal(verdict(409), "elsewhere");
  assert.equal(verdict(401), "ended");
});

test("tries grow rarer and never stop", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 50].map(pause), [2000, 4000, 8000, 16000, 30000, 30000]);
});
