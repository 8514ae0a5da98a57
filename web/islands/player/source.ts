import type { ErrorData } from "hls.js";
import { pause } from "../logic/waiting.ts";

export type Fault = "failed" | "gone";

/**
 * Whether the browser's own HLS is to be used. Apple's is the reference; other browsers that claim it place fragments
 * by rounded times, which would blur what was really played, so there hls.js feeds the media source.
 */
export function playsItself(media: HTMLMediaElement): boolean {
  if (!media.canPlayType("application/vnd.apple.mpegurl")) return false;
  return navigator.vendor.startsWith("Apple") || typeof MediaSource === "undefined";
}

/** Lets `media` play `src` from `position` (ms); `fault` is told once when it cannot. */
export async function open(
  media: HTMLMediaElement,
  src: string,
  position: number,
  signal: AbortSignal,
  fault: (fault: Fault) => void,
): Promise<void> {
  if (playsItself(media)) {
    // What was taken along comes from the device's worker, which Apple's HLS does not ask: there the file itself plays
    const own = media.closest("taken-lesson") ? src.replace(/\.m3u8$/, ".mp4") : src;
    if (!media.currentSrc || media.readyState === 0) media.src = own;
    const jump = () => {
      if (position > 0 && media.currentTime < 1) media.currentTime = position / 1000;
    };
    if (media.readyState > 0) jump();
    else media.addEventListener("loadedmetadata", jump, { once: true, signal });
    media.addEventListener("error", () => fault("failed"), { signal });
    return;
  }
  const { default: Hls } = await import("hls.js/light");
  if (signal.aborted) return;
  if (!Hls.isSupported()) return fault("failed");
  for (const source of media.querySelectorAll("source")) source.remove();
  media.removeAttribute("src");
  const hls = new Hls({
    // A worker would be made from a blob, which the content policy forbids; fragmented MP4 needs no remuxing anyway
    enableWorker: false,
    startPosition: position / 1000,
    capLevelToPlayerSize: true,
    backBufferLength: 60,
  });
  signal.addEventListener("abort", () => hls.destroy());
  let failures = 0;
  let mended = 0;
  const again = (act: () => void) => {
    const timer = setTimeout(act, pause(failures));
    signal.addEventListener("abort", () => clearTimeout(timer));
    failures += 1;
  };
  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    failures = 0;
  });
  hls.on(Hls.Events.ERROR, (_: unknown, data: ErrorData) => {
    if (!data.fatal) return;
    const status = data.response?.code ?? 0;
    if (status === 401 || status === 403 || status === 404 || status === 410) {
      hls.destroy();
      fault("gone");
    } else if (data.type === Hls.ErrorTypes.MEDIA_ERROR && mended < 3) {
      mended += 1;
      hls.recoverMediaError();
    } else if (data.type === Hls.ErrorTypes.NETWORK_ERROR && data.details !== Hls.ErrorDetails.MANIFEST_PARSING_ERROR) {
      // The line was cut: on it goes where it stopped, however long that takes
      again(() => (hls.levels.length ? hls.startLoad(-1) : hls.loadSource(src)));
    } else {
      hls.destroy();
      fault("failed");
    }
  });
  addEventListener("online", () => hls.levels.length && hls.startLoad(-1), { signal });
  hls.loadSource(src);
  hls.attachMedia(media);
}
