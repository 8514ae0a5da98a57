import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft, LONGEST, REST } from "../islands/logic/draft.ts";

function draft(): Draft<string> {
  let key = 0;
  return new Draft<string>(1, () => `key-${(key += 1)}`);
}

test("what is typed is saved after a rest, and after a while without one", () => {
  const it = draft();
  assert.equal(it.due(0), undefined);
  it.type("a", 0);
  assert.equal(it.due(0), REST);
  for (let now = 0; now <= LONGEST; now += 500) it.type("b", now);
  assert.equal(it.due(LONGEST), 0);
  assert.deepEqual(it.send(), { key: "key-1", version: 1, what: "b" });
});

test("one save is on its way at a time, and the next knows its count", () => {
  const it = draft();
  it.type("a", 0);
  it.send();
  it.type("ab", 1);
  assert.equal(it.due(9_999), undefined);
  assert.equal(it.send(), undefined);
  it.answer({ is: "saved", version: 2, words: "" });
  assert.equal(it.state, "typing");
  assert.deepEqual(it.send(), { key: "key-2", version: 2, what: "ab" });
  it.answer({ is: "saved", version: 3, words: "" });
  assert.deepEqual([it.state, it.open], ["clean", false]);
});

test("a save without an answer goes out again as it was, before anything newer", () => {
  const it = draft();
  it.type("a", 0);
  const first = it.send();
  it.type("ab", 1);
  it.answer({ is: "lost" });
  assert.equal(it.state, "offline");
  assert.equal(it.unsaved, "ab");
  assert.deepEqual(it.send(), first);
  it.answer({ is: "saved", version: 2, words: "" });
  assert.equal(it.send()?.what, "ab");
});

test("after somebody else saved, nothing goes out by itself, and what was typed is kept", () => {
  const it = draft();
  it.type("a", 0);
  it.send();
  it.answer({ is: "aside", words: "" });
  it.type("ab", 1);
  assert.deepEqual([it.state, it.send(), it.due(99_999), it.unsaved], ["aside", undefined, undefined, "ab"]);
});

test("what is wrong waits for the next key", () => {
  const it = draft();
  it.type("", 0);
  it.send();
  it.answer({ is: "refused", words: "" });
  assert.equal(it.due(99_999), undefined);
  it.type("a", 5);
  assert.equal(it.due(5), REST);
});

test("a count that something else on the page brought is the next one's", () => {
  const it = draft();
  it.follow(4);
  it.type("a", 0);
  assert.equal(it.send()?.version, 4);
});
