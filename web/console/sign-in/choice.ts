import { type RequestHandler, type Response, Router } from 'express';
import { MODES } from '../../../domain/subscriptions.ts';
import type { ConsoleAccess } from '../../../usecases/console/types.ts';
import { formFields, readForm } from '../../forms.ts';
import { sendOn, sendPage } from '../../respond.ts';
import { checkCsrf } from '../csrf.ts';
import { localeOf } from '../language.ts';
import { type Sessions, type SignedIn, signedIn } from '../session.ts';
import { renderChoice } from './views.ts';

type Act = (signed_in: SignedIn, fields: Record<string, unknown>, response: Response) => Promise<string>;

/** Whom and what the session shows, and its end. Whoever has not chosen a merchant yet gets no further. */
export function createMerchantChoice(useCases: ConsoleAccess, sessions: Sessions): Router {
  const router = Router();
  router.get('/merchants', (request, response) => {
    sendPage(response, 200, renderChoice(localeOf(request), signedIn(response).session));
  });
  router.post(
    '/merchants',
    readForm,
    doing(async ({ session_token }, { merchant }) => {
      await useCases.chooseMerchant(session_token, String(merchant));
      return '/console';
    }),
  );
  router.post(
    '/mode',
    readForm,
    doing(async ({ session_token, session }, fields) => {
      const mode = MODES.find((known) => known === fields.mode) ?? 'test';
      if (mode === 'test' || session.has_live) await useCases.chooseMode(session_token, mode);
      return '/console';
    }),
  );
  router.post(
    '/sign-out',
    readForm,
    doing(async ({ session_token }, { everywhere }, response) => {
      if (everywhere === 'yes') await useCases.signOutEverywhere(session_token);
      else await useCases.signOut(session_token);
      sessions.end(response);
      return '/console/sign-in?signed_out=yes';
    }),
  );
  router.use((_request, response, next) => {
    if (signedIn(response).session.merchant === null) return sendOn(response, '/console/merchants');
    next();
  });
  return router;
}

function doing(act: Act): RequestHandler {
  return async (request, response) => {
    const signed_in = signedIn(response);
    const fields = await formFields(request);
    checkCsrf(signed_in.session, fields);
    sendOn(response, await act(signed_in, fields, response));
  };
}
