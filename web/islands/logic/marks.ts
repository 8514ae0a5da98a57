/** A text with what is selected in it. */
export interface Selection {
  text: string;
  start: number;
  end: number;
}

/** What comes in place of the part from `from` to `to`, and what is selected afterwards. */
export interface Change {
  from: number;
  to: number;
  put: string;
  start: number;
  end: number;
}

export type Mark = "bold" | "heading" | "list" | "steps" | "quote" | "link" | "table" | "code" | "formula";

/** Words that stand where nothing was selected, in the page's language. */
export interface Samples {
  words: string;
  column: string;
}

/** What a mark of Markdown makes of a selection. Asked again, most of them take themselves back. */
export function marked(mark: Mark, it: Selection, samples: Samples): Change {
  switch (mark) {
    case "bold":
      return around(it, "**", "**", samples.words);
    case "formula":
      return around(it, "$", "$", "x^2");
    case "link":
      return link(it, samples.words);
    case "heading":
      return lines(it, () => "## ", /^#{1,6} /);
    case "list":
      return lines(it, () => "- ", /^[-*] /);
    case "steps":
      return lines(it, (n) => `${n}. `, /^\d+\. /);
    case "quote":
      return lines(it, () => "> ", /^> /);
    case "code":
      return it.text.slice(it.start, it.end).includes("\n") ? block(it, "```\n", "\n```") : around(it, "`", "`", samples.words);
    case "table": {
      const head = `| ${samples.column} 1 | ${samples.column} 2 |`;
      return block({ ...it, start: it.end }, `${head}\n| --- | --- |\n|  |  |\n`, "");
    }
  }
}

function around(it: Selection, before: string, after: string, sample: string): Change {
  const chosen = it.text.slice(it.start, it.end);
  const outside = it.text.slice(it.start - before.length, it.start) === before && it.text.slice(it.end, it.end + after.length) === after;
  if (chosen && outside) {
    const from = it.start - before.length;
    return { from, to: it.end + after.length, put: chosen, start: from, end: from + chosen.length };
  }
  const words = chosen || sample;
  const start = it.start + before.length;
  return { from: it.start, to: it.end, put: `${before}${words}${after}`, start, end: start + words.length };
}

function link(it: Selection, sample: string): Change {
  const chosen = it.text.slice(it.start, it.end);
  if (/^https?:\/\/\S+$/.test(chosen)) {
    return { from: it.start, to: it.end, put: `[${sample}](${chosen})`, start: it.start + 1, end: it.start + 1 + sample.length };
  }
  const words = chosen || sample;
  const address = it.start + words.length + 3;
  return { from: it.start, to: it.end, put: `[${words}](https://)`, start: address, end: address + "https://".length };
}

/** Puts something before each line that the selection touches; where all have it, takes it away. */
function lines(it: Selection, prefix: (n: number) => string, known: RegExp): Change {
  const from = it.text.lastIndexOf("\n", it.start - 1) + 1;
  const next = it.text.indexOf("\n", it.end);
  const to = next < 0 ? it.text.length : next;
  const all = it.text.slice(from, to).split("\n");
  const has = all.some((line) => line) && all.every((line) => !line || known.test(line));
  let n = 0;
  const put = all.map((line) => (has ? line.replace(known, "") : line || all.length === 1 ? prefix((n += 1)) + line.replace(known, "") : line)).join("\n");
  return { from, to, put, start: all.length === 1 ? from + put.length : from, end: from + put.length };
}

/** A paragraph of its own. */
function block(it: Selection, before: string, after: string): Change {
  const chosen = it.text.slice(it.start, it.end);
  const head = it.text.slice(0, it.start);
  const gap = !head || head.endsWith("\n\n") ? "" : head.endsWith("\n") ? "\n" : "\n\n";
  const tail = it.text.slice(it.end).startsWith("\n") || it.end === it.text.length ? "\n" : "\n\n";
  const put = `${gap}${before}${chosen}${after}${tail}`;
  const start = it.start + gap.length + before.length;
  return { from: it.start, to: it.end, put, start, end: start + chosen.length };
}
