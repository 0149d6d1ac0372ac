/** Hands our own environment on to a child, unread, with settings of its own on top; config.ts stays the only one that reads it. */
export function inheritedEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...settings };
}
