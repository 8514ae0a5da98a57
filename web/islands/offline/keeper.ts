import type { Stretch } from "../logic/played.ts";
import { hand } from "./slips.ts";

/** A report as islands cut it; the device numbers it anew. */
interface Cut {
  seconds: number;
  played?: Stretch[];
  position?: number;
}

/** What sends the reports of an island: to the server, or into the device's own queue. */
export interface Sender {
  readonly failures: number;
  send(): Promise<void>;
  hurry(): void;
  stop(): void;
}

/** Names rise with time, so that slips keep their order. */
function name(): string {
  return `${Date.now().toString(36)}-${crypto.randomUUID()}`;
}

/** Takes reports of a lesson that was taken along: they wait on the device, whether there is a line or not. */
export class Keeper<Report extends Cut> implements Sender {
  failures = 0;

  constructor(
    private readonly lesson: string,
    private readonly next: () => Report | undefined,
    private readonly kept: (report: Report) => void,
  ) {}

  async send(): Promise<void> {
    const handed: Promise<boolean>[] = [];
    for (let report = this.next(); report; report = this.next()) {
      const { seconds, played = [], position = -1 } = report;
      this.kept(report);
      // That a page was opened, or where it stands, is no study
      if (seconds > 0 || played.length > 0) {
        handed.push(hand({ key: name(), lesson: this.lesson, seconds, played, position }));
      }
    }
    if (!handed.length) return;
    const kept = (await Promise.all(handed)).every(Boolean);
    if (!kept) this.failures += 1;
    document.dispatchEvent(new CustomEvent("taken-recorded", { detail: kept }));
  }

  hurry(): void {
    void this.send();
  }

  stop(): void {}
}
