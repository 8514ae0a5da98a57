import { type Verdict, verdict } from "./attention.ts";
import { pause } from "./waiting.ts";

/** A numbered report under the token of its learning session. */
export interface Numbered {
  token: string;
  seq: number;
}

/** A server's answer that was taken: what it counted, or a check that has to be passed first. */
export type Answer = Record<string, unknown>;

/** What a report led to. "held": the server wants something first; the report stays and is sent again later. */
export type Outcome = Verdict | "held";

/**
 * Sends what waits, one by one and in order; while the line is cut it tries again without end, ever more rarely.
 * `settled` is told of every report that was taken or finally refused, and says whether to go on.
 */
export class Reporter<Report extends Numbered> {
  /** Failures in a row. */
  failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  #over = false;

  constructor(
    private readonly href: string,
    private readonly next: () => Report | undefined,
    private readonly settled: (report: Report, outcome: Verdict, said: string) => "on" | "over",
    /** Looks at an answer; true holds the report back until `hurry`. */
    private readonly told: (answer: Answer | undefined, report: Report) => boolean,
    private readonly changed: () => void = () => {},
  ) {}

  /** Sends now, unless it is being done, or a failure asks for patience. */
  async send(): Promise<void> {
    if (this.#sending || this.#over || this.#retry !== undefined) return;
    this.#sending = true;
    for (let report = this.next(); report; report = this.next()) {
      const { outcome, said } = await this.#post(report);
      if (outcome === "held") break;
      if (outcome === "again") {
        this.failures += 1;
        this.#retry = setTimeout(() => this.hurry(), pause(this.failures));
        break;
      }
      this.failures = 0;
      if (this.settled(report, outcome, said) === "over") {
        this.#over = true;
        break;
      }
    }
    this.#sending = false;
    this.changed();
  }

  /** The line is back: what waits does not wait for its turn. */
  hurry(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    void this.send();
  }

  /** The page goes. */
  stop(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  async #post(report: Report): Promise<{ outcome: Outcome; said: string }> {
    try {
      const answer = await fetch(this.href, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(report),
        keepalive: true,
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return { outcome: "ended", said: "" };
      const outcome = verdict(answer.status);
      const body = (await answer.json().catch(() => undefined)) as Answer | undefined;
      if (outcome === "taken") return { outcome: this.told(body, report) ? "held" : "taken", said: "" };
      return { outcome, said: typeof body?.detail === "string" ? body.detail : "" };
    } catch {
      return { outcome: "again", said: "" };
    }
  }
}
