import { type TakenLesson, isGood } from "../logic/offline.ts";
import { FRESH, TAKEN, UNTIL } from "./names.ts";
import * as shelf from "./shelf.ts";

/** Why a lesson could not be taken along; `said` in the server's words. */
export class NotTaken extends Error {
  constructor(
    readonly why: "refused" | "full" | "failed" | "kept",
    readonly said = "",
    readonly size = 0,
  ) {
    super(why);
  }
}

/** What the offline page of a lesson says of itself. */
interface Offer {
  lesson: TakenLesson;
  /** Files to keep with their sizes, and what the page itself is made of. */
  files: { href: string; size: number }[];
  page: Response;
  text: string;
  parts: string;
  needs: string[];
}

/** Whether this browser can take lessons along at all. */
export function able(): boolean {
  return "serviceWorker" in navigator && typeof caches !== "undefined" && typeof indexedDB !== "undefined";
}

/** About how many bytes still fit; undefined where the browser does not say. */
export async function room(): Promise<number | undefined> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined ? undefined : Math.max(0, quota - (usage ?? 0));
  } catch {
    return undefined;
  }
}

/** Asks the server for a lesson to take along; access is judged there. */
export async function offer(href: string, signal?: AbortSignal): Promise<Offer> {
  const wish: RequestInit = { headers: { [FRESH]: "1", accept: "text/html" }, redirect: "manual", cache: "no-store" };
  let page: Response;
  try {
    page = await fetch(`${href}/taken`, signal ? { ...wish, signal } : wish);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new NotTaken("failed");
  }
  const text = await page.clone().text();
  const document = new DOMParser().parseFromString(text, "text/html");
  if (!page.ok) {
    const said = document.querySelector("main p")?.textContent ?? "";
    throw new NotTaken([403, 404, 410].includes(page.status) ? "refused" : "failed", said);
  }
  const island = document.querySelector<HTMLElement>("taken-lesson");
  if (!island) throw new NotTaken("failed");
  const { course = "", title = "", token = "", stamp = "", until = "", files = "[]", parts = "", needs = "" } = island.dataset;
  const own = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], article img")]
    .map((element) => element.getAttribute("href") ?? element.getAttribute("src") ?? "")
    .concat([...document.querySelectorAll("use")].slice(0, 1).map((use) => use.getAttribute("href")?.split("#")[0] ?? ""))
    .filter((address) => address.startsWith("/"));
  const named = JSON.parse(files) as { href: string; size: number }[];
  return {
    lesson: {
      href, course, title, token, stamp, until: Date.parse(until), size: text.length, seq: 1, watched: [], position: -1,
      checked: Date.now(), added: [],
    },
    files: [...named, ...own.map((address) => ({ href: address, size: 0 }))],
    page,
    text,
    parts,
    needs: needs.split(" ").filter(Boolean),
  };
}

/** Takes a lesson along: its files, and at last its page, so that a page that is there is whole. */
export async function take(
  href: string,
  signal: AbortSignal,
  told: (got: number, of: number) => void,
): Promise<TakenLesson> {
  const offered = await offer(href, signal);
  const { lesson } = offered;
  const files = [...offered.files, ...(await chunks(offered, signal)).map((address) => ({ href: address, size: 0 }))];
  const total = files.reduce((sum, { size }) => sum + size, lesson.size);
  const free = await room();
  if (free !== undefined && free < total + 5_000_000) throw new NotTaken("full", "", total);
  const cache = await caches.open(TAKEN).catch(() => undefined);
  if (!cache) throw new NotTaken("kept");
  let got = 0;
  told(got, total);
  try {
    for (const file of files) {
      const hashed = file.href.startsWith("/assets/") || file.href.startsWith("/brand/");
      if (hashed && (await cache.match(file.href))) continue;
      const answer = await fetch(file.href, { headers: { [FRESH]: "1" }, redirect: "error", signal });
      if (!answer.ok) throw new NotTaken("failed");
      let size = 0;
      const counted = through(answer, (n) => {
        size += n;
        got += n;
        told(Math.min(got, total), total);
      });
      await cache.put(file.href, dress(answer, counted, lasts(file.href) ? lesson.until : undefined));
      if (!hashed) lesson.size += size;
    }
    await cache.put(`${href}/taken`, dress(offered.page, offered.text, lesson.until));
    const before = await shelf.lesson(href);
    const same = before?.stamp === lesson.stamp;
    await shelf.keepLesson(same ? { ...lesson, watched: before.watched, position: before.position } : lesson);
    void navigator.storage?.persist?.();
  } catch (error) {
    await remove(href);
    if (signal.aborted || error instanceof NotTaken) throw error;
    throw new NotTaken((error as Error).name === "QuotaExceededError" ? "full" : "failed", "", total);
  }
  return lesson;
}

