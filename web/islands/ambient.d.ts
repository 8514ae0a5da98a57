/** Name of the hashed sprite beside the script, put in by the build. */
declare const SPRITE: string;
/** Folder of pdf.js' own files beside the script, put in by the build. */
declare const PDF: string;

declare module "pdfjs-dist/legacy/build/pdf.min.mjs" {
  export * from "pdfjs-dist";
}

declare module "hls.js/light" {
  export { default } from "hls.js";
}
