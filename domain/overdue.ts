/**
 * A workflow that is alive acts on what is due well within this time, and looks at doubts at least hourly. What is due for longer is begun anew
 * from its rows, where a workflow that lives after all is only joined.
 */
export const OVERDUE_AFTER_MS = 2 * 3_600_000;
