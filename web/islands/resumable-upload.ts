import type { DetailedError, Upload } from "tus-js-client";
import { Island, fill, icon } from "./island.ts";
import { markOf } from "./logic/mark.ts";
import { percent, size } from "./logic/size.ts";
import { pause } from "./logic/waiting.ts";

/** Sends at once; the others wait their turn. */
const AT_ONCE = 2;
/** Bytes of one request: a proxy on the way may hold a request back until it is whole. */
const PIECE = 64 * 1024 * 1024;
/** A line that takes no byte for so long is dead, whatever the browser believes. */
const SILENCE = 30_000;

type State = "queued" | "running" | "waiting" | "done" | "failed";

/** One of one's own uploads, as the server lists them. */
interface Listed {
  id: string;
  href: string;
  name: string;
  size: number;
  received: number;
  finished: boolean;
}

/** A file, and how far it has come. */
interface Item {
  name: string;
  size: number;
  state: State;
  box: HTMLLIElement;
  bar: HTMLProgressElement;
  text: HTMLElement;
  weight: HTMLElement;
  again: HTMLButtonElement;
  quarter: number;
  failures: number;
  file?: File;
  href?: string;
  upload?: Upload;
  field?: HTMLInputElement;
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * Sends the files of the field piece by piece (tus 1.0) and puts their ids into the form. Goes on by itself after the
 * line was cut, and where it broke off in another browser or days ago. Sending the form waits for the files. All files
 * go this way, small ones too: then a form that comes back with a fault still holds what was chosen.
 */
export default class ResumableUpload extends Island {
  #items: Item[] = [];
  #list!: HTMLUListElement;
  #input!: HTMLInputElement;
  /** Who was pressed while files were on their way. */
  #submitter: HTMLElement | null | undefined;
  #signal!: AbortSignal;

