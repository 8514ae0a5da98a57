/**
 * The base of every island: `start` runs when the element stands in the page, and the signal it is given ends when
 * the element leaves, so that listeners and requests tied to it end with it.
 */
export abstract class Island extends HTMLElement {
  #life: AbortController | undefined;

  connectedCallback(): void {
    this.#life = new AbortController();
    this.start(this.#life.signal);
  }

  disconnectedCallback(): void {
    this.#life?.abort();
    this.stop();
  }

  /** Wire up. Everything that outlives the call takes `signal`. */
  protected abstract start(signal: AbortSignal): void;

  /** Put down what a signal cannot end. */
  protected stop(): void {}

  /** A sentence the server wrote into `data-NAME`; no word of the page's language stands in a script. */
  protected words(name: string): string {
    return this.dataset[name] ?? "";
  }

  /** Says a sentence where a screen reader hears it. */
  protected say(text: string): void {
    const status = this.querySelector("[role=status]");
    if (status && status.textContent !== text) status.textContent = text;
  }
}

/** Puts values into a sentence's `[name]` marks. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\[([a-z]+)\]/g, (mark, name: string) => (name in values ? String(values[name]) : mark));
}

/** An icon of the sprite; it is always beside a word or in a labelled control. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${new URL(SPRITE, import.meta.url).pathname}#i-${name}`);
  svg.append(use);
  return svg;
}
