import { type Taken, after } from "../logic/offline.ts";
import type { Check } from "../player/check.ts";
import * as shelf from "./shelf.ts";
import { gather } from "./slips.ts";

/**
 * How sending ended. "nothing": there was nothing; "signin": somebody has to sign in first; "check": the server asks for
 * presence first; "held": it does not answer; "busy": another tab is at it.
 */
export type Sent = "nothing" | "sent" | "cut" | "held" | "signin" | "check" | "busy";

/** Sends what waits, one by one and in order; one tab at a time. */
export async function send(): Promise<Sent> {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (!locks) return sendAll();
  return locks.request("xingtan-offline", { ifAvailable: true }, (lock) => (lock ? sendAll() : "busy"));
}

async function sendAll(): Promise<Sent> {
  await gather();
  if (!navigator.onLine) return "cut";
  const waiting = await shelf.reports();
  if (!waiting.length) return "nothing";
  const gone = new Set<string>();
  for (const report of waiting) {
    if (gone.has(report.token)) continue;
    const { id, lesson, title, ...told } = report;
    let answer: Response;
    try {
      answer = await fetch(`${lesson}/attention`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(told),
        redirect: "manual",
      });
    } catch {
      return "cut";
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return "signin";
    if (answer.status === 429 || answer.status === 408 || answer.status >= 500) return "held";
    const body = (await answer.json().catch(() => undefined)) as (Taken & { check?: Check; detail?: string }) | undefined;
    if (answer.ok && body?.check) {
      await shelf.ask({ check: body.check, token: report.token, lesson });
      return "check";
    }
    const before = await shelf.outcome(lesson);
    if (answer.ok) {
      await shelf.settle(report, after(before, report, { taken: body ?? {} }, Date.now()), false);
    } else {
      gone.add(report.token);
      let became = before;
      for (const lost of waiting.slice(waiting.indexOf(report)).filter(({ token }) => token === report.token)) {
        became = after(became, lost, { refused: body?.detail ?? "" }, Date.now());
      }
      if (became) await shelf.settle(report, became, true);
    }
  }
  return "sent";
}
