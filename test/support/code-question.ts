import type { CodeRow } from '../../db/entities/code.ts';
import type { CodeQuestion } from '../../db/hot-paths.ts';

/** The question of a merchant's server about a code that it was given. */
export function questionOf(code: CodeRow | undefined, { used_at, used_by }: Pick<CodeQuestion, 'used_at' | 'used_by'>): CodeQuestion {
  if (!code) throw new Error('there is no code to ask about');
  const { code_hash, merchant_id, mode, document_id } = code;
  return { code_hash, merchant_id, mode, document_id, used_at, used_by };
}
