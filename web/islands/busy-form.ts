/** How long a form may stay busy: one that answers with a download never leaves the page. */
const PATIENCE = 15_000;

/**
 * Marks a posted form as busy and holds back a second submit. The server takes a repeated form key as one act
 * anyway; this tells the person that something is under way.
 */
export function watchForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    if ((event.submitter?.getAttribute("formmethod") ?? form.method) !== "post") return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), PATIENCE);
  });
  // Back in history the page returns as it was left
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll<HTMLFormElement>("form[aria-busy]")) release(form);
  });
}

function release(form: HTMLFormElement): void {
  form.removeAttribute("aria-busy");
  for (const control of form.querySelectorAll("[aria-busy]")) control.removeAttribute("aria-busy");
}