  protected override start(signal: AbortSignal): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    const form = input?.form;
    if (!input || !form) return;
    this.#input = input;
    this.#signal = signal;
    this.#list = document.createElement("ul");
    this.#list.className = "uploads";
    const status = document.createElement("p");
    // Each line says where it stands; this one is heard, and seen only while the form waits
    status.className = "hide-text";
    status.setAttribute("role", "status");
    this.append(this.#list, status);
    input.addEventListener("change", () => this.#take(), { signal });
    form.addEventListener("submit", (event) => this.#hold(event), { signal });
    addEventListener("online", () => this.#hurry(), { signal });
    addEventListener("offline", () => this.#items.filter(running).forEach((item) => this.#wait(item)), { signal });
    void this.#known(signal);
    // A browser may keep the choice when one comes back to the page
    this.#take();
  }

  protected override stop(): void {
    for (const item of this.#items) this.#halt(item);
  }

  /** What a form that came back still holds, and what broke off elsewhere. */
  async #known(signal: AbortSignal): Promise<void> {
    const fields = Array.from(this.querySelectorAll<HTMLInputElement>("input[type=hidden]"));
    const listed = await this.#ask("", signal);
    for (const field of fields) {
      const known = listed.find((one) => one.id === field.value);
      if (!known) continue;
      const item = this.#item(known.name, known.size);
      item.href = known.href;
      item.field = field;
      this.#state(item, "done", false);
    }
    const broken = listed.filter((one) => !one.finished && !this.#items.some((item) => item.name === one.name && item.size === one.size));
    for (const one of broken) {
      const item = this.#item(one.name, one.size);
      item.href = one.href;
      item.bar.value = percent(one.received, one.size);
      this.#state(item, "failed", false, fill(this.words("again"), { name: one.name }));
      item.again.hidden = true;
      item.box.dataset.state = "left";
    }
  }

  async #ask(mark: string, signal: AbortSignal): Promise<Listed[]> {
    try {
      const answer = await fetch(`${this.words("href")}${mark && `?mark=${mark}`}`, { headers: { accept: "application/json" }, signal });
      if (!answer.ok) return [];
      return ((await answer.json()) as { uploads?: Listed[] }).uploads ?? [];
    } catch {
      return [];
    }
  }

  /** Takes the chosen files out of the field, so that the form does not send them once more. */
  #take(): void {
    const files = Array.from(this.#input.files ?? []);
    // Nothing to send in pieces: the form sends it, and the server says what is wrong with it
    const chosen = files.filter((file) => file.size > 0);
    if (!chosen.length) return;
    // One file at most: another takes its place. What broke off elsewhere is none of this form's
    if (!this.#input.multiple) for (const item of this.#items.filter((one) => one.file || one.field)) this.#drop(item);
    const rest = new DataTransfer();
    for (const file of files) if (file.size === 0) rest.items.add(file);
    this.#input.files = rest.files;
    this.#input.required = false;
    for (const file of chosen) {
      // What broke off before and is chosen again goes on in the same line
      const before = this.#items.find((item) => item.name === file.name && item.size === file.size && item.state === "failed");
      if (before) this.#leave(before);
      else if (this.#items.some((item) => item.name === file.name && item.size === file.size && item.file?.lastModified === file.lastModified)) continue;
      const item = this.#item(file.name, file.size);
      item.file = file;
      const most = Number(this.dataset.most) || Infinity;
      if (file.size > most) {
        this.#state(item, "failed", true, fill(this.words("tooLarge"), { name: file.name, most: size(most) }));
        item.again.hidden = true;
      } else this.#state(item, "queued", false);
    }
    this.#input.dispatchEvent(new Event("change", { bubbles: true }));
    this.#next();
  }

  #next(): void {
    const busy = this.#items.filter((item) => item.state === "running" || item.state === "waiting").length;
    for (const item of this.#items.filter(({ state }) => state === "queued").slice(0, Math.max(0, AT_ONCE - busy))) {
      this.#state(item, "running", false);
      void this.#send(item);
    }
    this.#release();
  }

  async #send(item: Item): Promise<void> {
    const { file } = item;
    if (!file) return;
    try {
      const mark = markOf(file);
      if (!item.upload) {
        const found = (await this.#ask(mark, this.#signal)).filter((one) => one.size === file.size && !this.#items.some((other) => other !== item && other.href === one.href));
        const best = found.sort((a, b) => b.received - a.received)[0];
        if (best) item.href = best.href;
        if (best?.finished) return this.#done(item);
        const tus = await import("tus-js-client");
        if (!this.#items.includes(item)) return;
        item.upload = new tus.Upload(file, {
          endpoint: this.words("href"),
          uploadUrl: best?.href ?? null,
          chunkSize: PIECE,
          retryDelays: null,
          storeFingerprintForResuming: false,
          metadata: { filename: file.name, purpose: this.words("purpose"), mark },
          onProgress: (sent, all) => this.#progress(item, sent, all),
          onSuccess: () => this.#done(item),
          onError: (error) => this.#failed(item, error),
        });
      }
      if (item.state !== "running") return;
      this.#listen(item);
      item.upload.start();
    } catch (error) {
      this.#failed(item, error as Error);
    }
  }

  #progress(item: Item, sent: number, all: number): void {
    if (item.state !== "running") return;
    item.failures = 0;
    this.#listen(item);
    const done = percent(sent, all);
    item.bar.value = done;
    const words = fill(this.words("progress"), { percent: `${done} %`, name: item.name });
    item.text.textContent = words;
    item.weight.textContent = size(item.size);
    item.bar.setAttribute("aria-label", words);
    if (Math.floor(done / 25) > item.quarter) {
      item.quarter = Math.floor(done / 25);
      this.say(words);
    }
  }

  #done(item: Item): void {
    item.href = item.upload?.url ?? item.href ?? "";
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = this.words("name") || "upload";
    field.value = new URL(item.href, location.href).pathname.split("/").pop() ?? "";
    this.append(field);
    item.field = field;
    this.#state(item, "done", true);
    this.#next();
  }

  #failed(item: Item, error: Error | DetailedError): void {
    const answer = "originalResponse" in error ? error.originalResponse : null;
    const status = answer?.getStatus() ?? 0;
    const again = status === 0 || status === 400 || status === 408 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    if (again) return this.#wait(item);
    let reason = String(status);
    try {
      reason = (JSON.parse(answer?.getBody() ?? "") as { detail?: string }).detail ?? reason;
    } catch {
      // The number has to do
    }
    this.#halt(item);
    this.#state(item, "failed", true, fill(this.words("failed"), { name: item.name, reason }));
    this.#submitter = undefined;
    this.#next();
  }

  /** The line is cut: tries again without end, ever more rarely, and at once when it is back. */
  #wait(item: Item): void {
    if (item.state !== "running") return;
    this.#halt(item);
    item.failures += 1;
    this.#state(item, "waiting", item.failures === 1, this.words("waiting"));
    item.timer = setTimeout(() => this.#resume(item), pause(item.failures));
  }

  #resume(item: Item): void {
    clearTimeout(item.timer);
    this.#state(item, "running", false);
    void this.#send(item);
  }

  #hurry(): void {
    for (const item of this.#items.filter(({ state }) => state === "waiting")) this.#resume(item);
  }

  #listen(item: Item): void {
    clearTimeout(item.timer);
    item.timer = setTimeout(() => this.#wait(item), SILENCE);
  }

  #halt(item: Item): void {
    clearTimeout(item.timer);
    void item.upload?.abort().catch(() => {});
  }

  /** Sending the form waits until every file has arrived. */
  #hold(event: SubmitEvent): void {
    if (event.defaultPrevented || !this.#items.some(under)) return;
    event.preventDefault();
    this.#submitter = event.submitter;
    event.submitter?.setAttribute("aria-busy", "true");
    this.querySelector("[role=status]")?.setAttribute("class", "quiet");
    this.say(this.words("wait"));
  }

  #release(): void {
    const submitter = this.#submitter;
    if (this.#items.some(under)) return;
    for (const button of this.#input.form?.querySelectorAll("[type=submit][aria-busy]") ?? []) button.removeAttribute("aria-busy");
    this.querySelector("[role=status]")?.setAttribute("class", "hide-text");
    if (submitter === undefined) return;
    this.#submitter = undefined;
    if (submitter) submitter.click();
    else this.#input.form?.requestSubmit();
  }

  /** Gives a file up, here and on the server. */
  #drop(item: Item): void {
    this.#halt(item);
    this.#leave(item);
    const href = item.upload?.url ?? item.href;
    if (href) void fetch(href, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => {});
    this.#next();
  }

  #leave(item: Item): void {
    item.field?.remove();
    item.box.remove();
    this.#items = this.#items.filter((other) => other !== item);
  }

