import { Island, fill } from "./island.ts";
import { isGood, weight } from "./logic/offline.ts";
import { send } from "./offline/send.ts";
import * as shelf from "./offline/shelf.ts";
import { gather } from "./offline/slips.ts";
import { lasting } from "./offline/words.ts";

/**
 * A lesson as it is kept on the device: its player or timer goes on where this device stopped and reports into the
 * device's own queue, which goes out when the line is back.
 */
export default class TakenLesson extends Island {
  protected override start(signal: AbortSignal): void {
    void this.#open().catch(() => this.#note(this.words("unkept")));
    const kept = (event: Event) => void this.#recorded((event as CustomEvent<boolean>).detail);
    document.addEventListener("taken-recorded", kept, { signal });
    addEventListener("online", () => void this.#send(), { signal });
  }

  async #open(): Promise<void> {
    await gather();
    const lesson = await shelf.lesson(this.words("lesson"));
    const template = this.querySelector("template");
    if (!lesson || !isGood(lesson, Date.now())) return this.#note(this.words("expired"));
    if (!template) return;
    const content = template.content.cloneNode(true) as DocumentFragment;
    const player = content.querySelector<HTMLElement>("video-player");
    if (player) {
      player.dataset.watched = JSON.stringify([...(JSON.parse(player.dataset.watched || "[]") as unknown[]), ...lesson.watched]);
      if (lesson.position >= 0) player.dataset.position = String(lesson.position);
    }
    template.replaceWith(content);
    document.dispatchEvent(new CustomEvent("part-replaced"));
    await this.#recorded(true);
    await this.#send();
  }

  async #recorded(kept: boolean): Promise<void> {
    if (!kept) return this.#note(this.words("unkept"));
    const own = (await shelf.reports()).filter(({ lesson }) => lesson === this.words("lesson"));
    const waits = own.reduce((sum, report) => sum + weight(report), 0);
    this.#note(waits ? fill(this.words("recorded"), { time: lasting(waits, this.dataset) }) : "");
    if (navigator.onLine && waits) void this.#send();
  }

  async #send(): Promise<void> {
    if (!navigator.onLine || (await send()) !== "sent") return;
    const own = (await shelf.reports()).filter(({ lesson }) => lesson === this.words("lesson"));
    if (!own.length) this.#note("");
  }

  #note(text: string): void {
    const part = this.querySelector("[data-recorded-part]");
    if (part && part.textContent !== text) part.textContent = text;
  }
}
