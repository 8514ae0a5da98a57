import { Island } from "./island.ts";

/** Waits so long after a key before it asks, in milliseconds. */
const PAUSE = 150;

/** Titles that answer what is being typed, as the field's own list. Without scripts the page of results has them. */
export default class SearchField extends Island {
  protected override start(signal: AbortSignal): void {
    const field = this.querySelector("input");
    const list = this.querySelector("datalist");
    const href = this.words("href");
    if (!field || !list || !href) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let asking: AbortController | undefined;
    const ask = async (typed: string): Promise<void> => {
      asking?.abort();
      asking = new AbortController();
      const answer = await fetch(`${href}?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
      if (!answer.ok) return;
      const { suggestions } = (await answer.json()) as { suggestions: string[] };
      list.replaceChildren(
        ...suggestions.map((title) => {
          const option = document.createElement("option");
          option.value = title;
          return option;
        }),
      );
    };
    const later = (): void => {
      clearTimeout(waiting);
      const typed = field.value;
      if (typed.trim() === "") {
        list.replaceChildren();
        return;
      }
      waiting = setTimeout(() => {
        // Out of reach or overtaken: the form searches all the same
        ask(typed).catch(() => {});
      }, PAUSE);
    };
    field.addEventListener(
      "input",
      (event) => {
        clearTimeout(waiting);
        // What an input method is still composing is no word yet; its last word comes with the end of composing
        if (!(event instanceof InputEvent && event.isComposing)) later();
      },
      { signal },
    );
    field.addEventListener("compositionend", later, { signal });
    signal.addEventListener("abort", () => {
      clearTimeout(waiting);
      asking?.abort();
    });
  }
}
