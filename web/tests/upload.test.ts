import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { markOf, sha256 } from "../islands/logic/mark.ts";
import { percent, size } from "../islands/logic/size.ts";

test("the own SHA-256 is that of everybody", () => {
  for (const text of ["", "abc", "讲义（第三版）.pdf|1048576|1700000000000", "x".repeat(55), "x".repeat(56), "x".repeat(200)]) {
    assert.equal(sha256(text), createHash("sha256").update(text).digest("hex"));
  }
});

test("a file is marked by name, size and its last change", () => {
  const file = { name: "a.mp4", size: 3, lastModified: 5 };
  assert.equal(markOf(file), createHash("sha256").update("a.mp4|3|5").digest("hex"));
  assert.notEqual(markOf(file), markOf({ ...file, lastModified: 6 }));
});

test("sizes are read in steps of a thousand, and 100 % is all of it", () => {
  assert.deepEqual([1, 999_000, 8_388_608, 4_294_967_296].map(size), ["1 KB", "999 KB", "8.4 MB", "4.29 GB"]);
  assert.deepEqual([percent(0, 9), percent(999, 1000), percent(9, 9), percent(0, 0)], [0, 99, 100, 0]);
});
