import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { Router } from 'express';

const FOLDER = new URL('./assets/', import.meta.url);

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

const VERSION_LENGTH = 12;

type Asset = { bytes: Buffer; media_type: string; versioned: string };

/** Everything that lies in `web/assets`, read once. The version is a hash of the content, so that an address never changes its meaning. */
const ASSETS: ReadonlyMap<string, Asset> = new Map(
  readdirSync(FOLDER).map((name) => {
    const bytes = readFileSync(new URL(name, FOLDER));
    const version = createHash('sha256').update(bytes).digest('hex').slice(0, VERSION_LENGTH);
    const extension = extname(name);
    const media_type = MEDIA_TYPES[extension];
    if (media_type === undefined) throw new Error(`web/assets/${name} is of no kind that pages use`);
    return [name, { bytes, media_type, versioned: `${name.slice(0, -extension.length)}.${version}${extension}` }];
  }),
);

const VERSIONED: ReadonlyMap<string, string> = new Map([...ASSETS].map(([name, { versioned }]) => [versioned, name]));

/** The address of a file of `web/assets`, with its version in it. Throws where there is no such file: a page would be broken. */
export function assetUrl(name: string): string {
  const asset = ASSETS.get(name);
  if (asset === undefined) throw new Error(`there is no web/assets/${name}`);
  return `/assets/${asset.versioned}`;
}

/** The content of a file of `web/assets`, for what is served at an address of its own. */
export function assetBytes(name: string): Buffer {
  const asset = ASSETS.get(name);
  if (asset === undefined) throw new Error(`there is no web/assets/${name}`);
  return asset.bytes;
}

/**
 * Serves the assets; to be mounted at the root of each app that renders pages. An address of the version at hand is kept for ever. While a
 * new version is rolled out, a page may ask another process for a version that it does not have: it is given its own, which nobody keeps.
 */
export function createAssets(): Router {
  const router = Router();
  router.get('/assets/:file', (request, response, next) => {
    const { file } = request.params;
    const current = VERSIONED.get(file);
    const asset = ASSETS.get(current ?? file.replace(/\.[0-9a-f]{12}(?=\.[a-z]+$)/, ''));
    if (asset === undefined) return next();
    response
      .set('Cache-Control', current === undefined ? 'no-cache' : 'public, max-age=31536000, immutable')
      .set('X-Content-Type-Options', 'nosniff')
      .set('Content-Type', asset.media_type)
      .send(asset.bytes);
  });
  return router;
}
