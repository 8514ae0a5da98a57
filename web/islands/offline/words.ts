import { fill } from "../island.ts";

/** A time in words, by the page's own sentences. */
export function lasting(milliseconds: number, words: DOMStringMap): string {
  const all = Math.round(milliseconds / 1000);
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const sentence = hours ? words.hours : minutes ? words.minutes : words.seconds;
  return fill(sentence ?? "", { hours, minutes, seconds });
}