  #state(item: Item, state: State, aloud: boolean, words = ""): void {
    item.state = state;
    item.box.dataset.state = state;
    item.bar.hidden = state === "done" || (state === "failed" && item.bar.value === 0);
    item.bar.classList.toggle("is-done", state === "done");
    item.again.hidden = state !== "failed";
    const text = words || fill(this.words(state === "done" ? "done" : "progress"), { percent: `${item.bar.value} %`, name: item.name });
    item.text.textContent = text;
    item.bar.setAttribute("aria-label", text.includes(item.name) ? text : `${item.name} ${text}`);
    item.weight.textContent = text.includes(item.name) ? size(item.size) : `${item.name}·${size(item.size)}`;
    if (aloud) this.say(text);
  }

  #item(name: string, bytes: number): Item {
    const box = document.createElement("li");
    const text = document.createElement("span");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    const weight = document.createElement("small");
    const button = (act: string, symbol: string, label: string) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button icon-button";
      made.dataset.act = act;
      made.setAttribute("aria-label", label);
      made.title = label;
      made.append(icon(symbol));
      return made;
    };
    const again = button("again", "undo", `${this.words("resume")} ${name}`);
    const remove = button("remove", "trash", fill(this.words("remove"), { name }));
    box.append(text, weight, again, remove, bar);
    const item: Item = { name, size: bytes, state: "queued", box, bar, text, weight, again, quarter: 0, failures: 0 };
    again.addEventListener("click", () => {
      this.#state(item, "queued", false);
      this.#next();
    });
    remove.addEventListener("click", () => {
      this.#drop(item);
      this.#input.focus();
    });
    this.#items.push(item);
    this.#list.append(box);
    return item;
  }
}

function running({ state }: Item): boolean {
  return state === "running";
}

/** Whether the form has to wait for it. */
function under({ state }: Item): boolean {
  return state === "queued" || state === "running" || state === "waiting";
}
