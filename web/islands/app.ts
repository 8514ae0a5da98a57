/**
 * What every page loads: the small islands, and the way to the others, which are fetched only by the pages that
 * hold their element. Everything works without this file; it makes things quicker and clearer.
 */
import { AutoRefresh } from "./auto-refresh.ts";
import { watchForms } from "./busy-form.ts";
import { ConfirmButton } from "./confirm-button.ts";
import { CopyButton } from "./copy-button.ts";
import { DropArea } from "./drop-area.ts";
import { focusFirstError } from "./focus-first-error.ts";
import { InstallButton, awaitOffer } from "./install-button.ts";
import { FLAG } from "./offline/names.ts";
import { keepWorker } from "./offline/worker.ts";
import { PrintButton } from "./print-button.ts";
import { reachScrolled } from "./reach-scrolled.ts";
import { TableSelect } from "./table-select.ts";
import { ThemeSwitch, paintBrowserBar } from "./theme-switch.ts";

const here: Record<string, CustomElementConstructor> = {
  "auto-refresh": AutoRefresh,
  "confirm-button": ConfirmButton,
  "copy-button": CopyButton,
  "drop-area": DropArea,
  "install-button": InstallButton,
  "print-button": PrintButton,
  "table-select": TableSelect,
  "theme-switch": ThemeSwitch,
};

const later: Record<string, () => Promise<{ default: CustomElementConstructor }>> = {
  "attention-timer": () => import("./attention-timer.ts"),
  "lesson-draft": () => import("./lesson-draft.ts"),
  "markdown-preview": () => import("./markdown-preview.ts"),
  "moving-mark": () => import("./moving-mark.ts"),
  "offline-lessons": () => import("./offline-lessons.ts"),
  "passkey-ask": () => import("./passkey-ask.ts"),
  "password-meter": () => import("./password-meter.ts"),
  "pdf-view": () => import("./pdf-view.ts"),
  "picture-field": () => import("./picture-field.ts"),
  "rest-reminder": () => import("./rest-reminder.ts"),
  "resumable-upload": () => import("./resumable-upload.ts"),
  "search-field": () => import("./search-field.ts"),
  "take-along": () => import("./take-along.ts"),
  "taken-lesson": () => import("./taken-lesson.ts"),
  "tree-editor": () => import("./tree-editor.ts"),
  "video-player": () => import("./video-player.ts"),
};

/** Fetches what the page holds and does not know yet; asked again when a part of the page is replaced. */
function fetchIslands(): void {
  for (const [name, load] of Object.entries(later)) {
    if (!document.querySelector(name)) continue;
    delete later[name];
    load().then(
      (module) => customElements.define(name, module.default),
      () => {
        // The server was out of reach: the page goes on without, and the next part that arrives asks again
        later[name] = load;
      },
    );
  }
}

if (document.querySelector("install-button")) awaitOffer();
for (const [name, island] of Object.entries(here)) customElements.define(name, island);
document.addEventListener("part-replaced", fetchIslands);
fetchIslands();
watchForms();
focusFirstError();
reachScrolled();
paintBrowserBar();
keepWorker();
watchKept();

/** What the device keeps is looked after, where it keeps anything. */
function watchKept(): void {
  const sender = document.querySelector<HTMLElement>("offline-sender");
  let flag: string | null = null;
  try {
    flag = localStorage.getItem(FLAG);
  } catch {
    // Nothing can be kept here
  }
  if (sender && flag !== null) void import("./offline-sender.ts").then((it) => it.watchKept(sender), () => {});
}
