/**
 * What tells that a file is the one whose upload broke off: SHA-256 of name, size and moment of its last change, in
 * hex. Worked out here, because browsers lend theirs only to pages that came over TLS, and both must agree.
 */
export function markOf(file: { name: string; size: number; lastModified: number }): string {
  return sha256(`${file.name}|${file.size}|${file.lastModified}`);
}

/** SHA-256 of a short text (FIPS 180-4), in hex. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  const state = roots(8, 1 / 2);
  const constants = roots(64, 1 / 3);
  const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));
  for (let block = 0; block < padded.length; block += 64) {
    const words: number[] = [];
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) words.push(view.getUint32(block + 4 * i));
      else {
        const [w2, w7, w15, w16] = [words[i - 2]!, words[i - 7]!, words[i - 15]!, words[i - 16]!];
        const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
        const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
        words.push((w16 + s0 + w7 + s1) | 0);
      }
    }
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i += 1) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + s1 + ((e & f) ^ (~e & g)) + constants[i]! + words[i]!) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i]! + word) | 0));
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** The first 32 bits of the fractions of `power`th roots of the first `count` primes: the standard's constants. */
function roots(count: number, power: number): number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number += 1) if (primes.every((prime) => number % prime)) primes.push(number);
  return primes.map((prime) => ((prime ** power % 1) * 2 ** 32) | 0);
}
