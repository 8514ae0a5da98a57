import { Island } from "./island.ts";
import { type Counted, refreshLive, rests, showStanding, soonOver } from "./live.ts";
import { Attention, type Report, watching } from "./logic/attention.ts";
import { Reporter } from "./logic/reporter.ts";
import { Keeper, type Sender } from "./offline/keeper.ts";

/**
 * Reports study time of a lesson page: when it comes in sight, every 15 s of attention, and when attention pauses. It counts nothing itself;
 * the server weighs each report against its own clock. When the page is hidden or another window is in use it pauses
 * and says why; when the line is cut, reports wait and go out in order once it is back.
 */
export default class AttentionTimer extends Island {
  #attention = new Attention("");
  #reporter: Sender | undefined;
  #last = 0;
  #timer = 0;
  #over = false;
  #ending = 0;

  protected override start(signal: AbortSignal): void {
    this.#attention = new Attention(this.words("token"), Number(this.dataset.seq) || 1);
    const taken = this.closest<HTMLElement>("taken-lesson")?.dataset.lesson;
    const next = () => this.#attention.waiting[0];
    const reporter = () => new Reporter<Report>(
      this.words("href"),
      next,
      (report, outcome) => {
        this.#attention.taken(report.seq);
        if (outcome === "taken") return "on";
        this.#show(outcome);
        this.#over = true;
        clearInterval(this.#timer);
        return "over";
      },
      (answer) => this.#tell(answer as Counted | undefined),
    );
    // A lesson that was taken along reports into the device's own queue
    this.#reporter = taken ? new Keeper<Report>(taken, next, ({ seq }) => this.#attention.taken(seq)) : reporter();
    this.#last = performance.now();
    this.#timer = setInterval(() => this.#tick(), 1000);
    const look = () => this.#tick();
    for (const name of ["focus", "blur", "pageshow", "pagehide", "offline"]) addEventListener(name, look, { signal });
    document.addEventListener("visibilitychange", look, { signal });
    addEventListener("online", () => this.#reporter?.hurry(), { signal });
    // Before the next page is asked for, so that it already shows this lesson as done.
    addEventListener("beforeunload", () => this.#leave(), { signal });
    this.#tick();
  }

  protected override stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#ending);
    this.#attention.cut();
    this.#reporter?.stop();
    void this.#reporter?.send();
  }

  #leave(): void {
    this.#tick();
    this.#attention.cut();
    void this.#reporter?.send();
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
    if (this.#attention.waiting.length) void this.#reporter?.send();
    const offline = (this.#reporter?.failures ?? 0) > 1 || !navigator.onLine;
    this.#show(state === "running" && offline ? "offline" : state);
  }

  #show(state: string): void {
    if (this.#over || this.dataset.state === state) return;
    this.dataset.state = state;
    this.say(this.words(state));
  }

  /** The page shows what the server counted. */
  #tell(counted: Counted | undefined): false {
    if (!counted) return false;
    showStanding(counted);
    if (rests(counted)) {
      this.#over = true;
      clearInterval(this.#timer);
      this.dataset.state = "hidden";
      this.say(counted.rest?.text ?? "");
      return false;
    }
    const soon = soonOver(counted);
    clearTimeout(this.#ending);
    if (soon !== undefined) this.#ending = setTimeout(() => this.#leave(), soon);
    if (counted.done && this.dataset.done !== "true") {
      this.dataset.done = "true";
      void refreshLive().then((fresh) => fresh && this.say(this.words("finished")));
    }
    return false;
  }
}
