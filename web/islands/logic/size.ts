/** Bytes as people read them, in steps of a thousand as file managers count. */
export function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} KB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

/** Whole percent, 100 only for all of it. */
export function percent(done: number, all: number): number {
  return all > 0 && done >= all ? 100 : Math.min(99, Math.floor((100 * done) / Math.max(1, all)));
}
