import { Island } from "./island.ts";

/** Copies the text of its `output` and says so; where the browser refuses, it selects the text and says that. */
export class CopyButton extends Island {
  protected override start(signal: AbortSignal): void {
    const button = this.querySelector("button");
    const value = this.querySelector("output");
    if (!button || !value) return;
    button.hidden = false;
    button.addEventListener(
      "click",
      async () => {
        try {
          await navigator.clipboard.writeText(value.textContent ?? "");
          this.say(this.words("done"));
        } catch {
          getSelection()?.selectAllChildren(value);
          this.say(this.words("failed"));
        }
      },
      { signal },
    );
  }
}
