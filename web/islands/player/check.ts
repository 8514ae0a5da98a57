/** A question that a person answers at a glance. */
export interface Check {
  id: string;
  question: string;
  options: { value: number; text: string }[];
}

export type Passed = { outcome: "right" } | { outcome: "stale" } | { outcome: "over"; said: string };

/** After so long without an answer the dialog says that it goes on waiting. */
const PATIENCE = 60_000;

/**
 * Asks in a dialog whether somebody is there. It cannot be closed without an answer, takes the focus and gives it
 * back; nothing is lost while it stands.
 */
export class PresenceCheck {
  #asked: Check | undefined;
  #timer = 0;
  #busied = false;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly href: string,
    /** Sentences for "nobody answered yet" and "the line is cut". */
    private readonly words: { late: string; offline: string },
    private readonly done: (passed: Passed) => void,
    signal: AbortSignal,
  ) {
    dialog.addEventListener("cancel", (event) => event.preventDefault(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  /** Whether the question stands. */
  get open(): boolean {
    return this.#asked !== undefined;
  }

  ask(check: Check, token: string): void {
    if (this.#asked?.id === check.id) return;
    this.#asked = check;
    const title = this.dialog.querySelector("h2");
    const options = this.dialog.querySelector("[data-options]");
    if (!title || !options) return;
    title.textContent = check.question;
    this.#say("");
    options.replaceChildren(
      ...check.options.map(({ value, text }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button";
        button.textContent = text;
        button.addEventListener("click", () => void this.#answer(check, token, value));
        return button;
      }),
    );
    if (!this.dialog.open) {
      // An old browser without dialogs shows it in the page
      if (typeof this.dialog.showModal === "function") this.dialog.showModal();
      else this.dialog.setAttribute("open", "");
    }
    title.tabIndex = -1;
    title.focus();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(this.words.late), PATIENCE);
  }

  async #answer(check: Check, token: string, answer: number): Promise<void> {
    if (this.#busied) return;
    this.#busy(true);
    try {
      const given = await fetch(this.href, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ token, id: check.id, answer }),
        redirect: "manual",
      });
      const body = (await given.json().catch(() => undefined)) as { detail?: string; check?: Check } | undefined;
      if (given.ok) this.#close({ outcome: "right" });
      else if (given.status === 422 && body?.check) {
        this.ask(body.check, token);
        this.#say(body.detail ?? "");
      } else if (given.status === 409) this.#close({ outcome: "stale" });
      else if (given.status >= 500 || given.status === 429) this.#say(this.words.offline);
      else this.#close({ outcome: "over", said: body?.detail ?? "" });
    } catch {
      this.#say(this.words.offline);
    }
    this.#busy(false);
  }

  #busy(busy: boolean): void {
    this.#busied = busy;
    for (const button of this.dialog.querySelectorAll<HTMLButtonElement>("[data-options] button")) {
      button.setAttribute("aria-disabled", String(busy));
    }
  }

  #close(passed: Passed): void {
    clearTimeout(this.#timer);
    this.#asked = undefined;
    if (typeof this.dialog.close === "function") this.dialog.close();
    else this.dialog.removeAttribute("open");
    this.done(passed);
  }

  #say(text: string): void {
    const said = this.dialog.querySelector("[role=alert]");
    if (said) said.textContent = text;
  }
}
