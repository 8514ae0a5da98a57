import assert from "node:assert/strict";
import { test } from "node:test";
import { type Mark, marked } from "../islands/logic/marks.ts";

const samples = { words: "words", column: "Column" };

/** The selection stands between « and » before, and is asked for between them afterwards. */
function check(mark: Mark, before: string, expected: string): void {
  const start = before.indexOf("«");
  const end = before.indexOf("»") - 1;
  const text = before.replace("«", "").replace("»", "");
  const change = marked(mark, { text, start, end }, samples);
  const after = text.slice(0, change.from) + change.put + text.slice(change.to);
  const shown = `${after.slice(0, change.start)}«${after.slice(change.start, change.end)}»${after.slice(change.end)}`;
  assert.equal(shown, expected);
}

test("bold stands around the words, and comes off again", () => {
  check("bold", "先«断电»。", "先**«断电»**。");
  check("bold", "先**«断电»**。", "先«断电»。");
  check("bold", "先«»。", "先**«words»**。");
});

test("a heading, a list and steps stand before lines", () => {
  check("heading", "a\nb«»c", "a\n## bc«»");
  check("list", "a\n«b\nc»\nd", "a\n«- b\n- c»\nd");
  check("list", "«- b\n- c»", "«b\nc»");
  check("steps", "«b\n\nc»", "«1. b\n\n2. c»");
  check("quote", "«»", "> «»");
});

test("a link asks for its address, or for its words where the address is there", () => {
  check("link", "see «the rules»", "see [the rules](«https://»)");
  check("link", "«https://example.org/a»", "[«words»](https://example.org/a)");
});

test("tables and code of several lines are paragraphs of their own", () => {
  check("code", "a «b» c", "a `«b»` c");
  check("code", "a\n«b\nc»", "a\n\n```\n«b\nc»\n```\n");
  check("table", "a«»", "a\n\n| Column 1 | Column 2 |\n| --- | --- |\n|  |  |\n«»\n");
});

test("a formula stands between dollars", () => {
  check("formula", "«E = mc^2»", "$«E = mc^2»$");
});
