import { Island, fill } from "./island.ts";
import { type Counted, refreshLive, rests, showStanding, soonOver } from "./live.ts";
import { KeptReports, SILENT, deviceBox } from "./logic/kept.ts";
import {
  FASTEST,
  LONGEST_GAP,
  Played,
  type PlayedReport,
  type Playing,
  type Stretch,
  clock,
  playing,
  reached,
  seekable,
  stretches,
  union,
} from "./logic/played.ts";
import { type Answer, Reporter } from "./logic/reporter.ts";
import { Keeper, type Sender } from "./offline/keeper.ts";
import { beside } from "./player/beside.ts";
import { type Check, PresenceCheck } from "./player/check.ts";
import { Controls, type Deck } from "./player/controls.ts";
import { open } from "./player/source.ts";

/** What the server answers to a report of playing. */
interface CountedPlaying extends Counted {
  watched?: Stretch[] | null;
  frontier?: number | null;
  check?: Check;
}

/** How often what runs is kept on the device. */
const KEEP = 5_000;
/** How long a sentence stands at least that only a glance is due to. */
const READ = 6_000;

/**
 * Plays a film or a sound and reports what was really played; the server decides what of it counts. It says why when
 * nothing counts, resumes where one stopped, and loses nothing when the line is cut, the page closed or the device
 * dead. Without `data-href` it only plays.
 */
export default class VideoPlayer extends Island implements Deck {
  media!: HTMLMediaElement;
  frontier: number | null = null;
  #played = new Played("");
  #kept = new KeptReports(undefined, "", "");
  #reporter: Sender | undefined;
  #controls!: Controls;
  #check: PresenceCheck | undefined;
  /** What the server knows. */
  #known: Stretch[] = [];
  /** Where playing shall begin, until the source is open. */
  #first: number | undefined;
  #timer = 0;
  #keptAt = 0;
  #counted = false;
  #stalled = false;
  #hidden = false;
  #over = false;
  #goOn = false;
  #going = false;
  #aheadUntil = 0;
  #ending = 0;
  #signal!: AbortSignal;

  get duration(): number {
    const told = Number(this.dataset.duration) || 0;
    const found = this.media.duration * 1000;
    return told || (Number.isFinite(found) ? Math.round(found) : 0);
  }

  get position(): number {
    return this.#first ?? Math.round(this.media.currentTime * 1000);
  }

  protected override start(signal: AbortSignal): void {
    const media = this.querySelector<HTMLMediaElement>("video, audio");
    if (!media) return;
    this.media = media;
    this.#signal = signal;
    const begun = !media.paused;
    this.frontier = this.dataset.frontier ? Number(this.dataset.frontier) : null;
    this.#known = stretches(this.words("watched"));
    const position = Number(this.dataset.position) || 0;
    const end = this.duration - 3_000;
    // Who stopped at the end begins again
    this.#first = begun ? undefined : seekable(end > 0 && position >= end ? 0 : position, this.duration, this.frontier);
    this.#controls = new Controls(this, this, signal);
    this.#listen(signal);
    this.#report(signal);
    this.#timer = setInterval(() => this.#tick(), 1_000);
    this.#ranges();
    const resumed = this.#first ?? 0;
    this.say(resumed > 0 ? fill(this.words("resume"), { time: clock(resumed) }) : this.words("ready"));
    this.dataset.state = "ready";
    this.dataset.ready = "true";
    if (begun) this.#tick();
  }

