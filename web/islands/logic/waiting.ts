/** Milliseconds until the next try after `failures` failures in a row: 2, 4, 8, … s, at most 30 s. */
export function pause(failures: number): number {
  return Math.min(2_000 * 2 ** Math.min(failures, 10), 30_000);
}
