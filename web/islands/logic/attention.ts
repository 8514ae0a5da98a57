/** Milliseconds of attention after which a report is due. */
export const DUE = 15_000;

/** A tick longer than this means the device slept: it is not attention. */
const LONGEST_TICK = 2_500;

/** What the server is told: the session's token, a number that rises by one, and whole seconds of attention. */
export interface Report {
  token: string;
  seq: number;
  seconds: number;
}

/** Adds up attention and cuts it into numbered reports; what was not taken yet waits in order. */
export class Attention {
  readonly waiting: Report[] = [];
  #gathered = 0;
  #begun = false;
  #seq: number;

  constructor(
    private readonly token: string,
    firstSeq = 1,
  ) {
    this.#seq = firstSeq;
  }

  /** The lesson is in sight: a first report without time says so, and the server begins its learning session. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.waiting.push({ token: this.token, seq: this.#seq, seconds: 0 });
    this.#seq += 1;
  }

  /** `milliseconds` passed since the last tick, all of it with attention. */
  tick(milliseconds: number): void {
    if (milliseconds <= 0 || milliseconds > LONGEST_TICK) return;
    this.#gathered += milliseconds;
    if (this.#gathered >= DUE) this.cut();
  }

  /** Closes the running report early, because attention pauses or the page goes. */
  cut(): void {
    const seconds = Math.floor(this.#gathered / 1000);
    if (seconds === 0) return;
    this.#gathered -= seconds * 1000;
    this.waiting.push({ token: this.token, seq: this.#seq, seconds });
    this.#seq += 1;
  }

  /** The server has taken (or finally refused) a report. */
  taken(seq: number): void {
    const index = this.waiting.findIndex((report) => report.seq === seq);
    if (index >= 0) this.waiting.splice(index, 1);
  }
}

export type Verdict = "taken" | "again" | "elsewhere" | "ended";

/** What a status means for the report it answers. A network failure is "again". */
export function verdict(status: number): Verdict {
  if (status >= 200 && status < 300) return "taken";
  if (status === 409) return "elsewhere";
  if (status === 429 || status === 408 || status >= 500) return "again";
  return "ended";
}

export type Watching = "running" | "hidden" | "blurred";

/**
 * Whether there is attention. On a touch screen a page in sight is a page in use: web views inside other apps often
 * report no focus until they are touched.
 */
export function watching(page: { hidden: boolean; focused: boolean; coarse: boolean }): Watching {
  if (page.hidden) return "hidden";
  return page.focused || page.coarse ? "running" : "blurred";
}
