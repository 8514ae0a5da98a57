/** What a key does in the player. Times in milliseconds; `speed` is a step up or down. */
export type Act =
  | { act: "play" | "mute" | "full" | "captions" | "help" }
  | { act: "by"; by: number }
  | { act: "to"; share: number }
  | { act: "volume" | "speed"; step: 1 | -1 };

/** The keys that video pages have taught everybody; with Ctrl, Alt or Meta a key belongs to the browser. */
export function actOf(key: string): Act | undefined {
  switch (key) {
    case " ":
    case "k":
      return { act: "play" };
    case "j":
      return { act: "by", by: -10_000 };
    case "l":
      return { act: "by", by: 10_000 };
    case "ArrowLeft":
      return { act: "by", by: -5_000 };
    case "ArrowRight":
      return { act: "by", by: 5_000 };
    case "ArrowUp":
      return { act: "volume", step: 1 };
    case "ArrowDown":
      return { act: "volume", step: -1 };
    case "Home":
      return { act: "to", share: 0 };
    case "End":
      return { act: "to", share: 1 };
    case "m":
      return { act: "mute" };
    case "f":
      return { act: "full" };
    case "c":
      return { act: "captions" };
    case "<":
    case ",":
      return { act: "speed", step: -1 };
    case ">":
    case ".":
      return { act: "speed", step: 1 };
    case "?":
    case "/":
      return { act: "help" };
    default:
      return undefined;
  }
}

/** The speed one step beside the present one. */
export function stepped(speeds: number[], now: number, step: 1 | -1): number {
  const sorted = [...speeds].sort((a, b) => a - b);
  const beside = step > 0 ? sorted.find((one) => one > now + 0.01) : sorted.reverse().find((one) => one < now - 0.01);
  return beside ?? now;
}