  protected override stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#ending);
    this.#rest();
    this.#reporter?.stop();
    void this.#reporter?.send();
    this.#going = true;
    this.#keep();
  }

  /** Play or pause. */
  toggle(): void {
    if (this.#over || this.#check?.open) return;
    if (this.media.paused) void this.#play();
    else this.media.pause();
  }

  /** Goes to a place, as far as the course allows. */
  seek(wish: number): void {
    const to = seekable(wish, this.duration, this.#reach());
    const short = wish - to > LONGEST_GAP && to < this.duration - LONGEST_GAP;
    if (this.#first !== undefined) this.#first = to;
    else {
      this.#tick();
      this.media.currentTime = to / 1000;
    }
    if (short) this.#ahead();
    this.#controls.draw();
  }

  async #play(): Promise<void> {
    const first = this.#first;
    this.#hidden = false;
    if (first !== undefined) {
      this.#stalled = true;
      this.#show("waiting");
      try {
        await open(this.media, this.words("src"), first, this.#signal, (fault) => this.#end(fault, ""));
      } catch {
        // The player's script did not come: the line is cut, and the next press tries again
        this.#stalled = false;
        this.#show("unreached");
        return;
      }
      this.#first = undefined;
    }
    try {
      await this.media.play();
    } catch (error) {
      if ((error as Error).name === "NotAllowedError") this.#show("paused");
    }
  }

  #listen(signal: AbortSignal): void {
    beside(this, signal);
    const { media } = this;
    const on = (names: string[], act: () => void) => {
      for (const name of names) media.addEventListener(name, act, { signal });
    };
    on(["timeupdate", "play"], () => this.#tick());
    on(["playing", "canplay"], () => {
      this.#stalled = false;
      this.#tick();
    });
    on(["waiting"], () => {
      this.#stalled = true;
      this.#tick();
    });
    on(["pause", "ended", "leavepictureinpicture"], () => this.#tick());
    on(["seeking"], () => this.#sought());
    on(["ratechange"], () => {
      if (media.playbackRate > FASTEST) media.playbackRate = FASTEST;
    });
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    media.addEventListener("leavepictureinpicture", () => this.#look(), { signal });
    addEventListener("online", () => this.#reporter?.hurry(), { signal });
    addEventListener("offline", () => this.#tick(), { signal });
    addEventListener("beforeunload", () => this.#leave(), { signal });
    addEventListener("pagehide", () => this.#leave(true), { signal });
    addEventListener("pageshow", () => (this.#going = false), { signal });
    const session = (navigator as { mediaSession?: MediaSession }).mediaSession;
    if (!session || typeof MediaMetadata === "undefined") return;
    session.metadata = new MediaMetadata({ title: this.words("title") });
    session.setActionHandler("seekbackward", () => this.seek(this.position - 10_000));
    session.setActionHandler("seekforward", () => this.seek(this.position + 10_000));
  }

  #report(signal: AbortSignal): void {
    const token = this.words("token");
    const href = this.words("href");
    if (!href) return;
    this.#played = new Played(token, Number(this.dataset.seq) || 1);
    const taken = this.closest<HTMLElement>("taken-lesson")?.dataset.lesson;
    if (taken) {
      // A lesson that was taken along reports into the device's own queue
      this.#reporter = new Keeper<PlayedReport>(taken, () => this.#played.waiting[0], (report) => {
        this.#known = union([...this.#known, ...report.played]);
        this.#played.taken(report);
      });
      return;
    }
    this.#kept = new KeptReports(deviceBox(), this.words("keep") || location.pathname, token);
    this.#reporter = new Reporter<PlayedReport>(
      href,
      () => (this.#check?.open ? undefined : this.#played.waiting[0]),
      (report, outcome, said) => this.#settled(report, outcome, said),
      (answer, report) => this.#tell(answer, report),
      () => this.#keep(),
    );
    const dialog = this.querySelector<HTMLDialogElement>("dialog[data-check-part]");
    if (dialog) {
      const words = { late: this.words("late"), offline: this.words("unanswered") };
      this.#check = new PresenceCheck(dialog, this.words("presence"), words, (passed) => this.#answered(passed), signal);
    }
    this.#earlier(signal);
  }

  /** What an earlier page could not send goes first. */
  #earlier(signal: AbortSignal): void {
    const { reports, rest } = this.#kept.earlier(Date.now());
    this.#played.before(reports);
    if (reports.length) void this.#reporter?.send();
    if (!rest) return;
    const timer = setTimeout(() => this.#earlier(signal), SILENT + 1_000);
    signal.addEventListener("abort", () => clearTimeout(timer));
  }

  #settled(report: PlayedReport, outcome: string, said: string): "on" | "over" {
    this.#played.taken(report);
    if (report.token !== this.words("token")) {
      if (outcome !== "taken") this.#played.forget(report.token);
      const left = this.#played.waiting.filter(({ token }) => token === report.token);
      this.#kept.done(report.token, left, Date.now());
      return "on";
    }
    if (outcome === "taken") return "on";
    this.#played.forget(report.token);
    this.#end(outcome, said);
    return "over";
  }

  /** Nothing counts any more until the page is opened again; it is said why. */
  #end(state: string, said: string): void {
    this.#over = true;
    this.#tick();
    this.media.pause();
    clearInterval(this.#timer);
    this.#going = true;
    this.#keep();
    void this.#controls.leave();
    if (document.pictureInPictureElement) void document.exitPictureInPicture().catch(() => {});
    this.dataset.state = state;
    this.say(said || this.words(state));
    const again = this.querySelector<HTMLElement>("[data-again]");
    if (again) again.hidden = false;
  }

  /** What the server counted; true when it asks for presence first. */
  #tell(answer: Answer | undefined, report: PlayedReport): boolean {
    const counted = answer as CountedPlaying | undefined;
    if (!counted) return false;
    if (counted.check && this.#check) {
      this.#goOn ||= !this.media.paused;
      this.media.pause();
      void this.#controls.leave();
      this.#show("checking");
      this.#check.ask(counted.check, report.token);
      return true;
    }
    showStanding(counted);
    if (counted.watched) this.#known = union(counted.watched);
    if (counted.frontier !== undefined) this.frontier = counted.frontier;
    this.#ranges(report);
    if (rests(counted)) {
      this.#end("resting", counted.rest?.text ?? "");
      return false;
    }
    const soon = soonOver(counted);
    clearTimeout(this.#ending);
    // What is played counts to the last second; then the server says when it goes on
    if (soon !== undefined) this.#ending = setTimeout(() => this.media.pause(), soon);
    if (counted.done && this.dataset.done !== "true") {
      this.dataset.done = "true";
      void refreshLive().then((fresh) => fresh && this.say(this.words("finished")));
    }
    return false;
  }

  #answered(passed: { outcome: string; said?: string }): void {
    const goOn = this.#goOn;
    this.#goOn = false;
    if (passed.outcome === "over") return this.#end("ended", passed.said ?? "");
    this.#reporter?.hurry();
    this.#show("paused");
    if (goOn) void this.#play();
  }

  /** A film that nobody can see stops; what one listens to goes on. */
  #look(): void {
    const film = this.media instanceof HTMLVideoElement && !this.hasAttribute("data-audio");
    if (document.hidden && film && !this.#apart() && !this.media.paused) {
      this.#tick();
      this.#hidden = true;
      this.media.pause();
    }
    this.#tick();
  }

  #apart(): boolean {
    const apple = this.media as HTMLMediaElement & { webkitPresentationMode?: string };
    return document.pictureInPictureElement === this.media || apple.webkitPresentationMode === "picture-in-picture";
  }

  #tick(): void {
    const { media } = this;
    if (this.#first !== undefined || media.seeking) return;
    const paused = media.paused || media.ended;
    let state: Playing = playing({
      paused,
      stalled: this.#stalled,
      hidden: document.hidden,
      apart: this.#apart(),
      audio: this.hasAttribute("data-audio"),
      offline: (this.#reporter?.failures ?? 0) > 1 || !navigator.onLine,
    });
    if (this.#hidden && state === "paused") state = "hidden";
    const counts = !this.#over && (state === "running" || state === "offline" || state === "waiting");
    if (counts || this.#counted) {
      if (counts) this.#played.begin(this.position);
      this.#played.tick(media.currentTime * 1000, performance.now(), media.playbackRate);
    }
    if (this.#counted && !counts) this.#rest();
    this.#counted = counts;
    if (this.#played.waiting.length) void this.#reporter?.send();
    if (performance.now() - this.#keptAt > KEEP) this.#keep();
    this.#ranges();
    if (!this.#over && !this.#check?.open) this.#show(media.ended ? "paused" : state);
  }

  /** The stretch ends; what was played goes to the server at once. */
  #rest(): void {
    this.#played.rest();
    this.#played.cut();
    this.#played.at(this.position);
    this.#counted = false;
    void this.#reporter?.send();
    this.#keep();
  }

  /** Somebody seeks, here or by the browser's own controls. */
  #sought(): void {
    const limit = this.#reach();
    if (limit !== null && this.position > limit + LONGEST_GAP) {
      this.media.currentTime = limit / 1000;
      this.#ahead();
      return;
    }
    this.#played.rest();
    this.#played.cut();
    this.#played.at(this.position);
    void this.#reporter?.send();
  }

  #leave(going = false): void {
    if (this.#counted) this.#tick();
    this.#played.cut();
    void this.#reporter?.send();
    this.#going = going;
    this.#keep();
  }

  #keep(): void {
    if (!this.#reporter) return;
    this.#keptAt = performance.now();
    const draft = this.#over ? undefined : this.#played.draft();
    this.#kept.keep(draft ? [...this.#played.waiting, draft] : this.#played.waiting, Date.now(), this.#going);
  }

  /** What the server knows with what it will be told, without `taken`, which it has just counted. */
  #watched(taken?: PlayedReport): Stretch[] {
    const waiting = this.#played.waiting.filter((report) => report !== taken).flatMap(({ played }) => played);
    return union([...this.#known, ...waiting, ...(this.#played.draft()?.played ?? [])].map(([from, to]): Stretch => [from, to]));
  }

  #reach(): number | null {
    return this.frontier === null ? null : Math.max(this.frontier, reached(this.#watched()));
  }

  #ranges(taken?: PlayedReport): void {
    if (this.frontier !== null) this.frontier = this.#reach();
    this.#controls.ranges(this.#watched(taken));
  }

  #ahead(): void {
    this.say(fill(this.words("ahead"), { time: clock(this.#reach() ?? 0) }));
    this.dataset.state = "ahead";
    this.#aheadUntil = performance.now() + READ;
  }

  #show(state: string): void {
    if (this.#over || this.dataset.state === state) return;
    // What has just been said about a place can be read before playing speaks again
    if ((state === "running" || state === "waiting") && performance.now() < this.#aheadUntil) return;
    this.dataset.state = state;
    if (this.#reporter || state === "waiting" || state === "unreached") this.say(this.words(state));
    else this.say("");
  }
}
