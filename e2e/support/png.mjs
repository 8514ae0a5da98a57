// Pictures made on the spot.

import { deflateSync } from "node:zlib";

/**
 * A PNG: a disc of one colour on a transparent ground, with a bar beside it.
 *
 * @param {number} width
 * @param {number} height
 */
export function png(width, height) {
  const rows = [];
  const radius = height / 2;
  for (let y = 0; y < height; y++) {
    const row = Buffer.alloc(1 + width * 4);
    for (let x = 0; x < width; x++) {
      const inDisc = (x - radius) ** 2 + (y - radius) ** 2 < radius ** 2;
      const inBar = x > height * 1.2 && Math.abs(y - radius) < height / 6;
      row.set(inDisc || inBar ? [23, 63, 122, 255] : [0, 0, 0, 0], 1 + x * 4);
    }
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const parts = [["IHDR", header], ["IDAT", deflateSync(Buffer.concat(rows))], ["IEND", Buffer.alloc(0)]];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...parts.map(([name, data]) => chunk(/** @type {string} */ (name), /** @type {Buffer} */ (data)))]);
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
}

/** @param {Buffer} bytes */
function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
