import type { Profiler } from 'node:inspector';

/** Where processor time went, as a tree: each function under the one that called it. */
export type CallTree = { name: string; place: string; self_ms: number; inclusive_ms: number; children: CallTree[] };

/** The same function called from the same place is one, however often the profiler saw it. Idle time is nobody's. */
export function callTree({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): CallTree {
  const self = new Map<number, number>();
  for (const [index, id] of samples.entries()) self.set(id, (self.get(id) ?? 0) + (timeDeltas[index] ?? 0) / 1_000);
  const by_id = new Map(nodes.map((node) => [node.id, node]));
  const build = (id: number): CallTree => {
    const node = by_id.get(id);
    const { functionName = '', url = '' } = node?.callFrame ?? {};
    const children = (node?.children ?? []).map(build).filter(({ name }) => name !== '(idle)');
    const self_ms = self.get(id) ?? 0;
    const inclusive_ms = children.reduce((sum, child) => sum + child.inclusive_ms, self_ms);
    return { name: functionName || '(anonymous)', place: placeOf(url, functionName), self_ms, inclusive_ms, children };
  };
  const root = nodes[0];
  if (!root) throw new Error('The profile is empty.');
  return build(root.id);
}

/** The package, the part of Node, or the folder of ours that a function belongs to. */
function placeOf(url: string, name: string): string {
  if (url.includes('workflow-bundle')) return 'workflow bundle';
  const inside = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inside) return inside;
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  if (url.startsWith('file:')) return `ours: ${url.split('/').slice(-2, -1)[0]}`;
  if (url !== '') return 'workflow bundle';
  return name.startsWith('(') ? name : `native: ${name}`;
}

/** Self time by place, the largest first, in milliseconds. */
export function timeByPlace(tree: CallTree): [place: string, ms: number][] {
  const times = new Map<string, number>();
  const add = ({ place, self_ms, children }: CallTree): void => {
    times.set(place, (times.get(place) ?? 0) + self_ms);
    children.forEach(add);
  };
  add(tree);
  return [...times].filter(([, ms]) => ms > 0).toSorted(([, one], [, other]) => other - one);
}
