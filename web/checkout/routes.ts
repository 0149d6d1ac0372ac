import { type Request, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Isp } from '../../domain/isps.ts';
import { Refusal, type RefusalCode } from '../../domain/refusals.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { CheckoutChoice, CheckoutPage, UseCases } from '../../usecases/types.ts';
import { formFields, readForm } from '../forms.ts';
import { keyInPath } from '../keys.ts';
import { askedLocale } from '../locale.ts';
import { sendOn, sendPage } from '../respond.ts';
import { failureSentence, TEXTS } from '../texts/index.ts';
import type { FormField } from '../texts/texts.ts';
import { fieldOfRefusal, parseChoice, valuesOfFields, valuesOfPage } from './choice.ts';
import type { FormView } from './fields.ts';
import { renderForm } from './form-view.ts';
import { knownIsp, rememberIsp } from './known-isp.ts';
import { renderBought, renderExpired, renderFailed, renderSubscribed, renderWaiting } from './outcome-views.ts';
import { progressRoute } from './progress.ts';
import { saleOf } from './sale.ts';
import { stageOf } from './stage.ts';
import { consentText, termsShown } from './terms.ts';

export type CheckoutUseCases = Pick<UseCases, 'showCheckout' | 'noteFormShown' | 'leaveForIsp' | 'returnFromIsp'>;

/** The popup: shows where the buyer is, sends to the ISP's page and takes back from it. Only the way back can charge. */
export function createCheckoutRoutes(useCases: CheckoutUseCases, { is_secure }: { is_secure: boolean }): Router {
  const router = Router();
  router.get('/checkout/:id', showRoute(useCases));
  router.post('/checkout/:id', readForm, confirmRoute(useCases, is_secure));
  router.get('/checkout/:id/progress', progressRoute(useCases));
  // Whoever only looks whether the address is there has not come back.
  router.head('/checkout/:id/return', (request, response) => sendOn(response, pathOf(keyInPath(request, 'id'))));
  router.get('/checkout/:id/return', returnRoute(useCases));
  return router;
}

function pathOf(id: string): string {
  return `/checkout/${id}`;
}

function showRoute(useCases: CheckoutUseCases): RequestHandler {
  return async (request, response) => {
    const page = await useCases.showCheckout(keyInPath(request, 'id'));
    const locale = askedLocale(request) ?? page.locale;
    const stage = stageOf(page).kind;
    // Whoever only looks whether the address is there is shown nothing.
    if (stage === 'open' && request.method === 'GET') await useCases.noteFormShown(page.checkout.id);
    sendPage(response, stage === 'expired' ? 410 : 200, render(page, { locale, known: knownIsp(request) }));
  };
}

type Shown = { locale: Locale; known: ReturnType<typeof knownIsp> };

function render(page: CheckoutPage, { locale, known }: Shown): string {
  const stage = stageOf(page);
  switch (stage.kind) {
    case 'open':
      return renderForm(page, { locale, ...firstValues(page, known), errors: {}, failure: stage.failure });
    case 'waiting':
      return renderWaiting(page, { locale, in_doubt: stage.in_doubt });
    case 'bought':
      return renderBought(page, { locale, purchase: stage.purchase });
    case 'subscribed':
      return renderSubscribed(page, { locale, subscription: stage.subscription });
    case 'failed':
      return renderFailed(page, { locale, failure: stage.failure });
    case 'expired':
      return renderExpired(page, locale);
  }
}

/** The form as it opens. What the buyer chose on an earlier try stands before what is only known from elsewhere. */
function firstValues(page: CheckoutPage, known: Shown['known']): Pick<FormView, 'values' | 'isp_source'> {
  const values = valuesOfPage(page);
  return values.isp !== '' || known === undefined ? { values } : { values: { ...values, isp: known.isp }, isp_source: known.source };
}

