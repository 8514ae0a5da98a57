import { Island } from "./island.ts";
import { pause } from "./logic/waiting.ts";

/** Milliseconds without a key before the text is sent. */
const REST = 500;

/** Shows what the Markdown becomes: the server renders and cleans it, the same way as for readers. */
export default class MarkdownPreview extends Island {
  #timer = 0;
  #request: AbortController | undefined;
  #failures = 0;

  protected override start(signal: AbortSignal): void {
    const text = this.querySelector("textarea");
    const section = this.querySelector<HTMLElement>(".preview");
    if (!text || !section) return;
    section.hidden = false;
    text.addEventListener("input", () => this.#plan(REST, text), { signal });
    this.#plan(0, text);
  }

  protected override stop(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  #plan(delay: number, text: HTMLTextAreaElement): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#render(text), delay);
  }

  async #render(text: HTMLTextAreaElement): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    try {
      const answer = await fetch(this.words("href"), {
        method: "POST",
        body: new URLSearchParams({ text: text.value }),
        headers: { accept: "text/html" },
        redirect: "manual",
        signal: request.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const part = this.querySelector("[data-preview]");
      if (part) part.innerHTML = await answer.text();
      this.#failures = 0;
      this.say("");
    } catch {
      if (request.signal.aborted) return;
      this.#failures += 1;
      this.say(this.words("failed"));
      this.#plan(pause(this.#failures), text);
    }
  }
}
