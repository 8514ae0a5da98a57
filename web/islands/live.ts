/** What the server answers to a report of study time. */
export interface Counted {
  /** Where the lesson stands, in the page's language. */
  standing?: string;
  done?: boolean;
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
