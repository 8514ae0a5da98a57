import type { PDFDocumentLoadingTask, PDFDocumentProxy, RenderTask } from "pdfjs-dist";
import { Island, fill, icon } from "./island.ts";

/** Widths to step through when zooming; 1 fits the frame. */
const ZOOM = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

/** A phone has little memory for pictures: a page is drawn with at most this many pixels. */
const MOST_PIXELS = 8_000_000;

interface Sheet {
  box: HTMLElement;
  number: number;
  drawn: boolean;
  task?: RenderTask | undefined;
}

/**
 * Shows a PDF from this host: pages are drawn as they come into view, with their words over them so that they can be
 * selected and read aloud. Keys: page up and down, + and −, 0 for the frame's width. Whatever fails, the link stays.
 */
export default class PdfView extends Island {
  #loading: PDFDocumentLoadingTask | undefined;
  #document: PDFDocumentProxy | undefined;
  #sheets: Sheet[] = [];
  #zoom = ZOOM.indexOf(1);
  #page = 1;
  #pages!: HTMLElement;
  #field!: HTMLInputElement;
  #seen: IntersectionObserver | undefined;
  #sized: ResizeObserver | undefined;
  #width = 0;

  protected override start(signal: AbortSignal): void {
    const status = document.createElement("p");
    status.className = "quiet";
    status.setAttribute("role", "status");
    this.append(status);
    this.say(this.words("loading"));
    this.#open(signal).catch(() => {
      if (signal.aborted) return;
      this.querySelector(".pdf-frame")?.remove();
      const link = this.querySelector<HTMLElement>(".pdf-fallback");
      if (link) link.hidden = false;
      this.say(this.words("failed"));
    });
  }

  protected override stop(): void {
    this.#seen?.disconnect();
    this.#sized?.disconnect();
    void this.#loading?.destroy();
  }

  async #open(signal: AbortSignal): Promise<void> {
    const pdf = await import("pdfjs-dist/legacy/build/pdf.min.mjs");
    if (signal.aborted) return;
    const base = new URL(PDF, import.meta.url).href;
    pdf.GlobalWorkerOptions.workerSrc = `${base}worker.js`;
    this.#loading = pdf.getDocument({
      url: this.words("src"),
      cMapUrl: base,
      standardFontDataUrl: base,
      wasmUrl: base,
      // The content policy allows no WebAssembly; pdf.js brings the same decoders as scripts
      useWasm: false,
      enableXfa: false,
      useSystemFonts: true,
      maxImageSize: 64 * 1024 * 1024,
    });
    this.#document = await this.#loading.promise;
    const first = await this.#document.getPage(1);
    if (signal.aborted) return;
    const { width, height } = first.getViewport({ scale: 1 });
    this.#frame(this.#document.numPages, height / width, signal);
    this.say("");
    const link = this.querySelector<HTMLElement>(".pdf-fallback");
    if (link) link.hidden = true;
    // What was searched for stands on a page: the address names it as other readers of PDF do
    const asked = /^#page=(\d{1,5})$/.exec(location.hash);
    if (asked) this.#go(Number(asked[1]));
  }

  /** The bar and an empty sheet per page, so that the length of the document is there at once. */
  #frame(count: number, ratio: number, signal: AbortSignal): void {
    const frame = document.createElement("div");
    frame.className = "pdf-frame";
    const bar = document.createElement("div");
    bar.className = "pdf-bar";
    this.#field = document.createElement("input");
    this.#field.type = "number";
    this.#field.min = "1";
    this.#field.max = String(count);
    this.#field.value = "1";
    this.#field.setAttribute("aria-label", this.words("page"));
    const form = document.createElement("form");
    const total = document.createElement("span");
    total.textContent = fill(this.words("of"), { count });
    form.append(this.#field, total);
    const spacer = document.createElement("span");
    spacer.className = "spacer";
    const button = (name: string, symbol: string, act: () => void) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button icon-button";
      made.setAttribute("aria-label", this.words(name));
      made.title = this.words(name);
      made.append(icon(symbol));
      made.addEventListener("click", act, { signal });
      return made;
    };
    const fit = button("fit", "full", () => this.#resize(ZOOM.indexOf(1)));
    fit.dataset.spare = "";
    bar.append(
      button("previous", "back", () => this.#go(this.#page - 1)),
      form,
      button("next", "next", () => this.#go(this.#page + 1)),
      spacer,
      button("smaller", "shrink", () => this.#resize(this.#zoom - 1)),
      fit,
      button("larger", "zoom", () => this.#resize(this.#zoom + 1)),
    );
    const link = this.querySelector<HTMLAnchorElement>(".pdf-fallback a");
    if (link) {
      const open = document.createElement("a");
      open.className = "button icon-button";
      open.href = link.href;
      open.setAttribute("aria-label", link.textContent?.trim() ?? "");
      open.append(icon("down"));
      bar.append(open);
    }

    this.#pages = document.createElement("div");
    this.#pages.className = "pdf-pages";
    this.#pages.tabIndex = 0;
    this.#pages.setAttribute("role", "group");
    this.#pages.setAttribute("aria-label", this.words("title"));
    for (let number = 1; number <= count; number += 1) {
      const box = document.createElement("div");
      box.className = "pdf-page";
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `${this.words("page")} ${number} ${fill(this.words("of"), { count })}`);
      box.dataset.ratio = String(ratio);
      this.#sheets.push({ box, number, drawn: false });
    }
    this.#pages.append(...this.#sheets.map((sheet) => sheet.box));
    frame.append(bar, this.#pages);
    this.prepend(frame);

    form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        this.#go(Number(this.#field.value));
      },
      { signal },
    );
    this.#field.addEventListener("change", () => this.#go(Number(this.#field.value)), { signal });
    this.#pages.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#pages.addEventListener("scroll", () => this.#follow(), { signal, passive: true });
    this.#seen = new IntersectionObserver((entries) => this.#look(entries), { root: this.#pages, rootMargin: "100% 0px" });
    for (const sheet of this.#sheets) this.#seen.observe(sheet.box);
    this.#sized = new ResizeObserver(() => {
      if (Math.abs(this.#pages.clientWidth - this.#width) > 8) this.#lay();
    });
    this.#sized.observe(this.#pages);
    this.#lay();
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const acts: Record<string, () => void> = {
      PageDown: () => this.#go(this.#page + 1),
      PageUp: () => this.#go(this.#page - 1),
      Home: () => this.#go(1),
      End: () => this.#go(this.#sheets.length),
      "+": () => this.#resize(this.#zoom + 1),
      "=": () => this.#resize(this.#zoom + 1),
      "-": () => this.#resize(this.#zoom - 1),
      "0": () => this.#resize(ZOOM.indexOf(1)),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #go(number: number): void {
    const page = Math.min(Math.max(1, Math.round(number) || 1), this.#sheets.length);
    const box = this.#sheets[page - 1]?.box;
    if (box) this.#pages.scrollTop = box.offsetTop - 8;
    this.#show(page);
  }

  #show(page: number): void {
    this.#page = page;
    if (document.activeElement !== this.#field) this.#field.value = String(page);
  }

  /** The page one reads is the last that begins above the middle. */
  #follow(): void {
    const middle = this.#pages.scrollTop + this.#pages.clientHeight / 2;
    let page = 1;
    for (const sheet of this.#sheets) if (sheet.box.offsetTop <= middle) page = sheet.number;
    this.#show(page);
  }

  #resize(zoom: number): void {
    const next = Math.min(Math.max(0, zoom), ZOOM.length - 1);
    if (next === this.#zoom) return;
    this.#zoom = next;
    this.#lay();
    this.#go(this.#page);
  }

  /** Gives every sheet its size anew and draws the ones in sight again. */
  #lay(): void {
    this.#width = this.#pages.clientWidth;
    const padding = 24;
    const width = Math.max(120, Math.min(this.#width - padding, 1000)) * (ZOOM[this.#zoom] ?? 1);
    for (const sheet of this.#sheets) {
      sheet.box.style.width = `${width}px`;
      sheet.box.style.height = `${width * Number(sheet.box.dataset.ratio)}px`;
      this.#clear(sheet);
      // Observing again reports whether it is in sight
      this.#seen?.unobserve(sheet.box);
      this.#seen?.observe(sheet.box);
    }
  }

  #look(entries: IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const sheet = this.#sheets.find((one) => one.box === entry.target);
      if (!sheet) continue;
      if (entry.isIntersecting) void this.#draw(sheet);
      else this.#clear(sheet);
    }
  }

  #clear(sheet: Sheet): void {
    sheet.task?.cancel();
    sheet.task = undefined;
    sheet.drawn = false;
    sheet.box.replaceChildren();
  }

  async #draw(sheet: Sheet): Promise<void> {
    if (sheet.drawn || !this.#document) return;
    sheet.drawn = true;
    try {
      const page = await this.#document.getPage(sheet.number);
      const own = page.getViewport({ scale: 1 });
      const width = parseFloat(sheet.box.style.width);
      sheet.box.dataset.ratio = String(own.height / own.width);
      sheet.box.style.height = `${(width * own.height) / own.width}px`;
      const viewport = page.getViewport({ scale: width / own.width });
      const sharp = Math.min(devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)));
      const canvas = document.createElement("canvas");
      canvas.width = Math.floor(viewport.width * sharp);
      canvas.height = Math.floor(viewport.height * sharp);
      canvas.setAttribute("aria-hidden", "true");
      const task = page.render({ canvas, viewport, transform: [sharp, 0, 0, sharp, 0, 0] });
      sheet.task = task;
      sheet.box.replaceChildren(canvas);
      await task.promise;
      const { TextLayer } = await import("pdfjs-dist/legacy/build/pdf.min.mjs");
      const text = document.createElement("div");
      text.className = "pdf-text";
      text.style.setProperty("--total-scale-factor", String(viewport.scale));
      await new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
      if (sheet.task === task) canvas.after(text);
    } catch {
      // Cancelled by scrolling or zooming on; the observer asks again when it is in sight
    }
  }
}
