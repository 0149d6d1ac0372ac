import type { DiscrepancyRow } from '../db/entities/reconciliation.ts';

export function discrepancyJson(row: DiscrepancyRow) {
  const { id, isp, day, kind, subject, details, opened_at, resolved_at, resolution, note } = row;
  return {
    id,
    isp,
    day,
    kind,
    subject,
    details,
    opened_at,
    resolved_at: resolved_at ?? null,
    resolution: resolution ?? null,
    note: note ?? null,
  };
}

/** One line each, with what is known of it below; a list of none says nothing. */
export function discrepancyLines(rows: readonly DiscrepancyRow[]): string[] {
  return rows.flatMap((row) => {
    const resolution = row.resolved_at ? `, resolved ${row.resolved_at.toISOString()} (${row.resolution})` : '';
    const details = Object.entries(row.details).map(([name, value]) => `${name}=${value}`);
    return [
      `  ${row.id}  ${row.isp} ${row.day}  ${row.kind}  opened ${row.opened_at.toISOString()}${resolution}`,
      `    ${details.join(' ')}`,
      ...(row.note ? [`    note: ${row.note}`] : []),
    ];
  });
}
