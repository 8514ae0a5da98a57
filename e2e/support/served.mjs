// A program for all tests of a file: made before the first of them, ended after the last, with the browser.

import { after, before } from "node:test";
import { closeBrowser } from "./browser.mjs";
import { start } from "./program.mjs";

/**
 * Serves a demo institution while the tests of a file run; before that nothing of it may be read.
 *
 * @param {Parameters<typeof start>[0]} [wish]
 * @returns {import("./program.mjs").Program}
 */
export function served(wish) {
  const program = /** @type {import("./program.mjs").Program} */ ({});
  before(async () => {
    Object.assign(program, await start(wish));
  });
  after(async () => {
    await closeBrowser();
    await program.stop();
  });
  return program;
}
