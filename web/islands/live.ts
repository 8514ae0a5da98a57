/** What the server answers to a report of study time. */
export interface Counted {
  /** Where the lesson stands, in the page's language. */
  standing?: string;
  done?: boolean;
  /** Whether to rest, in the page's language; `stops`: nothing counts until then. */
  rest?: Rest | null;
  /** For how many seconds time counts still, where something ends it. */
  left?: number | null;
}

/** That a rest is suggested, or has to be. */
export interface Rest {
  text: string;
  stops?: string | null;
}

/** Below so many seconds the end of counting is waited for to the second. */
const SOON = 20;

/** Says that a rest would do good; true where one has to be, and nothing counts until then. */
export function rests({ rest }: Counted): boolean {
  if (rest?.stops) return true;
  document.dispatchEvent(new CustomEvent("rest", { detail: rest ?? undefined }));
  return false;
}

/** Milliseconds until counting ends, where that is before the next report. */
export function soonOver({ left, rest }: Counted): number | undefined {
  return left && left <= SOON && !rest?.stops ? left * 1_000 : undefined;
}

/** The page shows where the lesson stands, as the server counted it. */
export function showStanding({ standing }: Counted): void {
  if (!standing) return;
  for (const place of document.querySelectorAll("[data-live-standing] .badge, [data-live-standing] > span:last-child"))
    place.textContent = standing;
}

/** The lesson has just been done: tree, badges and sentences come anew from the server. False: the next page shows it. */
export async function refreshLive(): Promise<boolean> {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error" });
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.getElementById(part.id);
      if (other) part.replaceWith(document.adoptNode(other));
    }
    return true;
  } catch {
    return false;
  }
}
