import { Island } from "./island.ts";
import type { Rest } from "./live.ts";

/** How long a rest that was put off is not spoken of. */
const PUT_OFF = 10 * 60_000;
const KEY = "xt-rest-put-off";

/**
 * Says that a rest would do good, as the server found when it counted study time. It costs nothing to go on: the
 * notice can be put off, and goes by itself once one has rested.
 */
export default class RestReminder extends Island {
  protected override start(signal: AbortSignal): void {
    const later = this.querySelector<HTMLButtonElement>("[data-later]");
    later?.addEventListener(
      "click",
      () => {
        try {
          sessionStorage.setItem(KEY, String(Date.now() + PUT_OFF));
        } catch {
          // Without a store it is spoken of again at the next report
        }
        this.#show(undefined);
      },
      { signal },
    );
    if (later && this.dataset.stops !== "true") later.hidden = false;
    document.addEventListener("rest", (event) => this.#told((event as CustomEvent<Rest | undefined>).detail), { signal });
    const notice = this.querySelector<HTMLElement>("[data-notice]");
    if (this.dataset.stops !== "true" && notice && !notice.hidden && this.#isPutOff()) this.#show(undefined);
  }

  #told(rest: Rest | undefined): void {
    this.#show(rest && !this.#isPutOff() ? rest.text : undefined);
  }

  #isPutOff(): boolean {
    try {
      return Number(sessionStorage.getItem(KEY) ?? 0) > Date.now();
    } catch {
      return false;
    }
  }

  #show(text: string | undefined): void {
    const notice = this.querySelector<HTMLElement>("[data-notice]");
    const words = this.querySelector<HTMLElement>("[data-words]");
    if (!notice || !words) return;
    notice.hidden = text === undefined;
    if (text !== undefined && words.textContent !== text) words.textContent = text;
  }
}
