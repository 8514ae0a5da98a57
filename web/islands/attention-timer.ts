import { Island } from "./island.ts";
import { Attention, type Report, type Verdict, verdict, watching } from "./logic/attention.ts";
import { pause } from "./logic/waiting.ts";

/** What the server answers to a report. */
interface Counted {
  /** Where the lesson stands, in the page's language. */
  standing: string;
  done: boolean;
}

/**
 * Reports study time of a lesson page: when it comes in sight, every 15 s of attention, and when attention pauses. It counts nothing itself;
 * the server weighs each report against its own clock. When the page is hidden or another window is in use it pauses
 * and says why; when the line is cut, reports wait and go out in order once it is back.
 */
export default class AttentionTimer extends Island {
  #attention = new Attention("");
  #last = 0;
  #timer = 0;
  #retry = 0;
  #failures = 0;
  #sending = false;
  #over = false;

  protected override start(signal: AbortSignal): void {
    this.#attention = new Attention(this.words("token"), Number(this.dataset.seq) || 1);
    this.#last = performance.now();
    this.#timer = setInterval(() => this.#tick(), 1000);
    const look = () => this.#tick();
    for (const name of ["focus", "blur", "pageshow", "pagehide", "offline"]) addEventListener(name, look, { signal });
    document.addEventListener("visibilitychange", look, { signal });
    addEventListener("online", () => this.#hurry(), { signal });
    // Before the next page is asked for, so that it already shows this lesson as done.
    addEventListener("beforeunload", () => this.#leave(), { signal });
    this.#tick();
  }

  protected override stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#retry);
    this.#attention.cut();
    void this.#send();
  }

  #leave(): void {
    this.#tick();
    this.#attention.cut();
    void this.#send();
  }

  #tick(): void {
    if (this.#over) return;
    const now = performance.now();
    const state = watching({
      hidden: document.hidden,
      focused: document.hasFocus(),
      coarse: matchMedia("(pointer: coarse)").matches,
    });
    const was = this.dataset.state;
    // The time since the last tick belongs to the state that held during it
    if (was === "running" || was === "offline") this.#attention.tick(now - this.#last);
    this.#last = now;
    if (state === "running") this.#attention.begin();
    else this.#attention.cut();
    if (this.#attention.waiting.length) void this.#send();
    this.#show(state === "running" && (this.#failures > 1 || !navigator.onLine) ? "offline" : state);
  }

  #show(state: string): void {
    if (this.#over || this.dataset.state === state) return;
    this.dataset.state = state;
    this.say(this.words(state));
  }

  /** The line is back: what waits does not wait for its turn. */
  #hurry(): void {
    clearTimeout(this.#retry);
    this.#retry = 0;
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#sending || this.#over || this.#retry) return;
    this.#sending = true;
    for (let report = this.#attention.waiting[0]; report; report = this.#attention.waiting[0]) {
      const answer = await this.#post(report);
      if (answer === "again") {
        this.#failures += 1;
        this.#retry = setTimeout(() => this.#hurry(), pause(this.#failures));
        break;
      }
      this.#failures = 0;
      this.#attention.taken(report.seq);
      if (answer === "taken") continue;
      this.#show(answer);
      this.#over = true;
      clearInterval(this.#timer);
      break;
    }
    this.#sending = false;
  }

  async #post(report: Report): Promise<Verdict> {
    try {
      const answer = await fetch(this.words("href"), {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(report),
        keepalive: true,
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return "ended";
      const result = verdict(answer.status);
      if (result === "taken") this.#tell((await answer.json().catch(() => undefined)) as Counted | undefined);
      return result;
    } catch {
      return "again";
    }
  }

  /** The page shows what the server counted. */
  #tell(counted: Counted | undefined): void {
    if (!counted) return;
    for (const place of document.querySelectorAll("[data-live-standing] .badge, [data-live-standing] > span:last-child"))
      place.textContent = counted.standing;
    if (counted.done && this.dataset.done !== "true") {
      this.dataset.done = "true";
      void this.#refresh();
    }
  }

  /** The lesson has just been done: tree, badges and sentences come anew from the server, and it is said once. */
  async #refresh(): Promise<void> {
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const other = fresh.getElementById(part.id);
        if (other) part.replaceWith(document.adoptNode(other));
      }
      this.say(this.words("finished"));
    } catch {
      // The next page shows it.
    }
  }
}
