import { Island } from "./island.ts";
import { met } from "./logic/password.ts";

/** Marks off the rules of the password policy while one types. The server judges again. */
export default class PasswordMeter extends Island {
  protected override start(signal: AbortSignal): void {
    const field = document.getElementById(this.words("for"));
    if (!(field instanceof HTMLInputElement)) return;
    const value = (id: string) => (document.getElementById(id) as HTMLInputElement | null)?.value ?? "";
    const show = () => {
      for (const line of this.querySelectorAll<HTMLElement>("[data-rule]")) {
        const state = met(line.dataset.rule ?? "", field.value, value);
        line.toggleAttribute("data-met", state === true);
        const word = line.querySelector("[data-state]");
        if (word && state !== undefined) word.textContent = this.words(state ? "met" : "unmet");
      }
    };
    // Rules may look at other fields of the form
    (field.form ?? field).addEventListener("input", show, { signal });
    const list = this.querySelector("ul");
    if (list) {
      list.id ||= `${field.id}-rules`;
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${list.id}`.trim());
    }
    show();
  }
}
