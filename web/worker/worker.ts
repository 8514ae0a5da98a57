/**
 * The service worker, served as `/worker.js` for the whole site. Pages come from the server; without a line a page of
 * its own is shown, which lists the lessons that were taken along. Only styles, scripts and that page are kept by
 * default, nothing of anybody; lessons are kept because somebody took them along, and go when somebody signs out.
 */
import { FRESH, SHELL, STATIC, TAKEN, TAKEN_PATH, UNTIL } from "../islands/offline/names.ts";
import { purge } from "../islands/offline/shelf.ts";
import { part } from "../islands/logic/offline.ts";

/** Styles and scripts that are kept from the beginning; written in by the build. */
declare const KEPT: string[];
declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(hear(event)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || request.headers.has(FRESH)) return;
  const page = request.mode === "navigate";
  if (page && request.method === "POST" && url.pathname === "/sign-out") return event.respondWith(signOut(request));
  if (request.method !== "GET") {
    if (page) event.respondWith(fetch(request).catch(shell));
    return;
  }
  const taken = TAKEN_PATH.exec(url.pathname);
  if (taken) event.respondWith(kept(request, taken[1] ?? "", page));
  else if (url.pathname.startsWith("/assets/") || url.pathname.startsWith("/brand/")) event.respondWith(asset(request));
  else if (page) event.respondWith(fetch(request).catch(() => instead(url)));
  else if (/^\/courses\/[^/]+\/pictures\//.test(url.pathname)) event.respondWith(picture(request));
});

async function install(): Promise<void> {
  const cache = await caches.open(STATIC);
  await Promise.all(KEPT.map(async (address) => {
    if (await cache.match(address)) return;
    const answer = await fetch(address);
    if (answer.ok) await cache.put(address, answer);
  }));
  await keepShell();
}

/** Styles and scripts of former versions go, except what a kept lesson has beside itself. */
async function activate(): Promise<void> {
  const cache = await caches.open(STATIC);
  const now = new Set([...KEPT, ...(await shellParts())]);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/assets/") && !now.has(pathname)) await cache.delete(request);
  }
  await self.clients.claim();
}

async function hear(event: ExtendableMessageEvent): Promise<void> {
  const said = event.data as { type?: string; look?: string };
  if (said.type === "take-over") {
    const open = await self.clients.matchAll({ type: "window" });
    if (open.length <= 1) await self.skipWaiting();
  }
  if (said.type === "look") {
    const cache = await caches.open(STATIC);
    const former = await (await cache.match("/look"))?.text();
    if (former === said.look) return;
    await keepShell();
    await cache.put("/look", new Response(said.look ?? ""));
  }
}

/** The page that is shown without a line, with what it is made of. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(STATIC);
  const answer = await fetch(SHELL, { headers: { [FRESH]: "1" } });
  // Before the institution is set up there is none
  if (!answer.ok || answer.redirected) return;
  await cache.put(SHELL, answer);
  for (const address of await shellParts()) {
    if (await cache.match(address)) continue;
    const file = await fetch(address);
    if (file.ok) await cache.put(address, file);
  }
}

async function shellParts(): Promise<string[]> {
  const text = (await (await (await caches.open(STATIC)).match(SHELL))?.text()) ?? "";
  const found = text.matchAll(/(?:href|src)="(\/(?:assets|brand)\/[^"#]+)/g);
  return [...new Set(Array.from(found, ([, address]) => address ?? ""))];
}

async function shell(): Promise<Response> {
  const page = await (await caches.open(STATIC)).match(SHELL);
  return page ?? new Response("", { status: 503, statusText: "no line", headers: { "retry-after": "10" } });
}

/** Without a line: the kept lesson in place of the lesson, the list in place of any other page. */
async function instead(url: URL): Promise<Response> {
  const taken = await (await caches.open(TAKEN)).match(`${url.pathname}/taken`);
  if (taken && isGood(taken)) return Response.redirect(`${url.pathname}/taken`, 302);
  return shell();
}

/** A kept lesson and its files: from the device while its page is good; what is not kept there, from the server. */
async function kept(request: Request, lesson: string, page: boolean): Promise<Response> {
  const cache = await caches.open(TAKEN);
  const whole = await cache.match(`${lesson}/taken`);
  const found = whole && isGood(whole) && (await cache.match(new URL(request.url).pathname));
  if (found) return cut(found, request.headers.get("range"));
  return fetch(request).catch(() => (page ? shell() : Response.error()));
}

function isGood(answer: Response): boolean {
  return Date.now() < Number(answer.headers.get(UNTIL) ?? "0");
}

/** The part of a kept file that is asked for. */
async function cut(answer: Response, range: string | null): Promise<Response> {
  if (range === null) return answer;
  const bytes = await answer.blob();
  const asked = part(range, bytes.size);
  const headers = new Headers(answer.headers);
  headers.set("accept-ranges", "bytes");
  if (asked === "whole") return new Response(bytes, { headers });
  if (asked === "outside") return new Response(null, { status: 416, headers: { "content-range": `bytes */${bytes.size}` } });
  const [from, to] = asked;
  headers.set("content-range", `bytes ${from}-${to}/${bytes.size}`);
  headers.set("content-length", String(to - from + 1));
  return new Response(bytes.slice(from, to + 1), { status: 206, statusText: "Partial Content", headers });
}

/** Names carry their hash, so what is kept is what the server has. */
async function asset(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  const cache = await caches.open(STATIC);
  const found = (await cache.match(path)) ?? (await (await caches.open(TAKEN)).match(path));
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200 && path.startsWith("/assets/")) await cache.put(path, answer.clone()).catch(() => {});
  return answer;
}

async function picture(request: Request): Promise<Response> {
  return fetch(request).catch(async () => {
    const found = await (await caches.open(TAKEN)).match(new URL(request.url).pathname);
    return found && isGood(found) ? found : Response.error();
  });
}

/** Somebody signs out: nothing of theirs stays on the device, whether the server hears of it or not. */
async function signOut(request: Request): Promise<Response> {
  const answer = fetch(request).catch(() => Response.redirect("/offline?left=1", 303));
  await purge();
  return answer;
}
