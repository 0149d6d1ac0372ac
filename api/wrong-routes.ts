import { type RequestHandler, Router } from 'express';
import { expressPath } from './mount.ts';
import type { Description } from './operation.ts';
import { ApiProblem } from './problem-answer.ts';
import { nameRoute } from './request-context.ts';

/** Comes after all routes: an address that exists, asked with a method that does not. */
export function refuseOtherMethods(descriptions: readonly Description[]): Router {
  const router = Router();
  for (const path of new Set(descriptions.map((description) => description.path))) {
    const methods = descriptions.filter((description) => description.path === path).map(({ method }) => method.toUpperCase());
    const allow = methods.includes('GET') ? ['HEAD', ...methods].sort() : methods;
    router.all(expressPath(path), (request, response) => {
      nameRoute(response, path);
      throw new ApiProblem('method_not_allowed', `${request.method} is not possible here.`, { headers: { Allow: allow.join(', ') } });
    });
  }
  return router;
}

export const refuseUnknownRoutes: RequestHandler = () => {
  throw new ApiProblem('unknown_route', 'Nothing is served at this address.');
};
