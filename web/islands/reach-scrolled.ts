/** Tables and code of a text that scroll by themselves can be reached by keyboard; those that fit stay out of the way. */
export function reachScrolled(): void {
  const scrolled = document.querySelectorAll<HTMLElement>(".prose :is(pre, table), .preview-rows");
  const look = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const element of scrolled) look.observe(element);
}
