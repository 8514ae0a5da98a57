import { Island } from "./island.ts";
import { type Answer, Draft } from "./logic/draft.ts";
import { pause } from "./logic/waiting.ts";

/** What a form of a lesson holds besides files. */
type Fields = Record<string, string>;

/** Milliseconds between two signs of life; the server forgets a page that was silent for a minute. */
const PULSE = 20_000;
const PREFIX = "xingtan-draft:";
const NAMES = ["title", "minutes", "required", "text"];

/** What a device keeps of a text that was not saved. */
interface Kept {
  version: number;
  fields: Fields;
}

/**
 * Saves what is typed in the form of a lesson by itself, keeps on the device what could not be saved, and says who
 * else writes here. The button "save" works as without it.
 */
export default class LessonDraft extends Island {
  #draft!: Draft<Fields>;
  #form!: HTMLFormElement;
  #timer = 0;
  #pulse = 0;
  #failures = 0;
  #sheet = sheet();
  #yours = true;
  /** The button that was pressed while a save was on its way. */
  #submitter: HTMLElement | null | undefined;
  #leaving = false;

  protected override start(signal: AbortSignal): void {
    const form = this.querySelector("form");
    const version = form?.querySelector<HTMLInputElement>("input[name=version]");
    if (!form || !version) return;
    this.#form = form;
    this.#draft = new Draft<Fields>(Number(version.value), newId);
    form.addEventListener("input", (event) => this.#typed(event), { signal });
    form.addEventListener("change", (event) => this.#typed(event), { signal });
    form.addEventListener("submit", (event) => this.#submit(event), { signal });
    addEventListener("online", () => this.#plan(0), { signal });
    addEventListener("pagehide", () => this.#leave(), { signal });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#plan(0); }, { signal });
    document.addEventListener("lesson-renamed", (event) => this.#renamed(event as CustomEvent), { signal });
    this.querySelector("[data-take]")?.addEventListener("click", () => void this.#beat("take"), { signal });
    this.#offer(signal);
    void this.#beat("open");
    this.#pulse = setInterval(() => void this.#beat(), PULSE);
  }

  protected override stop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#pulse);
  }

  get #place(): string {
    return `${PREFIX}${this.words("owner")}:${this.words("lesson")}`;
  }

  #fields(): Fields {
    const data = new FormData(this.#form);
    const fields: Fields = {};
    for (const name of NAMES) {
      const value = data.get(name);
      if (typeof value === "string") fields[name] = value;
    }
    return fields;
  }

  #typed(event: Event): void {
    const field = event.target as HTMLInputElement;
    // Beside what somebody else saved, one compares first and presses the button
    if (!this.#yours || this.dataset.late !== undefined || !NAMES.includes(field.name)) return;
    this.#draft.type(this.#fields(), Date.now());
    this.#keep();
    this.#show();
    this.#plan();
  }

  #plan(delay?: number): void {
    clearTimeout(this.#timer);
    const due = this.#draft.due(Date.now());
    if (due === undefined) return;
    this.#timer = setTimeout(() => void this.#save(), delay ?? due);
  }

  async #save(): Promise<void> {
    const save = this.#draft.send();
    if (!save) return;
    this.#show();
    const body = new URLSearchParams({ ...save.what, form_key: save.key, version: String(save.version) });
    const answer = await this.#ask(body);
    if (!this.isConnected) return;
    this.#draft.answer(answer);
    if (answer.is === "saved") {
      this.#failures = 0;
      this.#count(answer.version);
    }
    this.#keep();
    this.#show("words" in answer ? answer.words : "");
    if (this.#submitter !== undefined) return this.#resubmit();
    if (answer.is === "lost") this.#plan(pause(++this.#failures));
    else this.#plan();
  }

  async #ask(body: URLSearchParams): Promise<Answer> {
    try {
      const answer = await fetch(`${this.words("href")}/draft`, { method: "POST", body, headers: { accept: "application/json" }, redirect: "manual" });
      if (answer.status >= 500) return { is: "lost" };
      const said = (await answer.json().catch(() => ({}))) as { version?: number; detail?: string };
      const words = said.detail ?? "";
      if (answer.ok && said.version) return { is: "saved", version: said.version, words };
      if (answer.status === 409 && words) return { is: "aside", words };
      if (answer.status === 422 && words) return { is: "refused", words };
      return { is: "failed" };
    } catch {
      return { is: "lost" };
    }
  }

  /** The form says the count that it has now, so that its own button saves over nothing but its own. */
  #count(version: number): void {
    const field = this.#form.querySelector<HTMLInputElement>("input[name=version]");
    if (field) field.value = String(version);
  }

  #show(words = ""): void {
    const box = this.querySelector<HTMLElement>("[data-state]");
    if (!box) return;
    const state = this.#draft.state;
    const kept = this.#draft.open && !this.#isKept() ? "only" : "offline";
    const said: Record<string, string> = {
      clean: words,
      typing: this.words("typing"),
      saving: this.words("saving"),
      offline: this.words(kept),
      failed: this.words("failed"),
    };
    const text = said[state] ?? words;
    if (state === "clean" && !text) return;
    box.dataset.tone = state === "clean" ? "pine" : state === "typing" || state === "saving" ? "" : "ochre";
    if (text && box.textContent !== text) box.textContent = text;
  }

  /** Writes what is not saved onto the device, and takes away what is. */
  #keep(): void {
    try {
      const unsaved = this.#draft.unsaved;
      if (unsaved) localStorage.setItem(this.#place, JSON.stringify({ version: this.#draft.version, fields: unsaved } satisfies Kept));
      else localStorage.removeItem(this.#place);
    } catch {
      // Full or locked: the page says so
    }
  }

  #isKept(): boolean {
    try {
      return localStorage.getItem(this.#place) !== null;
    } catch {
      return false;
    }
  }

  /** Offers what this device kept of an earlier visit, and throws away what it kept of somebody else. */
  #offer(signal: AbortSignal): void {
    const notice = this.querySelector<HTMLElement>("[data-kept]");
    let kept: Kept | undefined;
    try {
      for (let i = localStorage.length - 1; i >= 0; i -= 1) {
        const place = localStorage.key(i) ?? "";
        if (place.startsWith(PREFIX) && !place.startsWith(`${PREFIX}${this.words("owner")}:`)) localStorage.removeItem(place);
      }
      kept = JSON.parse(localStorage.getItem(this.#place) ?? "null") as Kept | undefined;
    } catch {
      return;
    }
    const now = this.#fields();
    if (!notice || !kept || NAMES.every((name) => (kept.fields[name] ?? "") === (now[name] ?? ""))) return;
    const { fields } = kept;
    notice.hidden = false;
    this.querySelector("[data-restore]")?.addEventListener("click", () => {
      notice.hidden = true;
      for (const name of NAMES) {
        const field = this.#form.elements.namedItem(name);
        if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = name in fields;
        else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = fields[name] ?? "";
      }
      this.#form.querySelector<HTMLElement>("textarea, input[name=title]")?.dispatchEvent(new Event("input", { bubbles: true }));
      this.say(this.words("restored"));
    }, { signal });
    this.querySelector("[data-forget]")?.addEventListener("click", () => {
      notice.hidden = true;
      this.#keep();
    }, { signal });
  }

  /** The form's own button waits for a save that is on its way, whose count it has to know. */
  #submit(event: SubmitEvent): void {
    if (event.defaultPrevented) return;
    if (this.#draft.state === "saving") {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#submitter = event.submitter;
      return;
    }
    clearTimeout(this.#timer);
    this.#leaving = true;
    try {
      localStorage.removeItem(this.#place);
    } catch {
      // Nothing was kept
    }
  }

  #resubmit(): void {
    const submitter = this.#submitter;
    this.#submitter = undefined;
    if (submitter) submitter.click();
    else this.#form.requestSubmit();
  }

  #renamed(event: CustomEvent): void {
    const { id, title, version } = event.detail as { id: string; title: string; version: number };
    if (id !== this.words("lesson")) return;
    const field = this.#form.elements.namedItem("title");
    if (field instanceof HTMLInputElement) field.value = title;
    this.#draft.follow(version);
    this.#count(version);
  }

  /** A sign of life; learns whether it is another's turn. */
  async #beat(how?: "open" | "take"): Promise<void> {
    const body = new URLSearchParams({ sheet: this.#sheet });
    if (how) body.set(how, "yes");
    try {
      const answer = await fetch(`${this.words("href")}/sitting`, { method: "POST", body, headers: { accept: "application/json" }, redirect: "manual" });
      if (!answer.ok || !this.isConnected) return;
      const said = (await answer.json()) as { yours: boolean; version: number; detail?: string };
      if (said.yours) this.#begin(said.version);
      else await this.#yield(said.detail ?? "");
    } catch {
      // Nobody can be asked now; the count of changes guards what is saved
    }
  }

  #begin(version: number): void {
    if (this.#yours) return;
    // Another wrote here meanwhile: what the page shows is old. Nothing was typed, since it was not one's turn
    if (version !== this.#draft.version) return location.reload();
    this.#yours = true;
    this.#lock(false);
    const notice = this.querySelector<HTMLElement>("[data-held]");
    if (notice) notice.hidden = true;
    this.#form.querySelector<HTMLElement>("textarea, input[name=title]")?.focus();
  }

  async #yield(words: string): Promise<void> {
    const notice = this.querySelector<HTMLElement>("[data-held]");
    const said = notice?.querySelector("[data-words]");
    if (said && said.textContent !== words) said.textContent = words;
    if (!this.#yours) return;
    // Taken over in the middle: what was typed is saved before the other's first word, or set aside
    await this.#save();
    this.#yours = false;
    this.#lock(true);
    if (notice) notice.hidden = false;
  }

  #lock(on: boolean): void {
    for (const name of NAMES) {
      const field = this.#form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.disabled = on;
      else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.readOnly = on;
    }
    for (const button of this.#form.querySelectorAll<HTMLButtonElement>("button[type=submit]")) button.disabled = on;
  }

  #leave(): void {
    if (!this.#leaving) {
      const save = this.#draft.send();
      if (save) {
        const body = new URLSearchParams({ ...save.what, form_key: save.key, version: String(save.version) });
        navigator.sendBeacon(`${this.words("href")}/draft`, body);
      }
    }
    if (this.#yours) navigator.sendBeacon(`${this.words("href")}/sitting`, new URLSearchParams({ sheet: this.#sheet, leave: "yes" }));
  }
}

/** Names this tab: the page that comes after a save is the same page to others. */
function sheet(): string {
  try {
    const known = sessionStorage.getItem("xingtan-sheet") ?? newId();
    sessionStorage.setItem("xingtan-sheet", known);
    return known;
  } catch {
    return newId();
  }
}

/** Pages that did not come over TLS have no `randomUUID`. */
function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
