import { Island } from "./island.ts";

/** What a browser hands out where it can install the program itself. */
export interface InstallOffer extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ outcome: "accepted" | "dismissed" }>;
}

let offered: InstallOffer | undefined;

/** Keeps the browser's offer until the button is there; only pages that have one hold it back. */
export function awaitOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offered = event as InstallOffer;
    document.dispatchEvent(new CustomEvent("install-offered"));
  });
}

/** A button that installs the program, where the browser offers that; says when it is installed already. */
export class InstallButton extends Island {
  protected override start(signal: AbortSignal): void {
    const button = this.querySelector("button");
    const show = () => {
      if (button && offered) button.hidden = false;
    };
    show();
    document.addEventListener("install-offered", show, { signal });
    if (matchMedia("(display-mode: standalone)").matches) this.say(this.words("installed"));
    addEventListener("appinstalled", () => this.#done(button), { signal });
    button?.addEventListener("click", () => void this.#ask(button), { signal });
  }

  async #ask(button: HTMLElement): Promise<void> {
    const offer = offered;
    if (!offer) return;
    offered = undefined;
    button.hidden = true;
    await offer.prompt();
    const { outcome } = await offer.userChoice;
    this.say(this.words(outcome === "accepted" ? "installed" : "later"));
  }

  #done(button: HTMLElement | null): void {
    if (button) button.hidden = true;
    this.say(this.words("installed"));
  }
}
