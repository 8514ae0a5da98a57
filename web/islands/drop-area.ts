import { Island } from "./island.ts";
import { size } from "./logic/size.ts";

/** Takes a dropped file into its file field and names what was chosen, with its size. */
export class DropArea extends Island {
  protected override start(signal: AbortSignal): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    const chosen = this.querySelector("[data-chosen]");
    if (!input || !chosen) return;
    const invitation = chosen.textContent;

    const show = () => {
      const files = Array.from(input.files ?? []);
      this.toggleAttribute("data-full", files.length > 0);
      chosen.textContent = files.length ? files.map((file) => `${file.name} (${size(file.size)})`).join(", ") : invitation;
    };
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.setAttribute("data-over", "");
    };
    this.addEventListener("dragenter", over, { signal });
    this.addEventListener("dragover", over, { signal });
    this.addEventListener("dragleave", () => this.removeAttribute("data-over"), { signal });
    this.addEventListener(
      "drop",
      (event) => {
        this.removeAttribute("data-over");
        const files = event.dataTransfer?.files;
        if (!files?.length) return;
        event.preventDefault();
        if (files.length > 1 && !input.multiple) {
          const first = new DataTransfer();
          first.items.add(files[0] as File);
          input.files = first.files;
        } else {
          input.files = files;
        }
        input.dispatchEvent(new Event("change", { bubbles: true }));
      },
      { signal },
    );
    input.addEventListener("change", show, { signal });
    // A browser may keep the choice when one comes back to the page
    show();
  }
}
