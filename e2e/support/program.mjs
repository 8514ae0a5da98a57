// Starts the program under test: an own data folder, a free port, a demo academy. Nothing is shared between
// test files, so they may run side by side.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const results = join(here, "..", "results");

/** The password of every demo person. */
export const PASSWORD = "xingtan-demo";

/** Every person whom each demo institution has. */
export const PEOPLE = [
  "admin", "center", "manager", "contact", "teacher", "reviewer", "supervisor", "learner", "learner2",
  "parent", "audit", "security", "service", "finance",
];

/** Variables of the tests; the program would call them unknown settings. */
const OURS = /^XINGTAN_(E2E_.*|DEMO_MEDIA|CHROMIUM|BIN)$/;

/**
 * @typedef {object} Program
 * @property {string} url address without a slash at the end
 * @property {string} data data folder
 * @property {(...args: string[]) => Promise<string>} run runs a command on the same data; gives its output
 * @property {() => string} first the link on the console that leads to the first-run wizard
 * @property {() => Promise<void>} stop ends the server as an operator would, and fails unless it ends well
 * @property {() => Promise<void>} restart stops the server and starts it on the same data and port
 */

/**
 * Makes a demo institution and serves it.
 *
 * @param {object} [wish]
 * @param {"academy" | "school" | "training" | null} [wish.kind] null: an empty folder, for the first-run wizard
 * @param {number} [wish.learners] generated learners beside the named people
 * @param {string} [wish.media] folder with films, for the demo
 * @param {string} [wish.backup] a backup that is restored into the empty folder first
 * @param {Record<string, string>} [wish.env] settings, as `XINGTAN_…`
 * @returns {Promise<Program>}
 */
export async function start({ kind = "academy", learners = 20, media = "", backup = "", env = {} } = {}) {
  const program = programPath();
  const data = await mkdtemp(join(tmpdir(), "xingtan-e2e-"));
  await mkdir(results, { recursive: true });
  const logPath = join(results, `${basename(process.argv[1] ?? "program", ".mjs")}.log`);
  const environment = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name))), ...env };

  /** @param {string[]} args */
  const run = async (...args) => {
    const child = spawn(program, [...args, "--data", data], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let complaint = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (complaint += chunk));
    const [status] = await once(child, "close");
    if (status !== 0) throw new Error(`xingtan ${args.join(" ")} ended with ${status}:\n${complaint}${output}`);
    return output;
  };

  if (backup) await run("restore", backup);
  if (kind) await run("demo", "--kind", kind, "--learners", String(learners), "--seed", "1", ...(media ? ["--media", media] : []));

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let said = "";
  let server = await serve();

  async function serve() {
    const log = createWriteStream(logPath, { flags: "a" });
    const args = ["serve", "--data", data, "--listen", `127.0.0.1:${port}`];
    const child = spawn(program, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    const ended = once(child, "exit");
    try {
      await ready(url, child);
    } catch (error) {
      child.kill("SIGKILL");
      throw new Error(`${error}\n${await readFile(logPath, "utf8")}`);
    }
    return { child, ended };
  }

  const halt = async () => {
    server.child.kill("SIGTERM");
    const late = setTimeout(() => server.child.kill("SIGKILL"), 20_000);
    const [status, signal] = await server.ended;
    clearTimeout(late);
    if (status !== 0) throw new Error(`the server ended with ${status ?? signal}; its log is ${logPath}`);
  };

  return {
    url,
    data,
    run,
    first: () => /http\S+\/setup\?code=\S+/.exec(said)?.[0] ?? "",
    restart: async () => {
      await halt();
      server = await serve();
    },
    stop: async () => {
      await halt();
      if (process.env.XINGTAN_E2E_KEEP) console.log(`kept ${data}`);
      else await rm(data, { recursive: true });
    },
  };
}

function programPath() {
  const path = process.env.XINGTAN_BIN;
  if (!path) throw new Error("XINGTAN_BIN names no program; `make e2e` sets it.");
  if (!existsSync(path)) throw new Error(`XINGTAN_BIN names ${path}, and nothing is there.`);
  return resolve(path);
}

/** @returns {Promise<number>} a port that nobody listens on now */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

/**
 * Waits until the server says that it is ready.
 *
 * @param {string} url
 * @param {import("node:child_process").ChildProcess} child
 */
async function ready(url, child) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} before it was ready`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error("the server was not ready after 60 s");
}
