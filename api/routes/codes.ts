import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { codeQuestionSchema, codeValidationSchema, wireCodeValidation } from '../schemas/codes.ts';
import { exampleId } from '../schemas/fields.ts';
import type { WrongCodes } from '../wrong-codes.ts';

export function codeOperations(useCases: UseCases, slowDownGuessing: WrongCodes): Operation[] {
  return [
    operation({
      name: 'validateCode',
      tag: 'Codes',
      method: 'post',
      path: '/v1/codes/validate',
      summary: 'Ask whether a code opens; a one-shot code opens once, for the first who asks',
      body: codeQuestionSchema,
      example: { code: 'K7QX-2M9T-WB4H-81RC', document: exampleId('doc') },
      idempotent: 'cod',
      answers: { 200: { description: 'Whether it opens, and what was bought; or why not.', schema: codeValidationSchema } },
      refusals: ['too_many_wrong_codes'],
      handle: async ({ scope, resource_id, body: { code, document } }) => {
        const outcome = await slowDownGuessing({ scope, document }, () =>
          useCases.validateCode(scope, { id: resource_id, code, document }),
        );
        return { status: 200, body: wireCodeValidation(outcome) };
      },
    }),
  ];
}
