/** Milliseconds without a key before what is typed is saved. */
export const REST = 1_500;
/** While somebody types without a pause, it is saved this often at the latest. */
export const LONGEST = 15_000;

/** What became of a save. */
export type Answer =
  | { is: "saved"; version: number; words: string }
  /** Somebody else saved before: it is in the history, set aside. */
  | { is: "aside"; words: string }
  /** Something typed is wrong; it can be mended. */
  | { is: "refused"; words: string }
  /** It will not be saved this way, whatever is typed. */
  | { is: "failed" }
  /** No answer came: nobody knows whether it was saved. */
  | { is: "lost" };

export type State = "clean" | "typing" | "saving" | "offline" | "aside" | "refused" | "failed";

/** A save on its way: what is sent again under the same key is saved once. */
export interface Save<T> {
  key: string;
  version: number;
  what: T;
}

/**
 * What of a text is saved and what is not. One save is on its way at a time; one that got no answer is sent again as it
 * was before anything newer goes out, so that the server's count tells one's own save from another's.
 */
export class Draft<T> {
  state: State = "clean";
  #typed: T | undefined;
  #since = 0;
  #last = 0;
  #open: Save<T> | undefined;

  constructor(
    public version: number,
    private readonly newKey: () => string,
  ) {}

  /** Something was typed. */
  type(what: T, now: number): void {
    if (this.#typed === undefined) this.#since = now;
    this.#typed = what;
    this.#last = now;
    if (this.state !== "aside" && this.state !== "saving" && this.state !== "offline") this.state = "typing";
  }

  /** In how many milliseconds something is to be sent; undefined: not until something happens. */
  due(now: number): number | undefined {
    if (this.state === "aside" || this.state === "saving") return undefined;
    if (this.state === "offline") return 0;
    if (this.#typed === undefined || this.state === "refused" || this.state === "failed") return undefined;
    return Math.max(0, Math.min(this.#last + REST, this.#since + LONGEST) - now);
  }

  /** What is to be sent now; nothing while a save is on its way, or where nothing is to be saved. */
  send(): Save<T> | undefined {
    if (this.state === "aside" || this.state === "saving") return undefined;
    if (!this.#open) {
      if (this.#typed === undefined) return undefined;
      this.#open = { key: this.newKey(), version: this.version, what: this.#typed };
      this.#typed = undefined;
    }
    this.state = "saving";
    return this.#open;
  }

  answer(answer: Answer): void {
    const sent = this.#open;
    if (answer.is === "lost") {
      this.state = "offline";
      return;
    }
    this.#open = undefined;
    if (answer.is === "saved") {
      this.version = answer.version;
      this.state = this.#typed === undefined ? "clean" : "typing";
      return;
    }
    // What was not taken is still to be saved, unless something newer is
    this.#typed ??= sent?.what;
    this.state = answer.is;
  }

  /** Another count of changes, from something else on the page that saved. */
  follow(version: number): void {
    if (!this.#open) this.version = version;
  }

  /** Whether something is not saved. */
  get open(): boolean {
    return this.#typed !== undefined || this.#open !== undefined;
  }

  /** The newest of what is not saved. */
  get unsaved(): T | undefined {
    return this.#typed ?? this.#open?.what;
  }
}
