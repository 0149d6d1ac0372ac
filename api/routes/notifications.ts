import { Router } from 'express';
import type { Logger } from 'pino';
import { isIsp } from '../../domain/isps.ts';
import { Refusal } from '../../domain/refusals.ts';
import type { UseCases } from '../../usecases/types.ts';
import { authenticateIsp } from '../authentication.ts';
import { readJsonBody } from '../json-body.ts';
import type { Description } from '../operation.ts';
import { nameRoute } from '../request-context.ts';
import { exampleId } from '../schemas/fields.ts';
import { cloudEventSchema, readNotification } from '../schemas/notifications.ts';
import { validate } from '../validation.ts';

export const notificationDescription: Description = {
  name: 'notify',
  tag: 'ISPs',
  method: 'post',
  path: '/isp/{isp}/notifications',
  summary: 'CloudEvents of an ISP: a payment settled late, a mandate revoked by the subscriber',
  body: cloudEventSchema,
  body_media_type: 'application/cloudevents+json',
  example: {
    id: '5c1b6f0e-70f7-4a52-9b0a-3c6ad19d2f43',
    source: 'https://api.isp.example/carrier-billing',
    specversion: '1.0',
    type: 'org.camaraproject.carrier-billing.v0.payment-completed',
    time: '2027-01-31T10:00:04Z',
    data: { paymentId: 'pay_5d0c1e', clientCorrelator: `${exampleId('pur')}:a1`, status: 'succeeded' },
  },
  answers: {
    202: { description: 'Accepted; it tells nothing that is acted on.', schema: null },
    204: { description: 'Taken, now or before.', schema: null },
  },
  refusals: ['not_found'],
  access: 'isp',
};

type Options = { useCases: Pick<UseCases, 'takeNotification'>; secret: string; log: Logger };

/** Where ISPs tell what happened: at least once and in any order, so taking one twice is no fault. */
export function createNotificationRouter({ useCases, secret, log }: Options): Router {
  const router = Router();
  router.post('/isp/:isp/notifications', async (request, response) => {
    nameRoute(response, notificationDescription.path);
    authenticateIsp(secret, request);
    const { isp } = request.params;
    if (!isIsp(isp)) throw new Refusal('not_found', 'There is no such ISP.');
    const body = await readJsonBody(request, response, ['application/cloudevents+json', 'json']);
    const event = validate(cloudEventSchema, body);
    const notification = readNotification(event, validate);
    if (notification === undefined) {
      log.info({ isp, type: event.type, notification_id: event.id }, 'notification ignored');
      response.status(202).end();
      return;
    }
    const is_new = await useCases.takeNotification(isp, notification);
    log.info({ isp, kind: notification.kind, notification_id: event.id, is_new }, 'notification taken');
    response.status(204).end();
  });
  return router;
}
