import type { Slip } from "../logic/offline.ts";
import * as shelf from "./shelf.ts";

/**
 * A page that goes has no time left for a database. So what was studied is written down at once where that takes no time, and
 * brought into the queue then, or by the next page that looks.
 */
const PREFIX = "xingtan-slip:";

/** Writes a slip down and brings it into the queue. False: this device keeps nothing. */
export async function hand(slip: Slip): Promise<boolean> {
  try {
    localStorage.setItem(PREFIX + slip.key, JSON.stringify(slip));
  } catch {
    // The queue itself may still take it
  }
  return bring(slip).catch(() => false);
}

/** Brings in what pages before could only write down. */
export async function gather(): Promise<void> {
  for (const place of places()) {
    try {
      await bring(JSON.parse(localStorage.getItem(place) ?? "") as Slip);
    } catch {
      localStorage.removeItem(place);
    }
  }
}

/** Throws all slips away. */
export function tear(): void {
  for (const place of places()) localStorage.removeItem(place);
}

async function bring(slip: Slip): Promise<boolean> {
  const kept = await shelf.add(slip);
  localStorage.removeItem(PREFIX + slip.key);
  return kept;
}

function places(): string[] {
  const all = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? "");
  return all.filter((place) => place.startsWith(PREFIX)).sort();
}
