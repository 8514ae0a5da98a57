import { Island, fill, icon } from "./island.ts";
import { type Direction, type Node, type Place, drop, levelOf, placeOf, siblings, step } from "./logic/tree.ts";

const KEYS: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

/** A pointer that moved less than this many pixels has pressed, not dragged. */
const SLACK = 5;

interface Drag {
  item: HTMLLIElement;
  handle: HTMLElement;
  y: number;
  lifted: boolean;
  target?: { item: HTMLLIElement; place: Place } | undefined;
}

/**
 * Puts a tree in order by dragging a row's handle or by Alt and the arrows, says each move, and posts it as a form:
 * item, parent (empty: outermost), position (from 0), version. A refusal (4xx) puts the former order back.
 */
export default class TreeEditor extends Island {
  #drag: Drag | undefined;

  protected override start(signal: AbortSignal): void {
    const help = this.querySelector<HTMLElement>("[data-help]");
    if (help) help.hidden = false;
    for (const handle of this.querySelectorAll<HTMLElement>(".tree-handle")) handle.hidden = false;
    this.#handles();
    if (this.dataset.rename) {
      this.addEventListener("dblclick", (event) => this.#rename(event), { signal });
      this.addEventListener("keydown", (event) => { if (event.key === "F2") this.#rename(event); }, { signal });
    }
    // In a long tree the row one came from stands in sight
    const current = this.querySelector<HTMLElement>("[aria-current]")?.closest<HTMLElement>(".tree-row");
    const pane = current?.closest<HTMLElement>(".desk-rows");
    if (current && pane) pane.scrollTop = current.offsetTop - pane.offsetTop - pane.clientHeight / 3;
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("pointerdown", (event) => this.#take(event), { signal });
    this.addEventListener("pointermove", (event) => this.#carry(event), { signal });
    this.addEventListener("pointerup", () => this.#letFall(), { signal });
    this.addEventListener("pointercancel", () => this.#putBack(), { signal });
  }

  /** Handles of rows that came without: a tree of two thousand lines is lighter so. */
  #handles(): void {
    for (const row of this.querySelectorAll<HTMLElement>(".tree-row")) {
      if (row.querySelector(".tree-handle")) continue;
      const handle = document.createElement("button");
      handle.className = "tree-handle";
      handle.type = "button";
      handle.setAttribute("aria-label", fill(this.words("handle"), { name: nameOf(row.closest("li")) }));
      handle.append(icon("grip"));
      row.prepend(handle);
    }
  }

  /** A field in place of the title; Enter keeps it, Escape leaves it. */
  #rename(event: Event): void {
    const row = (event.target as Element).closest<HTMLElement>(".tree-row");
    const item = row?.closest<HTMLLIElement>("li[data-item]");
    const link = row?.querySelector<HTMLAnchorElement>("a");
    if (!row || !item || !link || row.querySelector("input")) return;
    event.preventDefault();
    const was = nameOf(item);
    const field = document.createElement("input");
    field.type = "text";
    field.value = was;
    field.maxLength = 120;
    field.setAttribute("aria-label", this.words("title"));
    link.hidden = true;
    link.after(field);
    field.focus();
    field.select();
    let over = false;
    const end = (keep: boolean) => {
      if (over) return;
      over = true;
      const title = field.value.trim();
      field.remove();
      link.hidden = false;
      link.focus();
      if (keep && title && title !== was) void this.#retitle(item, link, was, title);
    };
    field.addEventListener("keydown", (pressed) => {
      pressed.stopPropagation();
      if (pressed.key === "Enter" && !pressed.isComposing) end(true);
      else if (pressed.key === "Escape") end(false);
    });
    field.addEventListener("blur", () => end(true));
  }

  async #retitle(item: HTMLLIElement, link: HTMLAnchorElement, was: string, title: string): Promise<void> {
    const id = item.dataset.item ?? "";
    try {
      const href = fill(this.words("rename"), { id });
      const answer = await fetch(href, { method: "POST", body: new URLSearchParams({ was, title }), redirect: "manual", headers: { accept: "application/json" } });
      const said = (await answer.json().catch(() => ({}))) as { version?: number; detail?: string };
      if (!answer.ok || !said.version) return this.say(said.detail ?? this.words("refused"));
      titleOf(link).textContent = ` ${title}`;
      item.querySelector(".tree-handle")?.setAttribute("aria-label", fill(this.words("handle"), { name: title }));
      this.dispatchEvent(new CustomEvent("lesson-renamed", { bubbles: true, detail: { id, title, version: said.version } }));
      this.say(fill(this.words("renamed"), { name: title }));
    } catch {
      this.say(this.words("failed"));
    }
  }

  /** Counts the numbers of the tree anew, as the server will. */
  #number(list: Element | null = this.querySelector(".tree-list"), before = ""): void {
    for (const [at, item] of Array.from(list?.children ?? []).entries()) {
      const number = `${before}${at + 1}`;
      const sign = item.querySelector(":scope > .tree-row > a > span");
      if (sign) sign.textContent = number;
      this.#number(inner(item), `${number}.`);
    }
  }

  get #depth(): number {
    return Number(this.dataset.depth) || 8;
  }

  /** The tree as it stands in the page. */
  #tree(list: Element | null = this.querySelector(".tree-list")): Node[] {
    const items = Array.from(list?.children ?? []) as HTMLLIElement[];
    return items.map((item) => ({ id: item.dataset.item ?? "", children: this.#tree(inner(item)) }));
  }

  #item(id: string): HTMLLIElement | null {
    return this.querySelector<HTMLLIElement>(`li[data-item="${CSS.escape(id)}"]`);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.#drag) return this.#putBack();
    const direction = KEYS[event.key];
    const row = (event.target as Element).closest(".tree-row");
    const item = row?.closest<HTMLLIElement>("li[data-item]");
    if (!direction || !item || !event.altKey) return;
    event.preventDefault();
    const place = step(this.#tree(), item.dataset.item ?? "", direction, this.#depth);
    if (typeof place === "string") this.say(this.words(place));
    else void this.#move(item, place);
  }

  #take(event: PointerEvent): void {
    const handle = (event.target as Element).closest<HTMLElement>(".tree-handle");
    const item = handle?.closest<HTMLLIElement>("li[data-item]");
    if (!handle || !item || event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    this.#drag = { item, handle, y: event.clientY, lifted: false };
  }

  #carry(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    if (!drag.lifted && Math.abs(event.clientY - drag.y) < SLACK) return;
    drag.lifted = true;
    drag.item.setAttribute("data-lifted", "");
    this.#clearMarks();
    const row = document.elementFromPoint(event.clientX, event.clientY)?.closest(".tree-row");
    const item = row?.closest<HTMLLIElement>("li[data-item]");
    drag.target = undefined;
    if (row && item && this.contains(item)) {
      const box = row.getBoundingClientRect();
      const share = (event.clientY - box.top) / box.height;
      const zones = share < 0.3 ? (["before", "inside"] as const) : share > 0.7 ? (["after", "inside"] as const) : (["inside", "after"] as const);
      const tree = this.#tree();
      for (const zone of zones) {
        const place = drop(tree, drag.item.dataset.item ?? "", item.dataset.item ?? "", zone, this.#depth);
        if (!place) continue;
        item.setAttribute("data-drop", zone);
        drag.target = { item, place };
        break;
      }
    }
    // Near an edge the page scrolls along
    if (event.clientY < 48) scrollBy(0, -12);
    else if (event.clientY > innerHeight - 48) scrollBy(0, 12);
  }

  #letFall(): void {
    const drag = this.#drag;
    this.#putBack();
    if (drag?.lifted && drag.target) void this.#move(drag.item, drag.target.place);
  }

  #putBack(): void {
    this.#drag?.item.removeAttribute("data-lifted");
    this.#drag = undefined;
    this.#clearMarks();
  }

  #clearMarks(): void {
    for (const item of this.querySelectorAll("[data-drop]")) item.removeAttribute("data-drop");
  }

  /** Moves in the page first, then asks the server to keep it. */
  async #move(item: HTMLLIElement, place: Place): Promise<void> {
    const id = item.dataset.item ?? "";
    const before = placeOf(this.#tree(), id);
    const focused = document.activeElement;
    this.#put(item, place);
    // Moving an element takes the focus from it
    if (focused instanceof HTMLElement && item.contains(focused)) focused.focus();
    const tree = this.#tree();
    const sentence = fill(this.words("moved"), {
      name: nameOf(item),
      level: levelOf(tree, id),
      position: place.position + 1,
      total: siblings(tree, place.parent).length,
    });
    this.say(sentence);
    const outcome = await this.#post(id, place);
    if (outcome === "saved") return this.say(`${sentence} ${this.words("saved")}`);
    if (outcome === "refused" && before && this.isConnected) this.#put(item, before);
    this.say(this.words(outcome));
  }

  #put(item: HTMLLIElement, place: Place): void {
    let list: Element | null = this.querySelector(".tree-list");
    if (place.parent !== null) {
      const parent = this.#item(place.parent);
      if (!parent) return;
      list = inner(parent);
      if (!list) {
        list = document.createElement("ol");
        list.className = "tree-list";
        parent.append(list);
      }
    }
    item.remove();
    list?.insertBefore(item, list.children[place.position] ?? null);
    if (this.dataset.rename) this.#number();
  }

  async #post(item: string, place: Place): Promise<"saved" | "refused" | "failed"> {
    const body = new URLSearchParams({ item, parent: place.parent ?? "", position: String(place.position), version: this.words("version") });
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.words("href"), { method: "POST", body, redirect: "manual", headers: { accept: "application/json" } });
      if (answer.type === "opaqueredirect" || answer.ok) {
        const kept: unknown = await answer.json().catch(() => undefined);
        if (kept && typeof kept === "object" && "version" in kept) this.dataset.version = String(kept.version);
        return "saved";
      }
      return answer.status >= 500 ? "failed" : "refused";
    } catch {
      return "failed";
    } finally {
      this.removeAttribute("aria-busy");
    }
  }
}

/** What a row is called: said by the server, or read from its link without the number. */
function nameOf(item: HTMLLIElement | null): string {
  const link = item?.querySelector("a");
  return item?.dataset.name ?? (link ? (titleOf(link).textContent ?? "").trim() : "");
}

/** The words behind the number. */
function titleOf(link: HTMLAnchorElement): ChildNode {
  return link.lastChild ?? link;
}

/** The list below a row, if it has one. */
function inner(item: Element): Element | null {
  return Array.from(item.children).find((child) => child.matches("ol, ul")) ?? null;
}
