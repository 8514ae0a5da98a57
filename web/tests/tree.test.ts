import assert from "node:assert/strict";
import { test } from "node:test";
import { type Node, drop, fits, levelOf, placeOf, step } from "../islands/logic/tree.ts";

const leaf = (id: string): Node => ({ id, children: [] });

/** a ─ b(b1, b2(b21)) ─ c */
const course = (): Node[] => [
  leaf("a"),
  { id: "b", children: [leaf("b1"), { id: "b2", children: [leaf("b21")] }] },
  leaf("c"),
];

test("a thing knows its place and level", () => {
  assert.deepEqual(placeOf(course(), "b21"), { parent: "b2", position: 0 });
  assert.equal(levelOf(course(), "b21"), 3);
  assert.equal(levelOf(course(), "nowhere"), 0);
});

test("up and down stay among the siblings and stop at the ends", () => {
  assert.deepEqual(step(course(), "b", "up", 8), { parent: null, position: 0 });
  assert.deepEqual(step(course(), "b1", "down", 8), { parent: "b", position: 1 });
  assert.equal(step(course(), "a", "up", 8), "first");
  assert.equal(step(course(), "c", "down", 8), "last");
});

test("in goes to the end of the sibling above, out right after the former parent", () => {
  assert.deepEqual(step(course(), "c", "in", 8), { parent: "b", position: 2 });
  assert.deepEqual(step(course(), "b2", "out", 8), { parent: null, position: 2 });
  assert.equal(step(course(), "a", "in", 8), "deep");
  assert.equal(step(course(), "a", "out", 8), "shallow");
});

test("what hangs on a thing counts against the depth allowed", () => {
  assert.equal(step(course(), "b2", "in", 3), "deep");
  assert.deepEqual(step(course(), "b2", "in", 4), { parent: "b1", position: 0 });
  assert.equal(fits(course(), "b", "a", 3), false);
  assert.equal(fits(course(), "b", "a", 4), true);
});

test("nothing goes below itself", () => {
  assert.equal(fits(course(), "b", "b21", 8), false);
  assert.equal(drop(course(), "b", "b1", "before", 8), undefined);
});

test("a position is counted without the thing that moves", () => {
  assert.deepEqual(drop(course(), "a", "c", "after", 8), { parent: null, position: 2 });
  assert.deepEqual(drop(course(), "a", "c", "before", 8), { parent: null, position: 1 });
  assert.deepEqual(drop(course(), "c", "a", "before", 8), { parent: null, position: 0 });
  assert.deepEqual(drop(course(), "b1", "b", "inside", 8), { parent: "b", position: 1 });
});

test("letting fall where it already is does nothing", () => {
  assert.equal(drop(course(), "a", "b", "before", 8), undefined);
  assert.equal(drop(course(), "b21", "b2", "inside", 8), undefined);
});
