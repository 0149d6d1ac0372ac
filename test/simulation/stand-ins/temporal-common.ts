/** Of `@temporalio/common`, what messages are defined with. */
export const SearchAttributeType = { KEYWORD: 'KEYWORD' } as const;

export function defineSearchAttributeKey(name: string, type: string) {
  return { name, type };
}
