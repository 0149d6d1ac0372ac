/** A place to write lines for operators. Fields are ids, statuses and counts; nothing private (product.md, "Privacy"). */
export type Log = {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
};
