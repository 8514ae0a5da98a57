import { Island } from "./island.ts";
import { type Asked, answer, question, why } from "./logic/passkey.ts";

/** A challenge is good for five minutes; one that is older than this is asked for anew first. */
const STALE = 4 * 60_000;

/**
 * Asks the browser for a passkey when its form is sent, and sends the answer with it. The form appears only where
 * passkeys can work; what stands beside it works without.
 */
export default class PasskeyAsk extends Island {
  #made = Date.now();

  protected override start(signal: AbortSignal): void {
    const form = this.querySelector("form");
    if (!form) return;
    if (location.origin !== this.words("origin")) return this.say(this.words("elsewhere"));
    if (!isSecureContext || typeof PublicKeyCredential === "undefined") return this.say(this.words("unsupported"));
    form.hidden = false;
    form.addEventListener(
      "submit",
      (event) => {
        if (field(form, "answer").value) return;
        event.preventDefault();
        void this.#ask(form, signal);
      },
      { signal },
    );
    // Back in history the challenge may have been answered
    addEventListener(
      "pageshow",
      (event) => {
        if (!event.persisted) return;
        field(form, "answer").value = "";
        this.#made = 0;
        this.say("");
      },
      { signal },
    );
  }

  async #ask(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (!button || button.disabled) return;
    button.disabled = true;
    this.say(this.words("busy"));
    try {
      if (Date.now() - this.#made > STALE) await this.#renew(form, signal);
      const publicKey = question(JSON.parse(this.words("options")) as Asked);
      const given =
        this.words("kind") === "create"
          ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions, signal })
          : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions, signal });
      field(form, "answer").value = JSON.stringify(answer(given as PublicKeyCredential));
      const remember = form.querySelector<HTMLInputElement>("[name=remember]");
      const ticked = document.querySelector<HTMLInputElement>("input[type=checkbox][name=remember]");
      if (remember) remember.value = ticked?.checked ? ticked.value : "";
      button.disabled = false;
      form.requestSubmit(button);
    } catch (error) {
      if (signal.aborted) return;
      button.disabled = false;
      this.say(this.words(why(error)));
      button.focus();
    }
  }

  /** Takes a fresh challenge out of the page that holds this island. */
  async #renew(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
    const page = await fetch(this.words("fresh"), { headers: { accept: "text/html" }, signal });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector<HTMLElement>("passkey-ask");
    const ticket = fresh?.querySelector<HTMLInputElement>("[name=ticket]")?.value;
    const options = fresh?.dataset.options;
    // Signed out meanwhile: the whole page knows what to say
    if (!ticket || !options) return location.reload();
    this.dataset.options = options;
    field(form, "ticket").value = ticket;
    this.#made = Date.now();
  }
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.querySelector<HTMLInputElement>(`[name=${name}]`) ?? document.createElement("input");
}
