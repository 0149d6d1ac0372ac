/** An error as the driver throws it: a name, PostgreSQL's code and, where one was broken, the constraint. */
export type DatabaseError = Error & { code: string; constraint?: string };

export function databaseError(name: string, code: string, message: string, constraint?: string): DatabaseError {
  const error = new Error(message) as DatabaseError;
  error.name = name;
  error.code = code;
  if (constraint !== undefined) error.constraint = constraint;
  return error;
}

export const connectionLost = () => databaseError('ConnectionException', '57P01', 'terminating connection due to administrator command');
export const broken = {
  unique: (name: string) => databaseError('UniqueConstraintViolationException', '23505', `duplicate key value violates ${name}`, name),
  check: (name: string) => databaseError('CheckConstraintViolationException', '23514', `new row violates ${name}`, name),
  reference: (name: string) => databaseError('ForeignKeyConstraintViolationException', '23503', `insert violates ${name}`, name),
  notNull: (column: string) => databaseError('NotNullConstraintViolationException', '23502', `null value in column ${column}`),
  tooLong: (column: string) => databaseError('DriverException', '22001', `value too long for ${column}`),
};
