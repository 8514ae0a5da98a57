import { Island } from "./island.ts";

/** Shows the chosen theme at once and lets the form keep it; the save button is for pages without scripts. */
export class ThemeSwitch extends Island {
  protected override start(signal: AbortSignal): void {
    const form = this.querySelector("form");
    const save = this.querySelector("button");
    if (!form || !save) return;
    save.hidden = true;
    form.addEventListener(
      "change",
      async () => {
        const theme = new FormData(form).get("theme");
        if (theme) document.documentElement.dataset.theme = String(theme);
        else delete document.documentElement.dataset.theme;
        paintBrowserBar();
        try {
          const answer = await fetch(form.action, {
            method: "POST",
            body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
            redirect: "manual",
            signal,
          });
          save.hidden = answer.ok || answer.type === "opaqueredirect";
        } catch {
          save.hidden = signal.aborted;
        }
      },
      { signal },
    );
  }
}

/** The browser's own bar takes the colour of the paper, also when the theme is not the device's. */
export function paintBrowserBar(): void {
  if (!document.documentElement.dataset.theme) return;
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) meta.content = paper;
}
