/** Settings of a database by which PostgreSQL writes each statement's plan to its log, with what it took and read. */
export const WITH_PLANS = [
  "session_preload_libraries = 'auto_explain'",
  'auto_explain.log_min_duration = 0',
  'auto_explain.log_analyze = on',
  'auto_explain.log_buffers = on',
  'auto_explain.log_timing = off',
] as const;

/** The plans of a piece of the server's log, without what the driver asks for itself. */
export function plansIn(log: string): string[] {
  const entries = log.split(/^(?=\S)/m).filter((entry) => entry.includes('plan:'));
  return entries.filter((entry) => /from "?(charge|purchase|subscription|report_day)\b/.test(entry)).map(withoutText);
}

/** The text of the statement stands in the stores; the plan begins at its first node. */
function withoutText(entry: string): string {
  const lines = entry.split('\n').map((line) => line.replace(/^\t/, ''));
  const first = lines.findIndex((line) => /\(cost=.*actual/.test(line));
  const duration = /duration: [\d.]+ ms/.exec(entry)?.[0] ?? '';
  return [duration, ...lines.slice(first)].join('\n').trimEnd();
}