function confirmRoute(useCases: CheckoutUseCases, is_secure: boolean): RequestHandler {
  return async (request, response) => {
    const id = keyInPath(request, 'id');
    const page = await useCases.showCheckout(id);
    if (stageOf(page).kind !== 'open') {
      sendOn(response, pathOf(id));
      return;
    }
    const outcome = await confirm(useCases, { page, request });
    if ('address' in outcome) {
      if (outcome.isp !== undefined) rememberIsp(response, outcome.isp, { is_secure });
      return sendOn(response, outcome.address);
    }
    await useCases.noteFormShown(id);
    sendPage(response, 422, outcome.form);
  };
}

/** `isp` is there where the way on is the ISP's page. */
type Confirmation = { address: string; isp?: Isp } | { form: string };

/** Where to go on, or the form again with what is to be corrected. */
async function confirm(useCases: CheckoutUseCases, { page, request }: { page: CheckoutPage; request: Request }): Promise<Confirmation> {
  const locale = askedLocale(request) ?? page.locale;
  const fields = await formFields(request);
  const again = (errors: Partial<Record<FormField, string>>, failure: string | null): Confirmation => ({
    form: renderForm(page, { locale, values: valuesOfFields(fields), errors, failure }),
  });

  const parsed = parseChoice(fields, { sale: saleOf(page.document), locale });
  if ('wrong_fields' in parsed) {
    return again(Object.fromEntries(parsed.wrong_fields.map((field) => [field, TEXTS[locale].form.errors[field]])), null);
  }
  if (page.document.kind === 'rebilling' && fields.terms !== termsShown(page, locale)) return again({}, 'terms_changed');
  const choice = { ...parsed.choice, consent_text: consentText(page, { offer: parsed.choice.offer, locale }) };
  const answer = await leave(useCases, { id: page.checkout.id, choice });
  if (!(answer instanceof Refusal)) return answer;
  const field = fieldOfRefusal(answer);
  return field === undefined ? again({}, answer.code) : again({ [field]: failureSentence(TEXTS[locale], answer.code) }, null);
}

/** Refusals that another form can't heal: they are a page of their own, and the last two are what the checkout's page shows anyway. */
const ENDS_THE_FORM: readonly RefusalCode[] = ['not_found', 'isp_unavailable', 'billing_unavailable'];
const SHOWN_BY_THE_PAGE: readonly RefusalCode[] = ['checkout_expired', 'checkout_completed'];

async function leave(
  useCases: CheckoutUseCases,
  { id, choice }: { id: string; choice: CheckoutChoice },
): Promise<Exclude<Confirmation, { form: string }> | Refusal> {
  try {
    return { address: (await useCases.leaveForIsp(id, choice)).redirect_url, isp: choice.isp };
  } catch (error) {
    if (!(error instanceof Refusal) || ENDS_THE_FORM.includes(error.code)) throw error;
    return SHOWN_BY_THE_PAGE.includes(error.code) ? { address: pathOf(id) } : error;
  }
}

const IspReturnQuery = z.object({
  state: z.string().min(1).max(1_000),
  subscriber_token: z.string().min(1).max(2_000).optional(),
  error: z.string().min(1).max(200).optional(),
});

function returnRoute(useCases: CheckoutUseCases): RequestHandler {
  return async (request, response) => {
    const id = keyInPath(request, 'id');
    const query = IspReturnQuery.safeParse(request.query);
    if (query.success) await comeBack(useCases, { id, query: query.data });
    sendOn(response, pathOf(id));
  };
}

/** A try that ends in a refusal is kept with the checkout by the use case; here only what its page does not show is thrown on. */
async function comeBack(useCases: CheckoutUseCases, { id, query }: { id: string; query: z.infer<typeof IspReturnQuery> }): Promise<void> {
  try {
    await useCases.returnFromIsp(id, { state: query.state, subscriber_token: query.subscriber_token, error: query.error });
  } catch (error) {
    if (!(error instanceof Refusal) || !SHOWN_BY_THE_PAGE.includes(error.code)) throw error;
  }
}
