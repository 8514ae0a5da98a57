import { Island, fill } from "./island.ts";
import { type TakenLesson, bytes, isGood } from "./logic/offline.ts";
import { claim, settleOwner } from "./offline/owner.ts";
import * as shelf from "./offline/shelf.ts";
import { NotTaken, able, remove, room, take } from "./offline/take.ts";

/**
 * Takes lessons along onto the device: shows how far it is, can be broken off, removes them again. Hidden where the
 * browser cannot keep anything.
 */
export default class TakeAlong extends Island {
  #running: AbortController | undefined;

  get #hrefs(): string[] {
    return JSON.parse(this.words("lessons") || "[]") as string[];
  }

  protected override start(signal: AbortSignal): void {
    if (!able() || !this.#hrefs.length) return;
    const on = (act: string, go: () => void) => this.#button(act)?.addEventListener("click", go, { signal });
    on("take", () => void this.#take());
    on("stop", () => this.#running?.abort());
    on("remove", () => void this.#remove());
    void settleOwner().then(() => this.#show()).then(() => (this.hidden = false), () => {});
  }

  protected override stop(): void {
    this.#running?.abort();
  }

  async #take(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    this.#button("take")?.toggleAttribute("hidden", true);
    this.#button("remove")?.toggleAttribute("hidden", true);
    this.#button("stop")?.toggleAttribute("hidden", false);
    this.say(this.words("counting"));
    const bar = this.querySelector("progress");
    let fault = "";
    try {
      claim();
      const open = await this.#missing();
      for (const [n, href] of open.entries()) {
        await take(href, running.signal, (got, of) => {
          if (bar) {
            bar.hidden = false;
            bar.value = of ? (got / of) * 100 : 0;
          }
          const said = { n: n + 1, of: open.length, got: bytes(got), size: bytes(of) };
          this.say(fill(this.words("taking"), said));
        });
      }
    } catch (error) {
      if (running.signal.aborted) fault = this.words("stopped");
      else if (error instanceof NotTaken) {
        const free = bytes((await room()) ?? 0);
        fault = error.said || fill(this.words(error.why), { size: bytes(error.size), free }) || this.words("failed");
      } else fault = this.words("kept");
    }
    this.#running = undefined;
    if (bar) bar.hidden = true;
    this.#button("stop")?.toggleAttribute("hidden", true);
    await this.#show().catch(() => {});
    if (fault) this.say(fault);
  }

  async #remove(): Promise<void> {
    for (const href of this.#hrefs) await remove(href);
    await this.#show();
    this.say(this.words("removed"));
  }

  async #kept(): Promise<TakenLesson[]> {
    const now = Date.now();
    const all = await shelf.lessons();
    return all.filter((lesson) => this.#hrefs.includes(lesson.href) && isGood(lesson, now));
  }

  async #missing(): Promise<string[]> {
    const kept = new Set((await this.#kept()).map(({ href }) => href));
    return this.#hrefs.filter((href) => !kept.has(href));
  }

  async #show(): Promise<void> {
    const kept = await this.#kept();
    const of = this.#hrefs.length;
    this.#button("take")?.toggleAttribute("hidden", kept.length === of);
    this.#button("remove")?.toggleAttribute("hidden", kept.length === 0);
    this.querySelector("[data-shelf]")?.toggleAttribute("hidden", kept.length === 0);
    if (!kept.length) return this.say("");
    if (kept.length < of) return this.say(fill(this.words("some"), { n: kept.length, of }));
    const until = new Date(Math.min(...kept.map((lesson) => lesson.until)));
    const size = kept.reduce((sum, lesson) => sum + lesson.size, 0);
    const free = bytes((await room()) ?? 0);
    this.say(fill(this.words("taken"), { size: bytes(size), until: day(until), free }));
  }

  #button(act: string): HTMLElement | null {
    return this.querySelector(`[data-act="${act}"]`);
  }
}

/** A day in the page's language. */
export function day(at: Date): string {
  return at.toLocaleDateString(document.documentElement.lang, { month: "long", day: "numeric" });
}