/** Removes a lesson from the device; reports of it still go out. */
export async function remove(href: string): Promise<void> {
  const cache = await caches.open(TAKEN);
  const own = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith(`${href}/taken`));
  await Promise.all(own.map((request) => cache.delete(request)));
  await shelf.dropLesson(href);
  // Pictures and scripts are shared between lessons; with the last of those they go
  if (!(await shelf.lessons()).length) await caches.delete(TAKEN);
}

/**
 * Asks the server about a lesson on the device: good for another week, or gone because the enrolment ended or another
 * version took its place. "unknown": the line is cut, or somebody has to sign in first.
 */
export async function renew(kept: TakenLesson): Promise<"good" | "gone" | "unknown"> {
  let offered: Offer;
  try {
    offered = await offer(kept.href);
  } catch (error) {
    if (!(error instanceof NotTaken) || error.why !== "refused") return "unknown";
    await remove(kept.href);
    return "gone";
  }
  if (offered.lesson.stamp !== kept.stamp) {
    await remove(kept.href);
    return "gone";
  }
  const cache = await caches.open(TAKEN);
  const addresses = [...offered.files.map(({ href }) => href), ...(await chunks(offered))];
  for (const address of addresses) {
    const answer = await cache.match(address);
    if (!answer) {
      const fresh = await fetch(address, { headers: { [FRESH]: "1" } });
      if (fresh.ok) await cache.put(address, dress(fresh, fresh.body, lasts(address) ? offered.lesson.until : undefined));
    } else if (lasts(address)) {
      await cache.put(address, dress(answer, await answer.blob(), offered.lesson.until));
    }
  }
  await cache.put(`${kept.href}/taken`, dress(offered.page, offered.text, offered.lesson.until));
  const now = (await shelf.lesson(kept.href)) ?? kept;
  const { token, until, checked } = offered.lesson;
  await shelf.keepLesson({ ...now, token, until, checked, seq: 1 });
  return "good";
}

/** Whether a file carries its own hour: pictures do; files of a lesson are as good as its page, and scripts are nobody's. */
function lasts(address: string): boolean {
  return /^\/courses\/[^/]+\/pictures\//.test(address);
}

/** Lessons whose week is over leave the device; those of the others stay to be asked about. */
export async function sweep(): Promise<TakenLesson[]> {
  const all = await shelf.lessons();
  const [now, good] = [Date.now(), [] as TakenLesson[]];
  for (const kept of all) {
    if (isGood(kept, now)) good.push(kept);
    else await remove(kept.href);
  }
  return good;
}

/** The scripts that the page's islands are made of. */
async function chunks({ parts, needs }: Offer, signal?: AbortSignal): Promise<string[]> {
  const answer = await fetch(parts, signal ? { signal } : {}).catch(() => undefined);
  if (!answer?.ok) throw new NotTaken("failed");
  const all = (await answer.json()) as Record<string, string[]>;
  return ["taken-lesson", "offline-sender", ...needs].flatMap((name) => all[name] ?? []);
}

/** The same bytes, each piece told as it passes. */
function through(answer: Response, told: (bytes: number) => void): ReadableStream<Uint8Array> | null {
  const reader = answer.body?.getReader();
  if (!reader) return null;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      told(value.length);
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** An answer to keep: its own headers without those of the transport, and until when it may be shown. */
function dress(answer: Response, body: BodyInit | null, until?: number): Response {
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "content-range", "transfer-encoding", "set-cookie"]) headers.delete(name);
  if (until !== undefined) headers.set(UNTIL, String(until));
  return new Response(body, { status: 200, headers });
}
