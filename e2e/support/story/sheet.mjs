// Just enough of Excel's file format to fill a template and to read what the program hands out: one sheet of texts.

import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

/** @typedef {string[][]} Rows */

/**
 * The texts of the first sheet, row by row; cells that are not there are "".
 *
 * @param {Buffer} file
 * @returns {Rows}
 */
export function readSheet(file) {
  const parts = unzip(file);
  const shared = [...texts(parts, "xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => plain(item));
  const sheet = texts(parts, "xl/worksheets/sheet1.xml");
  return [...sheet.matchAll(/<row\b[^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, cells]) => row(cells ?? "", shared));
}

/**
 * @param {string} xml
 * @param {string[]} shared
 */
function row(xml, shared) {
  /** @type {string[]} */
  const cells = [];
  for (const [, attributes = "", body = ""] of xml.matchAll(/<c\b([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const name = /\br="([A-Z]+)\d+"/.exec(attributes)?.[1];
    const type = /\bt="(\w+)"/.exec(attributes)?.[1];
    const value = /<v>(.*?)<\/v>/s.exec(body)?.[1] ?? "";
    const text = type === "s" ? shared[Number(value)] : type === "inlineStr" ? plain(body) : entities(value);
    cells[name ? column(name) : cells.length] = text ?? "";
  }
  return Array.from(cells, (cell) => cell ?? "");
}

/** @param {string} name `A` is 0, `AA` is 26 */
function column(name) {
  return [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** @param {string} xml texts of all its `<t>`, without the readings of East Asian signs */
function plain(xml = "") {
  const shown = xml.replaceAll(/<rPh\b.*?<\/rPh>/gs, "");
  return [...shown.matchAll(/<t\b[^>]*>(.*?)<\/t>/gs)].map(([, text]) => entities(text)).join("");
}

/** @param {string} text */
function entities(text = "") {
  return text.replaceAll(/&(lt|gt|quot|apos|amp|#x?[0-9a-fA-F]+);/g, (whole, name) => {
    if (name.startsWith("#x")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
    return { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }[/** @type {string} */ (name)] ?? whole;
  });
}

/**
 * A workbook of one sheet in which every cell is text.
 *
 * @param {Rows} rows
 */
export function writeSheet(rows) {
  const safe = (/** @type {string} */ text) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const cell = (/** @type {string} */ text) => `<c t="inlineStr"><is><t xml:space="preserve">${safe(text)}</t></is></c>`;
  const lines = rows.map((cells, i) => `<row r="${i + 1}">${cells.map(cell).join("")}</row>`);
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const pack = "http://schemas.openxmlformats.org/package/2006";
  const relation = (/** @type {string} */ type, /** @type {string} */ target) =>
    `<Relationships xmlns="${pack}/relationships">` +
    `<Relationship Id="rId1" Type="${office}/${type}" Target="${target}"/></Relationships>`;
  const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zip({
    "[Content_Types].xml":
      `${head}<Types xmlns="${pack}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}.worksheet+xml"/></Types>`,
    "_rels/.rels": head + relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml":
      `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
      '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": head + relation("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml":
      `${head}<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`,
  });
}

/**
 * @param {Record<string, Buffer>} parts
 * @param {string} name
 */
function texts(parts, name) {
  return parts[name]?.toString("utf8") ?? "";
}

/** @param {Record<string, string>} parts */
function zip(parts) {
  const [locals, central] = [/** @type {Buffer[]} */ ([]), /** @type {Buffer[]} */ ([])];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [title, body] = [Buffer.from(name), Buffer.from(text)];
    const packed = deflateRawSync(body);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    describe(local, 4, title, body, packed);
    locals.push(local, title, packed);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(20, 4);
    describe(entry, 6, title, body, packed);
    entry.writeUInt32LE(at, 42);
    central.push(entry, title);
    at += 30 + title.length + packed.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(central.length / 2, 8);
  end.writeUInt16LE(central.length / 2, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...central, end]);
}

/**
 * The fields that both headers of a part share, from `at` on: version, flags, method, time, date, sum, sizes, name.
 *
 * @param {Buffer} header
 * @param {number} at
 * @param {Buffer} title
 * @param {Buffer} body
 * @param {Buffer} packed
 */
function describe(header, at, title, body, packed) {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(0x0800, at + 2);
  header.writeUInt16LE(8, at + 4);
  header.writeUInt16LE(0x21, at + 8);
  header.writeUInt32LE(crc32(body), at + 10);
  header.writeUInt32LE(packed.length, at + 14);
  header.writeUInt32LE(body.length, at + 18);
  header.writeUInt16LE(title.length, at + 22);
}

/**
 * @param {Buffer} file
 * @returns {Record<string, Buffer>}
 */
function unzip(file) {
  /** @type {Record<string, Buffer>} */
  const parts = {};
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new Error("this is no Excel file");
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)];
    const [title, extra, note] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset));
    const name = file.toString("utf8", at + 46, at + 46 + Number(title));
    const local = file.readUInt32LE(at + 42);
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const packed = file.subarray(from, from + size);
    parts[name] = method === 0 ? packed : inflateRawSync(packed);
    at += 46 + Number(title) + Number(extra) + Number(note);
  }
  return parts;
}
