import { Island } from "./island.ts";

/** How long the words stand in one place. */
const STANDS = 20_000;
const PLACES = 6;

/**
 * Who looks, over what is played or read. It moves a little, so that no corner stays free of it, and it comes back where
 * somebody takes it away or changes it. Without scripts it stands still in the middle.
 */
export default class MovingMark extends Island {
  #guard: MutationObserver | undefined;
  #home: HTMLElement | null = null;
  #said = "";
  #clock = 0;

  protected override start(_signal: AbortSignal): void {
    this.#home = this.parentElement;
    this.#said ||= this.words("words");
    this.#guard?.disconnect();
    this.#guard = new MutationObserver(() => this.#mend());
    if (this.#home) this.#guard.observe(this.#home, { childList: true });
    this.#guard.observe(this, { attributes: true, attributeFilter: ["class", "style", "hidden", "data-words"] });
    window.clearInterval(this.#clock);
    this.#clock = window.setInterval(() => this.#move(), STANDS);
  }

  protected override stop(): void {
    window.clearInterval(this.#clock);
    // A page that goes takes its home along; whoever takes the mark alone finds it back.
    if (!this.#home?.isConnected) this.#guard?.disconnect();
  }

  #move(): void {
    this.dataset.place = String((Number(this.dataset.place ?? 0) + 1) % PLACES);
  }

  #mend(): void {
    if (this.#home?.isConnected && this.parentElement !== this.#home) this.#home.append(this);
    if (this.className !== "moving-mark") this.className = "moving-mark";
    if (this.hasAttribute("style")) this.removeAttribute("style");
    if (this.hidden) this.hidden = false;
    if (this.words("words") !== this.#said) this.dataset.words = this.#said;
  }
}
