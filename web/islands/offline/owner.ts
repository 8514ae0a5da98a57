import { FLAG } from "./names.ts";
import { purge } from "./shelf.ts";
import { tear } from "./slips.ts";

/** Whose page this is; empty for nobody's. */
export function owner(): string {
  return document.querySelector<HTMLElement>("offline-sender")?.dataset.owner ?? "";
}

/** What is kept from now on belongs to whoever is signed in. */
export function claim(): void {
  localStorage.setItem(FLAG, owner());
}

/** Nothing stays of anybody. */
export async function clear(): Promise<void> {
  await purge();
  tear();
  localStorage.removeItem(FLAG);
}

/** Somebody else is signed in than the one whose lessons lie here: nothing of those is shown, and nothing stays. */
export async function settleOwner(): Promise<void> {
  const [flag, now] = [localStorage.getItem(FLAG), owner()];
  if (flag !== null && now !== "" && flag !== now) await clear();
}
