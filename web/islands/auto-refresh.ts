import { Island } from "./island.ts";
import { pause } from "./logic/waiting.ts";

/**
 * Follows a job: fetches its part of the page every two seconds while the page is seen, and stops when the answer
 * carries `data-done` (with the value `reload` the page is then loaded anew). What a screen reader hears is the
 * sentence when it changes and each quarter of the way, not every figure.
 */
export class AutoRefresh extends Island {
  #failures = 0;
  #timer = 0;
  #said = "";

  protected override start(signal: AbortSignal): void {
    document.addEventListener(
      "visibilitychange",
      () => {
        if (!document.hidden) this.#plan(0, signal);
      },
      { signal },
    );
    this.#plan(pause(0), signal);
  }

  protected override stop(): void {
    clearTimeout(this.#timer);
  }

  #plan(delay: number, signal: AbortSignal): void {
    clearTimeout(this.#timer);
    const done = this.querySelector<HTMLElement>("[data-done]");
    if (!done && !signal.aborted) this.#timer = setTimeout(() => void this.#fetch(signal), delay);
  }

  async #fetch(signal: AbortSignal): Promise<void> {
    if (document.hidden) return;
    try {
      const answer = await fetch(this.words("href"), { headers: { accept: "text/html" }, signal });
      // Signed out, or the job is gone: the whole page knows what to say
      if (answer.redirected || (answer.status >= 400 && answer.status < 500)) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      this.#failures = 0;
      this.#show(await answer.text());
    } catch {
      if (signal.aborted) return;
      this.#failures += 1;
      if (this.#failures > 1) this.say(this.words("offline"));
    }
    this.#plan(pause(this.#failures), signal);
  }

  #show(html: string): void {
    const part = this.querySelector("[data-part]");
    if (!part || part.innerHTML === html) return;
    part.innerHTML = html;
    document.dispatchEvent(new CustomEvent("part-replaced"));
    const done = part.querySelector<HTMLElement>("[data-done]");
    const sentence = part.querySelector("p")?.textContent?.trim() ?? "";
    const { value = 0, max = 1 } = part.querySelector("progress") ?? {};
    const stage = `${sentence.replace(/\d+/g, "")}${Math.floor((4 * value) / max)}${done ? "." : ""}`;
    if (stage !== this.#said) {
      this.#said = stage;
      this.say(sentence);
    }
    if (done?.dataset.done === "reload") location.reload();
  }
}
