import { type Response, Router } from 'express';
import { renderProblem, renderProblemList } from '../docs/problem-pages.ts';
import { renderReference } from '../docs/reference-page.ts';
import { STYLE } from '../docs/style.ts';
import type { OpenApiDocument } from '../openapi.ts';
import { ApiProblem } from '../problem-answer.ts';
import { PROBLEM_CODES, type ProblemCode } from '../problems.ts';
import { nameRoute } from '../request-context.ts';

/** The documentation: for programs as OpenAPI, and for people as pages made of the same document. It never changes while we run. */
export function createDocsRouter(document: OpenApiDocument): Router {
  const json = JSON.stringify(document);
  const reference = renderReference(document);
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    nameRoute(response, '/openapi.json');
    response.set('Cache-Control', 'no-cache').type('application/json').send(json);
  });
  router.get('/docs', (_request, response) => {
    nameRoute(response, '/docs');
    sendPage(response, reference);
  });
  router.get('/docs/style.css', (_request, response) => {
    nameRoute(response, '/docs/style.css');
    response.set('Cache-Control', 'max-age=3600').type('text/css').send(STYLE);
  });
  router.get('/docs/problems', (_request, response) => {
    nameRoute(response, '/docs/problems');
    sendPage(response, renderProblemList());
  });
  router.get('/docs/problems/:code', (request, response) => {
    nameRoute(response, '/docs/problems/{code}');
    const { code } = request.params;
    if (!isProblemCode(code)) throw new ApiProblem('unknown_route', 'There is no such problem.');
    sendPage(response, renderProblem(code));
  });
  return router;
}

function isProblemCode(text: string): text is ProblemCode {
  return (PROBLEM_CODES as readonly string[]).includes(text);
}

function sendPage(response: Response, page: string): void {
  response.set('Cache-Control', 'no-cache').type('text/html').send(page);
}
