/** A CSV file as lines of cells, and back, so that one cell can be mended and the rest stays as it was. Pure. */

export interface Sheet {
  delimiter: string;
  headings: string[];
  /** `line` counts as the server does: the headings are line 1, every further record one more. */
  rows: { line: number; cells: string[] }[];
}

const DELIMITERS = [";", "\t", ","];

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

/** The first of the commonest, as the server chooses. */
function delimiterOf(heading: string): string {
  return DELIMITERS.reduce((best, sign) => (count(heading, sign) > count(heading, best) ? sign : best));
}

export function readSheet(text: string): Sheet {
  const whole = text.replace(/^\uFEFF/, "").trimStart();
  const delimiter = delimiterOf(whole.split("\n", 1)[0] ?? "");
  const records = readRecords(whole, delimiter);
  const [headings = [], ...rest] = records;
  return { delimiter, headings, rows: rest.map((cells, place) => ({ line: place + 2, cells })) };
}

/** A cell, quoted or not, and what ends it; sticky, so that it goes on where the last one ended. */
function cellPattern(delimiter: string): RegExp {
  return new RegExp(`("(?:[^"]|"")*"|[^${delimiter}\\r\\n]*)[^${delimiter}\\r\\n]*(${delimiter}|\\r?\\n|\\r|$)`, "y");
}

function readRecords(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  const pattern = cellPattern(delimiter);
  let record: string[] = [];
  while (pattern.lastIndex < text.length) {
    const [, cell = "", end = ""] = pattern.exec(text) ?? [];
    record.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === delimiter && pattern.lastIndex < text.length) continue;
    if (end === delimiter) record.push("");
    records.push(record);
    record = [];
  }
  return records;
}

export function writeSheet(sheet: Sheet): string {
  const write = (cells: readonly string[]) => cells.map((cell) => quote(cell, sheet.delimiter)).join(sheet.delimiter);
  return `${[sheet.headings, ...sheet.rows.map((row) => row.cells)].map(write).join("\n")}\n`;
}

function quote(cell: string, delimiter: string): string {
  return /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
