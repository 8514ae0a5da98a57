// Builds dist/: one style sheet, one small script with its lazy parts, one sprite, and manifest.json, which maps
// logical names to hashed files. Same sources, same bytes: nothing here depends on time, order of a folder or place.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { bundleAsync, browserslistToTargets } from "lightningcss";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Built aside and put in place whole: whoever embeds dist/ meanwhile finds the old one or the new one
const finished = join(root, "dist");
const dist = join(root, "node_modules", ".cache", `dist-${process.pid}`);

/** The oldest browsers that are served whole: web views of cheap phones lag years behind. */
const browsers = { chrome: "99", safari: "15.4", ios_saf: "15.4", firefox: "97" };
const scriptTargets = ["chrome99", "safari15.4", "firefox97"];
const targets = browserslistToTargets(Object.entries(browsers).map(([name, version]) => `${name} ${version}`));

const manifest = {};

function hash(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 10);
}

async function keep(logical, content) {
  const extension = extname(logical);
  const name = `${logical.slice(0, -extension.length)}-${hash(content)}${extension}`;
  await writeFile(join(dist, name), content);
  manifest[logical] = name;
  return name;
}

async function styles() {
  const { code } = await bundleAsync({
    filename: join(root, "styles", "index.css"),
    minify: true,
    targets,
  });
  await keep("app.css", code);
}

/** icons/NAME.svg becomes <symbol id="i-NAME">. */
async function sprite() {
  const names = (await readdir(join(root, "icons"))).filter((name) => name.endsWith(".svg")).sort();
  const symbols = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(root, "icons", name), "utf8");
      const [, viewBox, body] = /<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)<\/svg>/s.exec(text) ?? [];
      if (!body) throw new Error(`icons/${name} is not <svg viewBox="…">…</svg>`);
      return `<symbol id="i-${name.slice(0, -4)}" viewBox="${viewBox}">${body.trim()}</symbol>`;
    }),
  );
  return keep("sprite.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

async function statics() {
  for (const name of (await readdir(join(root, "static"))).sort()) {
    await keep(name, await readFile(join(root, "static", name)));
  }
}

/** pdf.js asks for its data by name, so these keep their names inside one folder that carries the hash. */
async function pdf() {
  const from = join(root, "node_modules", "pdfjs-dist");
  const { version } = JSON.parse(await readFile(join(from, "package.json"), "utf8"));
  const folder = `pdf-${hash(`pdfjs-dist ${version}`)}`;
  const files = [
    ["wasm/openjpeg_nowasm_fallback.js", "openjpeg_nowasm_fallback.js"],
    ["wasm/jbig2_nowasm_fallback.js", "jbig2_nowasm_fallback.js"],
    ["standard_fonts/FoxitSymbol.pfb", "FoxitSymbol.pfb"],
    ["standard_fonts/FoxitDingbats.pfb", "FoxitDingbats.pfb"],
    ["LICENSE", "LICENSE.txt"],
  ];
  const maps = (await readdir(join(from, "cmaps"))).filter((name) => name.endsWith(".bcmap")).sort();
  files.push(...maps.map((name) => [`cmaps/${name}`, name]));
  await mkdir(join(dist, folder));
  for (const [source, name] of files) await cp(join(from, source), join(dist, folder, name));
  const worker = await readFile(join(from, "legacy", "build", "pdf.worker.min.mjs"), "utf8");
  const { code } = await esbuild.transform(worker, { target: scriptTargets, format: "esm", minify: true, legalComments: "none" });
  await writeFile(join(dist, folder, "worker.js"), code);
  manifest["pdf/worker.js"] = `${folder}/worker.js`;
  return `${folder}/`;
}

/**
 * The islands that few pages hold are built first, each whole; app.js then learns their hashed names. So the first
 * visit fetches one script and not a chain of shared pieces.
 */
async function scripts(spriteName, pdfFolder) {
  const app = join(root, "islands", "app.ts");
  const later = Array.from((await readFile(app, "utf8")).matchAll(/import\("\.\/([a-z-]+)\.ts"\)/g), ([, name]) => name);
  const options = {
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    format: "esm",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    target: scriptTargets,
    define: { SPRITE: JSON.stringify(`./${spriteName}`), PDF: JSON.stringify(`./${pdfFolder}`) },
    // Only ever asked for under Node
    external: ["@napi-rs/canvas", "fs", "http", "https", "url", "module", "path"],
  };
  const names = {};
  const parts = {};
  for (const name of later) {
    const entry = `islands/${name}.ts`;
    // Splitting keeps pdf.js itself apart from the island that asks for it
    const { metafile } = await esbuild.build({ ...options, entryPoints: [entry], splitting: true });
    names[`./${name}.ts`] = `./${fileOf(metafile, entry)}`;
    parts[name] = Object.keys(metafile.outputs).map((path) => `/assets/${relative(dist, join(root, path))}`).sort();
  }
  // What a Chinese document asks for while it is drawn
  const drawn = (await readdir(join(dist, pdfFolder))).filter((name) => /^(?:(?:UniGB|GB|UniCNS|ETen|B5).*\.bcmap|worker\.js)$/.test(name));
  parts["pdf-view"].push(...drawn.sort().map((name) => `/assets/${pdfFolder}${name}`));
  await keep("parts.json", `${JSON.stringify(parts, null, 2)}\n`);
  const hashed = {
    name: "hashed",
    setup: (build) => build.onResolve({ filter: /^\.\/.*\.ts$/ }, ({ kind, path }) => (kind === "dynamic-import" ? { path: names[path], external: true } : undefined)),
  };
  const { metafile } = await esbuild.build({ ...options, entryPoints: ["islands/app.ts"], plugins: [hashed] });
  manifest["app.js"] = fileOf(metafile, "islands/app.ts");
  return parts;
}

/** The service worker: at an address of its own, with the names of what it keeps from the beginning. */
async function worker(parts) {
  const shell = ["app.css", "app.js", "sprite.svg", "favicon.svg", "icon-192.png"].map((name) => `/assets/${manifest[name]}`);
  const kept = [...shell, ...["offline-lessons", "taken-lesson", "attention-timer"].flatMap((name) => parts[name])];
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["worker/worker.ts"],
    outfile: join(dist, "worker.js"),
    bundle: true,
    format: "iife",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    target: scriptTargets,
    define: { KEPT: JSON.stringify([...new Set(kept)]) },
  });
}

function fileOf(metafile, entry) {
  const [path] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entry);
  return relative(dist, join(root, path));
}

/** NAME.br and NAME.gz beside every text file, so that the server never compresses what does not change. */
async function compress(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await compress(path);
    else if (/\.(css|js|json|svg|webmanifest)$/.test(entry.name)) {
      const content = await readFile(path);
      const quality = content.length > 200_000 ? 9 : 11;
      await writeFile(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
      await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
    }
  }
}

await mkdir(dist, { recursive: true });
const [spriteName, pdfFolder] = await Promise.all([sprite(), pdf(), styles(), statics()]);
await worker(await scripts(spriteName, pdfFolder));
await compress(dist);
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);

await rm(`${dist}-old`, { recursive: true, force: true });
await rename(finished, `${dist}-old`).catch(() => {});
await rename(dist, finished);
await rm(`${dist}-old`, { recursive: true, force: true });

for (const logical of ["app.css", "app.js", "sprite.svg"]) {
  const [plain, packed] = await Promise.all(
    ["", ".gz"].map(async (end) => (await readFile(join(finished, manifest[logical] + end))).length),
  );
  console.log(`${logical}: ${(plain / 1024).toFixed(1)} KB, ${(packed / 1024).toFixed(1)} KB compressed`);
}
