import type { PlayedReport } from "./played.ts";

/** What a page keeps on the device under its lesson. */
interface Kept {
  /** When it was written, ms since 1970. */
  at: number;
  /** The page that wrote it said that it goes. */
  closed: boolean;
  reports: PlayedReport[];
}

const PREFIX = "xingtan-played:";
/** A page that plays writes more often than this; one that has not written for so long is gone. */
export const SILENT = 12_000;
/** The server has long forgotten a session by then. */
const GOOD_FOR = 14 * 24 * 3_600_000;

/** The part of `localStorage` that this needs. */
export type Box = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * Reports that wait, kept under the lesson and the token of the page that made them: they outlive a closed tab and a
 * dead battery, and go out when the lesson is opened again. Two tabs never write into the same place.
 */
export class KeptReports {
  constructor(
    private readonly box: Box | undefined,
    private readonly lesson: string,
    private readonly token: string,
  ) {}

  /** Writes what waits; nothing left removes it. A device that is full or locked keeps nothing, and playing goes on. */
  keep(reports: PlayedReport[], now: number, closed = false): void {
    const place = PREFIX + this.lesson + " " + this.token;
    try {
      const own = reports.filter((report) => report.token === this.token);
      if (own.length) this.box?.setItem(place, JSON.stringify({ at: now, closed, reports: own } satisfies Kept));
      else this.box?.removeItem(place);
    } catch {
      // Nothing can be kept here
    }
  }

  /**
   * Reports of earlier pages of this lesson, oldest first; what is too old, of any lesson, is thrown away. `rest`: a
   * page may still be playing in another tab, so ask again when it has been silent for long enough.
   */
  earlier(now: number): { reports: PlayedReport[]; rest: boolean } {
    const found: Kept[] = [];
    let rest = false;
    for (const place of this.#places()) {
      const kept = this.#read(place);
      if (!kept || now - kept.at > GOOD_FOR) this.#remove(place);
      else if (!place.startsWith(`${PREFIX}${this.lesson} `) || place.endsWith(` ${this.token}`)) continue;
      else if (kept.closed || now - kept.at > SILENT) found.push(kept);
      else rest = true;
    }
    return { reports: found.sort((a, b) => a.at - b.at).flatMap((kept) => kept.reports), rest };
  }

  /** An earlier page's report was taken or refused. */
  done(token: string, left: PlayedReport[], now: number): void {
    new KeptReports(this.box, this.lesson, token).keep(left, now, true);
  }

  #places(): string[] {
    try {
      const box = this.box;
      if (!box) return [];
      const all = Array.from({ length: box.length }, (_, index) => box.key(index) ?? "");
      return all.filter((place) => place.startsWith(PREFIX));
    } catch {
      return [];
    }
  }

  #read(place: string): Kept | undefined {
    try {
      const kept = JSON.parse(this.box?.getItem(place) ?? "") as Kept;
      return Number.isFinite(kept.at) && Array.isArray(kept.reports) ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  #remove(place: string): void {
    try {
      this.box?.removeItem(place);
    } catch {
      // It stays
    }
  }
}

/** The device's own store, where the browser allows one. */
export function deviceBox(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
