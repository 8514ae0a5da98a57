import { Island } from "./island.ts";

/** Takes a picture that is chosen, pasted or dropped into the text, and puts it where the cursor is. */
export default class PictureField extends Island {
  protected override start(signal: AbortSignal): void {
    const text = document.getElementById(this.words("for"));
    const file = this.querySelector<HTMLInputElement>("input[type=file]");
    const description = this.querySelector<HTMLInputElement>("input[type=text]");
    const button = this.querySelector<HTMLButtonElement>("button[formaction]");
    if (!(text instanceof HTMLTextAreaElement) || !file || !description || !button) return;

    const take = (event: Event, files: FileList | undefined) => {
      const picture = Array.from(files ?? []).find((one) => one.type.startsWith("image/"));
      if (!picture) return;
      event.preventDefault();
      const one = new DataTransfer();
      one.items.add(picture);
      file.files = one.files;
      file.dispatchEvent(new Event("change", { bubbles: true }));
      this.querySelector("details")?.setAttribute("open", "");
      description.focus();
    };
    text.addEventListener("paste", (event) => take(event, event.clipboardData?.files), { signal });
    text.addEventListener("drop", (event) => take(event, event.dataTransfer?.files), { signal });

    const insert = async (event: Event) => {
      event.preventDefault();
      const picture = file.files?.[0];
      if (!picture || !description.value.trim()) {
        this.say(this.words("lacks"));
        (picture ? description : file).focus();
        return;
      }
      button.disabled = true;
      this.say(this.words("busy"));
      try {
        const line = await this.#send(picture, description.value, signal);
        put(text, line);
        file.value = "";
        file.dispatchEvent(new Event("change", { bubbles: true }));
        description.value = "";
        this.say(this.words("done"));
      } catch (error) {
        if (signal.aborted) return;
        this.say(error instanceof Refused ? error.message : this.words("failed"));
      } finally {
        button.disabled = false;
      }
    };
    button.addEventListener("click", (event) => void insert(event), { signal });
    description.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) void insert(event); }, { signal });
  }

  async #send(picture: File, description: string, signal: AbortSignal): Promise<string> {
    const body = new FormData();
    body.set("picture", picture);
    body.set("description", description);
    const answer = await fetch(this.words("href"), {
      method: "POST",
      body,
      headers: { accept: "application/json" },
      redirect: "manual",
      signal,
    });
    const said = (await answer.json()) as { markdown?: string; detail?: string };
    if (answer.ok && said.markdown) return said.markdown;
    if (said.detail) throw new Refused(said.detail);
    throw new Error(String(answer.status));
  }
}

/** The server said in a sentence why it took no picture. */
class Refused extends Error {}

/** Puts a line into a text as a paragraph of its own, and the cursor behind it. */
function put(text: HTMLTextAreaElement, line: string): void {
  const before = text.value.slice(0, text.selectionStart).trimEnd();
  const after = text.value.slice(text.selectionEnd).trimStart();
  const begin = before ? `${before}\n\n${line}` : line;
  text.value = after ? `${begin}\n\n${after}` : `${begin}\n`;
  text.setSelectionRange(begin.length, begin.length);
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}
