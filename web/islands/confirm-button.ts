import { Island } from "./island.ts";

/**
 * Asks in a dialog what the linked page would ask, naming what is lost. Without scripts, or where the browser has no
 * dialogs, the link is followed.
 */
export class ConfirmButton extends Island {
  protected override start(signal: AbortSignal): void {
    const link = this.querySelector("a");
    const dialog = this.querySelector("dialog");
    if (!link || !dialog || typeof dialog.showModal !== "function") return;
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener(
      "click",
      (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        dialog.showModal();
      },
      { signal },
    );
    dialog.addEventListener(
      "click",
      (event) => {
        const target = event.target as Element;
        // A click on the dialog itself, not on what it holds, is a click on the scrim
        if (target === dialog || target.closest("[data-close]")) dialog.close();
      },
      { signal },
    );
  }
}
