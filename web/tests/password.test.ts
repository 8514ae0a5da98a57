import assert from "node:assert/strict";
import { test } from "node:test";
import { classes, met } from "../islands/logic/password.ts";

const fields: Record<string, string> = { "f-user": "Lin.Shulan", "f-new": "Apricot-2026" };
const field = (id: string) => fields[id] ?? "";

test("length counts characters, not code units", () => {
  assert.equal(met("length:4", "杏坛𠮷🌱", field), true);
  assert.equal(met("length:5", "杏坛𠮷🌱", field), false);
});

test("four kinds of character are told apart", () => {
  assert.equal(classes("abc"), 1);
  assert.equal(classes("aB3-"), 4);
  assert.equal(met("classes:3", "aB3", field), true);
});

test("the user name must not be part of it, in whatever case", () => {
  assert.equal(met("differs:f-user", "xlin.shulan9", field), false);
  assert.equal(met("differs:f-user", "apricot", field), true);
  assert.equal(met("differs:f-user", "", field), false);
});

test("the second entry must equal the first", () => {
  assert.equal(met("equals:f-new", "Apricot-2026", field), true);
  assert.equal(met("equals:f-new", "Apricot-2025", field), false);
});

test("a rule unknown here is left to the server", () => {
  assert.equal(met("history:5", "whatever", field), undefined);
});
