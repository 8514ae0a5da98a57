/** After a refused submit the focus goes to the fault of the whole form or to the first faulty field. */
export function focusFirstError(): void {
  const fault = document.querySelector<HTMLElement>("[data-fault], [aria-invalid=true]");
  if (!fault) return;
  const target = fault instanceof HTMLFieldSetElement ? fault.querySelector<HTMLElement>("input") : fault;
  target?.focus();
}
