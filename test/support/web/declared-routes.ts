import type { Router } from 'express';

export type DeclaredRoute = { method: 'get' | 'post'; path: string };

/** What Express keeps of what was mounted; as much of it as is read here. */
type Layer = {
  rawPath?: unknown;
  route?: { path: unknown; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
};

/** Every route of an app or a router, those of routers mounted below a path included. Paths that are patterns are left out. */
export function declaredRoutes(mounted: Router | { router: Router }): DeclaredRoute[] {
  const { stack } = ('router' in mounted ? mounted.router : mounted) as unknown as { stack: Layer[] };
  return routesIn(stack, '');
}

function routesIn(stack: readonly Layer[], prefix: string): DeclaredRoute[] {
  return stack.flatMap((layer) => {
    if (layer.route) return routesOf(layer.route, prefix);
    if (layer.handle?.stack === undefined) return [];
    return pathsOf(layer.rawPath).flatMap((path) => routesIn(layer.handle?.stack ?? [], prefix + (path === '/' ? '' : path)));
  });
}

function routesOf({ path, methods }: NonNullable<Layer['route']>, prefix: string): DeclaredRoute[] {
  const called = (['get', 'post'] as const).filter((method) => methods[method] === true);
  return pathsOf(path).flatMap((below) =>
    called.map((method) => ({ method, path: prefix + (below === '/' && prefix !== '' ? '' : below) })),
  );
}

function pathsOf(path: unknown): string[] {
  return (Array.isArray(path) ? path : [path]).filter((each): each is string => typeof each === 'string');
}

/** A path with something in the place of each parameter. */
export function filledPath(path: string, value = 'x_01k0000000000000000000000'): string {
  return path.replaceAll(/[:*]\w+/g, value).replaceAll(/[{}]/g, '');
}
