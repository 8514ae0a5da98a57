import { Island } from "./island.ts";

/** Shows its button, which prints; without scripts the browser's own menu does. */
export class PrintButton extends Island {
  protected override start(signal: AbortSignal): void {
    const button = this.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => print(), { signal });
  }
}
