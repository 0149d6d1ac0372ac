import type { Response } from 'express';

/** Sends a page. Nothing may keep it: its address is a key, and it can show codes. */
export function sendPage(response: Response, status: number, page: string): void {
  response.status(status).set('Cache-Control', 'no-store').type('html').send(page);
}

/** Sends the browser on with a GET, whatever it came with. */
export function sendOn(response: Response, address: string): void {
  response.set('Cache-Control', 'no-store').redirect(303, address);
}
