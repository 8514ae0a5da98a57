import { fill } from "../island.ts";
import { actOf, stepped } from "../logic/keys.ts";
import { type Stretch, clock, parts, union } from "../logic/played.ts";
import { Captions } from "./captions.ts";

/** What the bar needs of the player. */
export interface Deck {
  readonly media: HTMLMediaElement;
  readonly duration: number;
  readonly position: number;
  readonly frontier: number | null;
  toggle(): void;
  seek(position: number): void;
}

/** What this device remembers for every lesson. */
interface Taste {
  captions?: string;
  volume?: number;
  muted?: boolean;
}

const PLACE = "xingtan-player";
const SVG = "http://www.w3.org/2000/svg";

/** Films on a phone that Apple makes know their own full screen and their own small window. */
type AppleVideo = HTMLVideoElement & { webkitEnterFullscreen?(): void; webkitSupportsFullscreen?: boolean };

/** Where the chapters listed beside the player begin, in milliseconds. */
function chapters(): number[] {
  return [...document.querySelectorAll<HTMLElement>("a[data-chapter]")].map((link) => Number(link.dataset.seek));
}

/** The bar under the stage, the stage itself, and the keys. Names and words stand in the page already. */
export class Controls {
  readonly #captions: Captions;
  #dragging = false;
  #idle = 0;
  #drawn = "";

  constructor(
    private readonly root: HTMLElement,
    private readonly deck: Deck,
    private readonly signal: AbortSignal,
  ) {
    const { media } = deck;
    this.#captions = new Captions(media, this.part("caption"), signal);
    media.controls = false;
    this.part("bar").hidden = false;
    this.#buttons();
    this.#seeking();
    this.#sound();
    this.#speed();
    this.#subtitles();
    this.#windows();
    const draw = () => this.draw();
    for (const name of ["play", "pause", "ended", "timeupdate", "durationchange", "seeked", "loadedmetadata", "ratechange"])
      media.addEventListener(name, draw, { signal });
    root.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.draw();
  }

  /** Everything that moves: place, names of buttons, the end. */
  draw(): void {
    const { media, position, duration } = this.deck;
    const playing = !media.paused && !media.ended;
    this.root.toggleAttribute("data-playing", playing);
    const play = this.button("play");
    this.#name(play, this.root.dataset[playing ? "pause" : "play"] ?? "");
    this.part("end").hidden = !media.ended;
    this.part("big").hidden = playing || media.ended;
    if (!this.#dragging) this.#place(position);
    const total = this.part("total");
    if (total.textContent !== clock(duration)) total.textContent = clock(duration);
  }

  /** What was watched, and how far one may go, drawn under the place. */
  ranges(watched: Stretch[]): void {
    const { duration, frontier } = this.deck;
    const marks = chapters();
    const text = JSON.stringify([watched, duration, frontier, marks]);
    if (text === this.#drawn || duration <= 0) return;
    this.#drawn = text;
    const svg = this.part("ranges");
    svg.setAttribute("viewBox", `0 0 ${duration} 1`);
    const rect = (name: string, from: number, to: number) => {
      const made = document.createElementNS(SVG, "rect");
      made.setAttribute("class", name);
      made.setAttribute("x", String(from));
      made.setAttribute("width", String(Math.max(0, to - from)));
      made.setAttribute("height", "1");
      return made;
    };
    // Steps of the clock between two reports are no gaps to the eye
    const seen = union(watched.map(([from, to]): Stretch => [from, to + 300]));
    const shut = frontier === null || frontier >= duration ? [] : [rect("player-shut", frontier, duration)];
    // Chapters are notches of a few pixels, whatever the length
    const notch = duration / 400;
    svg.replaceChildren(
      ...shut,
      ...seen.map(([from, to]) => rect("player-seen", from, Math.min(to, duration))),
      ...marks.filter((at) => at > 0 && at < duration).map((at) => rect("player-chapter", at - notch / 2, at + notch / 2)),
    );
  }

  part(name: string): HTMLElement {
    const found = this.root.querySelector<HTMLElement>(`[data-${name}-part]`);
    if (!found) throw new Error(name);
    return found;
  }

  private button(name: string): HTMLButtonElement | null {
    return this.root.querySelector<HTMLButtonElement>(`button[data-act="${name}"]`);
  }

  #name(button: HTMLElement | null, name: string): void {
    if (!button || button.getAttribute("aria-label") === name) return;
    button.setAttribute("aria-label", name);
    button.title = name;
  }

  #place(position: number): void {
    const seek = this.part("seek") as HTMLInputElement;
    const { duration } = this.deck;
    if (seek.max !== String(duration)) seek.max = String(duration);
    seek.value = String(position);
    const text = clock(position);
    const now = this.part("now");
    if (now.textContent === text && seek.hasAttribute("aria-valuetext")) return;
    now.textContent = text;
    const words = this.root.dataset.place ?? "";
    seek.setAttribute("aria-valuetext", fill(words, { position: this.#spoken(position), duration: this.#spoken(duration) }));
  }

  #spoken(milliseconds: number): string {
    const time = parts(milliseconds);
    return fill((time.hours ? this.root.dataset.hours : this.root.dataset.minutes) ?? "", time);
  }

  #buttons(): void {
    const { signal } = this;
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-act]"))
      button.addEventListener("click", () => this.#act(button.dataset.act ?? ""), { signal });
    const stage = this.part("stage");
    stage.addEventListener(
      "click",
      (event) => {
        if ((event.target as Element).closest("a, button")) return;
        stage.focus({ preventScroll: true });
        this.deck.toggle();
      },
      { signal },
    );
    stage.addEventListener("dblclick", () => this.#act("full"), { signal });
  }

  #act(name: string): void {
    const { deck } = this;
    if (name === "play") deck.toggle();
    else if (name === "back") deck.seek(deck.position - 10_000);
    else if (name === "again") {
      deck.seek(0);
      deck.toggle();
    } else if (name === "mute") deck.media.muted = !deck.media.muted;
    else if (name === "captions") this.#turn();
    else if (name === "apart") void this.#apart();
    else if (name === "full") void this.#full();
    else if (name === "help") {
      const keys = this.part("keys") as HTMLDialogElement;
      if (typeof keys.showModal === "function") keys.showModal();
    }
  }

  #seeking(): void {
    const { signal } = this;
    const seek = this.part("seek") as HTMLInputElement;
    seek.addEventListener(
      "input",
      () => {
        this.#dragging = true;
        this.#place(Number(seek.value));
      },
      { signal },
    );
    seek.addEventListener(
      "change",
      () => {
        this.#dragging = false;
        this.deck.seek(Number(seek.value));
      },
      { signal },
    );
  }

