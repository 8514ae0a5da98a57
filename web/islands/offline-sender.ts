import { fill } from "./island.ts";
import { clear, settleOwner } from "./offline/owner.ts";
import { type Sent, send } from "./offline/send.ts";
import * as shelf from "./offline/shelf.ts";
import { gather } from "./offline/slips.ts";
import { renew, sweep } from "./offline/take.ts";

/** How often the server is asked about what was taken along. */
const RENEW = 6 * 3_600_000;

/**
 * On every page of somebody signed in whose device keeps something: what waits goes out, what was taken along is
 * asked about, and what belongs to somebody else is cleared before anything of it is shown.
 */
export async function watchKept(element: HTMLElement): Promise<void> {
  await settleOwner();
  const go = () => void work(element);
  addEventListener("online", go);
  go();
  const out = document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]');
  for (const form of out) form.addEventListener("submit", (event) => leave(event, form));
}

async function work(element: HTMLElement): Promise<void> {
  await gather();
  const waited = (await shelf.reports()).length;
  const became = await send();
  if (waited) tell(element, became, waited);
  for (const kept of await sweep()) {
    if (navigator.onLine && Date.now() - kept.checked > RENEW) await renew(kept);
  }
}

function tell(element: HTMLElement, became: Sent, waited: number): void {
  const sentence = element.dataset[became];
  const place = element.querySelector("[role=status]");
  if (!sentence || !place) return;
  element.hidden = false;
  place.textContent = fill(sentence, { count: waited });
}

/** Before somebody signs out what waits is sent, as far as that goes in a moment; then nothing stays. */
function leave(event: SubmitEvent, form: HTMLFormElement): void {
  event.preventDefault();
  const moment = new Promise((done) => setTimeout(done, 3_000));
  void Promise.race([send().catch(() => "held"), moment])
    .then(() => clear())
    .finally(() => form.submit());
}
