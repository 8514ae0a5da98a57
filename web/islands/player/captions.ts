/**
 * Subtitles in our own letters, in the page and in full screen, for films and for what one only listens to. The
 * browser reads the files and tells which lines are due.
 */
export class Captions {
  readonly tracks: TextTrack[];
  #shown: TextTrack | undefined;

  constructor(
    media: HTMLMediaElement,
    private readonly box: HTMLElement,
    signal: AbortSignal,
  ) {
    this.tracks = Array.from(media.textTracks).filter(({ kind }) => kind === "subtitles" || kind === "captions");
    for (const track of this.tracks) track.addEventListener("cuechange", () => this.#draw(), { signal });
    // A phone's own full screen shows nothing but the film: there its own letters step in
    media.addEventListener("webkitbeginfullscreen", () => this.#mode("showing"), { signal });
    media.addEventListener("webkitendfullscreen", () => this.#mode("hidden"), { signal });
    this.show("");
  }

  /** The language on show; "" for none. */
  get language(): string {
    return this.#shown?.language ?? "";
  }

  /** Shows a language; one that there is not shows none. */
  show(language: string): void {
    this.#shown = this.tracks.find((track) => language !== "" && track.language === language);
    this.#mode("hidden");
    this.#draw();
  }

  #mode(mode: TextTrackMode): void {
    for (const track of this.tracks) track.mode = track === this.#shown ? mode : "disabled";
  }

  #draw(): void {
    const cues = Array.from(this.#shown?.activeCues ?? []) as VTTCue[];
    const lines = cues.map((cue) => {
      const line = document.createElement("span");
      line.append(cue.getCueAsHTML());
      return line;
    });
    this.box.replaceChildren(...lines);
    this.box.hidden = lines.length === 0;
    this.box.lang = this.language;
  }
}