  #sound(): void {
    const { media } = this.deck;
    const { volume, muted } = this.#taste();
    if (volume !== undefined) media.volume = volume;
    if (muted) media.muted = true;
    const range = this.part("volume") as HTMLInputElement;
    const show = () => {
      const silent = media.muted || media.volume === 0;
      range.value = String(silent ? 0 : Math.round(media.volume * 100));
      range.setAttribute("aria-valuetext", `${range.value} %`);
      this.root.toggleAttribute("data-silent", silent);
      this.#name(this.button("mute"), this.root.dataset[silent ? "loud" : "mute"] ?? "");
    };
    range.addEventListener(
      "input",
      () => {
        media.muted = false;
        media.volume = Number(range.value) / 100;
      },
      { signal: this.signal },
    );
    media.addEventListener(
      "volumechange",
      () => {
        show();
        this.#remember({ volume: media.volume, muted: media.muted });
      },
      { signal: this.signal },
    );
    show();
  }

  #speed(): void {
    const { media } = this.deck;
    const select = this.part("speed") as HTMLSelectElement;
    const wished = Number(this.root.dataset.speed);
    if (wished > 0) {
      // A source that is opened later begins at the default
      media.defaultPlaybackRate = media.playbackRate = wished;
      select.value = String(wished);
    }
    select.addEventListener("change", () => (media.playbackRate = Number(select.value)), { signal: this.signal });
    media.addEventListener(
      "ratechange",
      () => {
        const match = Array.from(select.options).find((option) => Number(option.value) === media.playbackRate);
        if (match) select.value = match.value;
      },
      { signal: this.signal },
    );
  }

  #subtitles(): void {
    const button = this.button("captions");
    const select = this.part("language") as HTMLSelectElement;
    const { tracks } = this.#captions;
    if (button) button.hidden = tracks.length !== 1;
    this.part("pick").hidden = tracks.length < 2;
    for (const track of tracks) select.add(new Option(track.label || track.language, track.language));
    select.addEventListener("change", () => this.#show(select.value, true), { signal: this.signal });
    const preset = this.root.querySelector<HTMLTrackElement>("track[default]")?.srclang ?? "";
    this.#show(this.#wished() ?? this.#taste().captions ?? preset, false);
  }

  /** What the person has set for all their devices; undefined where they left it to the device. */
  #wished(): string | undefined {
    const { captions } = this.root.dataset;
    if (captions === "off") return "";
    return captions === "on" ? this.#near() : undefined;
  }

  /** The track of the language that is wished for, else the first. */
  #near(remembered?: string): string {
    const { tracks } = this.#captions;
    const wanted = this.root.dataset.captionLang || remembered || document.documentElement.lang;
    const near =
      tracks.find((track) => track.language === wanted) ?? tracks.find((track) => track.language.slice(0, 2) === wanted.slice(0, 2));
    return (near ?? tracks[0])?.language ?? "";
  }

  #turn(): void {
    const { language } = this.#captions;
    this.#show(language ? "" : this.#near(this.#taste().captions), true);
  }

  #show(language: string, remember: boolean): void {
    this.#captions.show(language);
    const { language: shown } = this.#captions;
    this.button("captions")?.setAttribute("aria-pressed", String(shown !== ""));
    this.part("pick").toggleAttribute("data-on", shown !== "");
    (this.part("language") as HTMLSelectElement).value = shown;
    if (remember) this.#remember({ captions: language });
  }

  /** Full screen and the small window, where the browser has them. */
  #windows(): void {
    const { media } = this.deck;
    const { signal } = this;
    const video = media instanceof HTMLVideoElement ? (media as AppleVideo) : undefined;
    const full = this.button("full");
    if (full) full.hidden = !video || !(document.fullscreenEnabled || video.webkitEnterFullscreen);
    const apart = this.button("apart");
    if (apart) apart.hidden = !video || !document.pictureInPictureEnabled;
    // The whole player, so that what is said about it is seen there, too
    const frame = this.root;
    const wake = () => {
      delete frame.dataset.idle;
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => {
        if (document.fullscreenElement === frame && !media.paused && !frame.querySelector(":focus-visible")) frame.dataset.idle = "";
      }, 3_000);
    };
    for (const name of ["pointermove", "pointerdown", "keydown"]) frame.addEventListener(name, wake, { signal });
    document.addEventListener(
      "fullscreenchange",
      () => {
        const on = document.fullscreenElement === frame;
        this.#name(full, this.root.dataset[on ? "unfull" : "full"] ?? "");
        wake();
      },
      { signal },
    );
    signal.addEventListener("abort", () => clearTimeout(this.#idle));
  }

  async #full(): Promise<void> {
    const video = this.deck.media as AppleVideo;
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else if (document.fullscreenEnabled) await this.root.requestFullscreen();
      else video.webkitEnterFullscreen?.();
    } catch {
      // The browser would rather not
    }
  }

  async #apart(): Promise<void> {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await (this.deck.media as HTMLVideoElement).requestPictureInPicture();
    } catch {
      // The browser would rather not, or the film has not begun
    }
  }

  /** Back from full screen: something on the page has to be read. */
  async leave(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    if (target.closest("select, dialog, a, textarea")) return;
    const act = actOf(event.key);
    if (!act) return;
    // A button's own key presses the button; the sound's own arrows move the sound
    if (event.key === " " && target.closest("button")) return;
    if (target === this.part("volume") && event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const { deck } = this;
    const { media } = deck;
    switch (act.act) {
      case "by":
        return deck.seek(deck.position + act.by);
      case "to":
        return deck.seek(deck.duration * act.share);
      case "volume":
        media.muted = false;
        media.volume = Math.min(1, Math.max(0, Math.round(media.volume * 10 + act.step) / 10));
        return;
      case "speed": {
        const speeds = Array.from((this.part("speed") as HTMLSelectElement).options, (option) => Number(option.value));
        media.playbackRate = stepped(speeds, media.playbackRate, act.step);
        return;
      }
      case "captions":
        return this.#turn();
      default:
        return this.#act(act.act);
    }
  }

  #taste(): Taste {
    try {
      return (JSON.parse(localStorage.getItem(PLACE) ?? "{}") as Taste | null) ?? {};
    } catch {
      return {};
    }
  }

  #remember(taste: Taste): void {
    try {
      localStorage.setItem(PLACE, JSON.stringify({ ...this.#taste(), ...taste }));
    } catch {
      // Remembered until the page ends
    }
  }
}
