/** What notes need of a player. */
interface Place {
  /** Where it is, in milliseconds. */
  readonly position: number;
  seek(ms: number): void;
}

/**
 * Notes beside a film: a form with `[data-position]` is sent with the moment that plays, and a link with `data-seek`
 * leads to its moment without loading the page anew.
 */
export function beside(player: HTMLElement & Place, signal: AbortSignal): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      const field = form.querySelector<HTMLInputElement>("input[data-position]");
      if (field && player.position > 0) field.value = String(Math.round(player.position));
    },
    { signal, capture: true },
  );
  document.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-seek]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      player.seek(Number(link.dataset.seek));
      player.scrollIntoView({ block: "nearest" });
    },
    { signal },
  );
}
