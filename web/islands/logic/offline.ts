import type { Stretch } from "./played.ts";
import { union } from "./played.ts";

/** A lesson that was taken along, as the device knows it. */
export interface TakenLesson {
  /** Address of the lesson; its offline page is `HREF/taken`. */
  href: string;
  course: string;
  title: string;
  /** Bytes. */
  size: number;
  /** What version of the course it is of. */
  stamp: string;
  /** Until when it may be opened, ms since 1970. */
  until: number;
  /** Under which its reports go. */
  token: string;
  /** Number of the next report. */
  seq: number;
  /** What was played on this device. */
  watched: Stretch[];
  /** Where playing stopped, ms; below 0: where the page says. */
  position: number;
  /** When the server was asked about it last, ms since 1970. */
  checked: number;
  /** What was added last, by its own names, so that nothing is added twice. */
  added: string[];
}

/** Something studied, on its way into the queue. */
export interface Slip {
  /** Its own name. */
  key: string;
  lesson: string;
  seconds: number;
  played: Stretch[];
  /** Where playing stopped, ms; below 0: nothing is played. */
  position: number;
}

/** Slips of a closed page come in late; so many names are remembered of each lesson. */
const REMEMBERED = 32;

/** A report that waits for the line. */
export interface WaitingReport {
  /** Order in which it goes out; the device gives it. */
  id?: number;
  lesson: string;
  title: string;
  token: string;
  seq: number;
  seconds: number;
  played: Stretch[];
  position: number;
}

/** What became of the reports of one lesson. */
export interface Outcome {
  lesson: string;
  title: string;
  /** What was recorded and what the server counted, in milliseconds: of the medium, or of reading. */
  claimed: number;
  counted: number;
  /** Why the rest was refused, in the server's words. */
  reason: string;
  done: boolean;
  /** When, ms since 1970. */
  at: number;
}

/** What the server answers to a report that it took. */
export interface Taken {
  done?: boolean;
  /** Seconds counted and milliseconds credited; none where the report had been taken before. */
  added?: { seconds: number; played: number } | null;
  /** Why less was counted, in the server's words, where the limits of minors shortened it. */
  limited?: string | null;
}

export function isGood(lesson: TakenLesson, now: number): boolean {
  return now < lesson.until;
}

/** What a report stands for, in milliseconds. */
export function weight(report: Pick<WaitingReport, "seconds" | "played">): number {
  const played = report.played.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
  return played || report.seconds * 1000;
}

/** What the server counted of a report. One that it had taken before lost its answer on the way, and counted then. */
export function counted(report: WaitingReport, taken: Taken): number {
  if (!taken.added) return weight(report);
  return Math.min(weight(report), report.played.length ? taken.added.played : taken.added.seconds * 1000);
}

/** The outcome of a lesson after another report: taken, or refused for a reason. */
export function after(
  before: Outcome | undefined,
  report: WaitingReport,
  what: { taken: Taken } | { refused: string },
  now: number,
): Outcome {
  // Reports of another day are a story of their own
  const fresh = before && now - before.at < 3_600_000 ? before : undefined;
  const plus = "taken" in what ? counted(report, what.taken) : 0;
  return {
    lesson: report.lesson,
    title: report.title,
    claimed: (fresh?.claimed ?? 0) + weight(report),
    counted: (fresh?.counted ?? 0) + plus,
    reason: ("refused" in what ? what.refused : what.taken.limited) || (fresh?.reason ?? ""),
    done: (fresh?.done ?? false) || ("taken" in what && what.taken.done === true),
    at: now,
  };
}

/** Which sentence tells an outcome; `waits`: more of the lesson is still to be sent. */
export function sentence({ claimed, counted, reason }: Outcome, waits: boolean): "counted" | "less" | "more" | "lost" {
  // Less than a second is rounding
  if (claimed - counted < 1_000) return "counted";
  if (reason) return "lost";
  return waits ? "more" : "less";
}

/** A lesson after something more of it was recorded; undefined: it was recorded before. */
export function recorded(lesson: TakenLesson, { key, played, position }: Slip): TakenLesson | undefined {
  if (lesson.added.includes(key)) return undefined;
  const added = [...lesson.added, key].slice(-REMEMBERED);
  return { ...lesson, seq: lesson.seq + 1, watched: union([...lesson.watched, ...played]), position, added };
}

/** The part of `size` bytes that a `Range` header asks for, both ends included. */
export function part(header: string | null, size: number): [number, number] | "whole" | "outside" {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return "whole";
  if (from === "") return size > 0 && Number(to) > 0 ? [Math.max(0, size - Number(to)), size - 1] : "outside";
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return first < size && first <= last ? [first, last] : "outside";
}

/** Bytes in words: `12.3 MB`. */
export function bytes(n: number): string {
  if (n < 1_000_000) return `${Math.max(1, Math.round(n / 1_000))} KB`;
  if (n < 1_000_000_000) return `${(n / 1_000_000).toFixed(n < 10_000_000 ? 1 : 0)} MB`;
  return `${(n / 1_000_000_000).toFixed(1)} GB`;
}
