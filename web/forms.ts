import express, { type Request, type RequestHandler } from 'express';

/** Bytes that a form of ours can have at most; the longest field is an e-mail address. */
const FORM_BYTES_MAX = 16_384;

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** Reads the body of a form into memory; `formFields` makes sense of it. */
export const readForm: RequestHandler = express.raw({ type: FORM_TYPES, limit: FORM_BYTES_MAX });

/**
 * The fields of a form, urlencoded or multipart. A body that can't be read has no fields: the page then asks for them, and a request
 * to unsubscribe still counts as one.
 */
export async function formFields(request: Request): Promise<Record<string, unknown>> {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return typeof body === 'object' && body !== null ? { ...body } : {};
  const content_type = request.get('content-type') ?? '';
  try {
    return Object.fromEntries(await new Response(body, { headers: { 'content-type': content_type } }).formData());
  } catch {
    // The bytes are here already, so that only their form can be wrong.
    return {};
  }
}
