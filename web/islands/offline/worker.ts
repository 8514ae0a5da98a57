/**
 * The worker that shows something while there is no line. It is fetched when the page has settled, and a newer one takes
 * over when no other page of the program is open.
 */
export function keepWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  const look = () => void register().catch(() => {
    // The line is cut, or the browser keeps nothing here: the pages work without
  });
  if (document.readyState === "complete") setTimeout(look, 500);
  else addEventListener("load", () => setTimeout(look, 500), { once: true });
}

async function register(): Promise<void> {
  const kept = await navigator.serviceWorker.register("/worker.js", { scope: "/" });
  kept.waiting?.postMessage({ type: "take-over" });
  // Language and theme of the page that is shown without a line follow those of the pages
  const { lang, dataset } = document.documentElement;
  kept.active?.postMessage({ type: "look", look: `${lang} ${dataset.theme ?? ""}` });
}
