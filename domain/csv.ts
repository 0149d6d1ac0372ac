/** A cell is a text, a whole number or nothing. */
export type CsvCell = string | number | bigint | null;

/** A CSV file by RFC 4180, the names of its columns first. Texts that a spreadsheet would take for a formula are made plain by an apostrophe. */
export function csvFile(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

/** What programs that open a file run (OWASP, "CSV injection"). Numbers are none: a minus before digits stays one. */
const FORMULA = /^[=+\-@\t\r]/;

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
