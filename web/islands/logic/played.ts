/** Milliseconds of playing after which a report is due. */
export const DUE = 15_000;
/** Stretches that one report may carry. */
export const MOST_STRETCHES = 32;
/** Nobody plays faster; the server would not count it. */
export const FASTEST = 2;
/** A gap up to this long is none: the decoder and the clock of the page tick in steps. */
export const LONGEST_GAP = 3_000;
/** By how much a position may run ahead of the clock before it is a jump. */
const SLACK = 600;

/** `[from, to]` in milliseconds of the medium. */
export type Stretch = [number, number];

/**
 * What the server is told: the session's token, a number that rises by one, whole seconds of playing, what was played
 * and where one is now.
 */
export interface PlayedReport {
  token: string;
  seq: number;
  seconds: number;
  played: Stretch[];
  position: number;
}

/**
 * Collects what was really played and cuts it into numbered reports; what was not taken yet waits in order. A position
 * that runs ahead of the clock is a jump: it ends a stretch and begins another.
 */
export class Played {
  readonly waiting: PlayedReport[] = [];
  #stretches: Stretch[] = [];
  #wall = 0;
  #told = -1;
  #begun = false;
  #seq: number;
  /** Position and moment of the last tick, while playing. */
  #last: { position: number; now: number; rate: number } | undefined;

  constructor(
    private readonly token: string,
    firstSeq = 1,
  ) {
    this.#seq = firstSeq;
  }

  /** Playing begins: a first report without time says so, and the server begins its learning session. */
  begin(position: number): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#push(0, [], position);
  }

  /** The medium stands at `position` (ms) at the moment `now` (ms), plays at `rate`, and counts. */
  tick(position: number, now: number, rate: number): void {
    const last = this.#last;
    this.#last = { position, now, rate };
    const stretch = this.#stretches.at(-1);
    if (last && stretch) {
      const passed = position - last.position;
      const most = (now - last.now) * Math.min(Math.max(rate, last.rate), FASTEST) + SLACK;
      if (passed >= 0 && passed <= most) {
        stretch[1] = position;
        // What stood still while the line was slow is no time of playing
        this.#wall += Math.max(0, Math.min(now - last.now, passed / Math.max(Math.min(rate, last.rate), 0.1)));
        if (this.#wall >= DUE) this.cut();
        return;
      }
    }
    this.#open(position);
  }

  /** Playing pauses, or does not count just now. */
  rest(): void {
    this.#last = undefined;
  }

  /** Closes the running report early, because playing pauses, somebody seeks, or the page goes. */
  cut(): void {
    const report = this.draft();
    if (!report) return;
    this.#push(report.seconds, report.played, report.position);
    this.#wall -= report.seconds * 1000;
    const end = this.#stretches.at(-1)?.[1];
    this.#stretches = this.#last && end !== undefined ? [[end, end]] : [];
  }

  /** Where one is now, when that is worth a report of its own. */
  at(position: number): void {
    if (!this.#begun || Math.abs(position - this.#told) < 1_000) return;
    this.cut();
    if (Math.abs(position - this.#told) >= 1_000) this.#push(0, [], position);
  }

  /** The running report as it would be cut now; kept on the device in case the page ends without a word. */
  draft(): PlayedReport | undefined {
    const played = this.#stretches
      .map(([from, to]): Stretch => [Math.round(from), Math.round(to)])
      .filter(([from, to]) => to > from);
    const last = played.at(-1);
    if (!last) return undefined;
    const seconds = Math.floor(this.#wall / 1000);
    return { token: this.token, seq: this.#seq, seconds, played, position: last[1] };
  }

  /** The server has taken (or finally refused) a report. */
  taken({ token, seq }: PlayedReport): void {
    const index = this.waiting.findIndex((report) => report.seq === seq && report.token === token);
    if (index >= 0) this.waiting.splice(index, 1);
  }

  /** Reports of an earlier page go first, under their own token. */
  before(reports: PlayedReport[]): void {
    this.waiting.unshift(...reports);
  }

  /** A token that has ended takes its reports along. */
  forget(token: string): void {
    for (const report of this.waiting.filter((one) => one.token === token)) this.taken(report);
  }

  #open(position: number): void {
    const open = this.#stretches.at(-1);
    if (open && open[1] <= open[0]) this.#stretches.pop();
    if (this.#stretches.length >= MOST_STRETCHES) this.cut();
    const again = this.#stretches.at(-1);
    if (again && again[1] <= again[0]) this.#stretches.pop();
    this.#stretches.push([position, position]);
  }

  #push(seconds: number, played: Stretch[], position: number): void {
    this.#told = Math.round(position);
    this.waiting.push({ token: this.token, seq: this.#seq, seconds, played, position: this.#told });
    this.#seq += 1;
  }
}

/** The union of stretches, ascending, apart from each other. */
export function union(stretches: Iterable<Stretch>): Stretch[] {
  const sorted = [...stretches].filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
  const whole: Stretch[] = [];
  for (const [from, to] of sorted) {
    const last = whole.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else whole.push([from, to]);
  }
  return whole;
}

/** How far it was played from the beginning without a gap that counts. */
export function reached(watched: Stretch[]): number {
  let end = 0;
  for (const [from, to] of watched) {
    if (from - end > LONGEST_GAP) break;
    end = Math.max(end, to);
  }
  return end;
}

/** Where a wish to seek ends: within the medium, and no farther than `frontier` where there is one. */
export function seekable(wish: number, duration: number, frontier: number | null): number {
  const end = frontier === null ? duration : Math.min(duration, frontier);
  return Math.max(0, Math.min(wish, end));
}

/** `[[0,1500]]` as the server writes it; what cannot be read is nothing. */
export function stretches(text: string): Stretch[] {
  try {
    const read: unknown = JSON.parse(text);
    if (!Array.isArray(read)) return [];
    return union(read.filter((one): one is Stretch => Array.isArray(one) && one.length === 2 && one.every(Number.isFinite)));
  } catch {
    return [];
  }
}

/** `1:02:03` or `11:24`, as on every player. */
export function clock(milliseconds: number): string {
  const { hours, minutes, seconds } = parts(milliseconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Hours, minutes and seconds of a position. */
export function parts(milliseconds: number): { hours: number; minutes: number; seconds: number } {
  const whole = Math.max(0, Math.floor(milliseconds / 1000));
  return { hours: Math.floor(whole / 3600), minutes: Math.floor(whole / 60) % 60, seconds: whole % 60 };
}

export type Playing = "running" | "paused" | "hidden" | "offline" | "waiting";

/**
 * Whether playing counts now. A film must be in sight, in the page or in its own small window; what one listens to
 * counts with the screen off.
 */
export function playing(now: {
  paused: boolean;
  stalled: boolean;
  hidden: boolean;
  apart: boolean;
  audio: boolean;
  offline: boolean;
}): Playing {
  if (now.hidden && !now.apart && !now.audio) return "hidden";
  if (now.paused) return "paused";
  if (now.stalled) return "waiting";
  return now.offline ? "offline" : "running";
}
