import { Island } from "./island.ts";
import { type Mark, marked } from "./logic/marks.ts";
import { pause } from "./logic/waiting.ts";

/** Milliseconds without a key before the text is sent. */
const REST = 500;

/** Marks by key, with Ctrl or Cmd. */
const KEYS: Record<string, Mark> = { b: "bold", k: "link" };

/**
 * Shows what the Markdown becomes: the server renders and cleans it, the same way as for readers. Its buttons write the
 * marks for those who do not know them.
 */
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
    const tools = this.querySelector<HTMLElement>("[data-tools]");
    if (tools) {
      tools.hidden = false;
      tools.addEventListener("click", (event) => {
        const mark = (event.target as Element).closest<HTMLElement>("[data-mark]")?.dataset.mark;
        if (mark) this.#mark(text, mark as Mark);
      }, { signal });
      text.addEventListener("keydown", (event) => {
        const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? KEYS[event.key.toLowerCase()] : undefined;
        if (!mark) return;
        event.preventDefault();
        this.#mark(text, mark);
      }, { signal });
    }
    this.#plan(0, text);
  }

  protected override stop(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  #mark(text: HTMLTextAreaElement, mark: Mark): void {
    if (text.readOnly) return;
    const { value, selectionStart: start, selectionEnd: end } = text;
    const samples = { words: this.words("words"), column: this.words("column") };
    const change = marked(mark, { text: value, start, end }, samples);
    text.focus();
    text.setSelectionRange(change.from, change.to);
    // The old command alone keeps "undo" as it is; where it is gone, the text is put as it is
    if (!document.execCommand("insertText", false, change.put)) {
      text.setRangeText(change.put, change.from, change.to, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    text.setSelectionRange(change.start, change.end);
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
