import { Island, fill } from "./island.ts";

/**
 * Choosing rows: counts them, chooses all of the page, extends a choice with the shift key, and keeps the acts shut
 * while nothing is chosen (the words beside them say so).
 */
export class TableSelect extends Island {
  protected override start(signal: AbortSignal): void {
    const all = this.querySelector<HTMLInputElement>("[data-all]");
    const count = this.querySelector<HTMLElement>("[data-count]");
    const ticks = () => Array.from(this.querySelectorAll<HTMLInputElement>("tbody .tick input[type=checkbox]"));
    let last: HTMLInputElement | undefined;

    const show = () => {
      const boxes = ticks();
      const chosen = boxes.filter((box) => box.checked).length;
      if (all) {
        all.checked = chosen > 0 && chosen === boxes.length;
        all.indeterminate = chosen > 0 && chosen < boxes.length;
      }
      if (count) {
        const { none = "", some = "" } = count.dataset;
        count.textContent = chosen ? fill(some, { count: chosen }) : none;
      }
      this.querySelector("[data-bulk]")?.toggleAttribute("data-idle", chosen === 0);
      for (const button of this.querySelectorAll<HTMLButtonElement>("[data-bulk] button")) button.disabled = chosen === 0;
    };

    if (all) {
      all.hidden = false;
      all.addEventListener(
        "change",
        () => {
          for (const box of ticks()) box.checked = all.checked;
          show();
        },
        { signal },
      );
    }
    this.addEventListener(
      "click",
      (event) => {
        const box = event.target;
        if (!(box instanceof HTMLInputElement) || !box.matches("tbody .tick input")) return;
        if (event.shiftKey && last && last !== box) {
          const boxes = ticks();
          const [from = 0, to = 0] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
          for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
        }
        last = box;
        show();
      },
      { signal },
    );
    count?.setAttribute("role", "status");
    addEventListener("pageshow", show, { signal });
    show();
  }
}
