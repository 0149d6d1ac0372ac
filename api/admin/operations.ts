import type { MerchantUseCases } from '../../usecases/merchant-types.ts';
import { createOpenApi, type OpenApiDocument } from '../openapi.ts';
import type { Operation } from '../operation.ts';
import { keyOperations } from './keys.ts';
import { merchantOperations } from './merchants.ts';
import { secretOperations } from './secrets.ts';
import { userOperations } from './users.ts';

const ABOUT = `What operators do with merchants: tiers, keys, callback secrets and people. On the admin port, which is never published.

Authentication: send the admin key as \`Authorization: Bearer …\`. Keys of merchants open nothing here.

Idempotency: send an \`Idempotency-Key\` with every POST that creates. The same key and body give the first answer again, for 30 days, with
\`Idempotent-Replayed: true\`, but without the API key or the secret that the first one told: they are told once. Where that answer was lost, revoke what it
made and make another.

Errors are RFC 9457 problems, \`application/problem+json\`: decide by \`code\`.`;

/** Every call of operators, in the order in which the documentation shows them. */
export function adminOperations(merchants: MerchantUseCases): Operation[] {
  return [...merchantOperations(merchants), ...keyOperations(merchants), ...secretOperations(merchants), ...userOperations(merchants)];
}

/** The OpenAPI document of the admin port. */
export function adminOpenApi(operations: readonly Operation[]): OpenApiDocument {
  return createOpenApi(operations, '/', {
    title: 'Internet+ billing, for operators',
    description: ABOUT,
    with_callbacks: false,
    securitySchemes: { admin_key: { type: 'http', scheme: 'bearer', description: 'The value of `ADMIN_API_KEY`.' } },
  });
}
