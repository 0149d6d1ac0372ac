import { type RequestHandler, Router } from 'express';
import type { UseCases } from '../../usecases/types.ts';
import { formFields, readForm } from '../forms.ts';
import { keyInPath } from '../keys.ts';
import { askedLocale } from '../locale.ts';
import { sendPage } from '../respond.ts';
import { TEXTS } from '../texts/index.ts';
import { renderAsk, renderEnded } from './view.ts';

export type UnsubscribeUseCases = Pick<UseCases, 'showUnsubscribe' | 'unsubscribe'>;

/** The way out. GET and HEAD only show, so that whatever follows links in mails can't end anything; POST ends. */
export function createUnsubscribeRoutes(useCases: UnsubscribeUseCases): Router {
  const router = Router();
  router.get('/unsubscribe/:token', showRoute(useCases));
  router.post('/unsubscribe/:token', readForm, endRoute(useCases));
  return router;
}

function showRoute(useCases: UnsubscribeUseCases): RequestHandler {
  return async (request, response) => {
    const token = keyInPath(request, 'token');
    const page = await useCases.showUnsubscribe(token);
    const view = { page, locale: askedLocale(request) ?? page.locale, path: `/unsubscribe/${token}` };
    sendPage(response, 200, page.subscription.status === 'ended' ? renderEnded({ ...view, just_now: false }) : renderAsk(view));
  };
}

/** A mail program's one click (RFC 8058) gets a short text and no redirect; the button gets a page. */
function endRoute(useCases: UnsubscribeUseCases): RequestHandler {
  return async (request, response) => {
    const token = keyInPath(request, 'token');
    const is_one_click = isOneClick(await formFields(request));
    const page = await useCases.unsubscribe(token, is_one_click ? 'one_click' : 'email_link');
    const locale = askedLocale(request) ?? page.locale;
    if (is_one_click) {
      response.status(200).set('Cache-Control', 'no-store').type('text').send(`${TEXTS[locale].unsubscribe.one_click_done}\n`);
      return;
    }
    sendPage(response, 200, renderEnded({ page, locale, path: `/unsubscribe/${token}`, just_now: true }));
  };
}

function isOneClick(fields: Record<string, unknown>): boolean {
  return Object.entries(fields).some(
    ([name, value]) => name.toLowerCase() === 'list-unsubscribe' && typeof value === 'string' && value.trim().toLowerCase() === 'one-click',
  );
}
