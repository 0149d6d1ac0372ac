/** The magazine's own pictures, drawn as SVG within the page: nothing is loaded from anywhere. They say nothing that the text beside them does not. */

const picture = (name: string, { view, fit }: { view: string; fit: string }, content: string): string =>
  `<svg class="${name}" viewBox="${view}" aria-hidden="true" focusable="false" preserveAspectRatio="${fit}">${content}</svg>`;

const STARS: readonly [x: number, y: number, radius: number][] = [
  [60, 40, 1.6],
  [130, 90, 1.1],
  [210, 36, 1.4],
  [300, 74, 1],
  [372, 28, 1.7],
  [455, 88, 1.2],
  [520, 44, 1],
  [612, 100, 1.5],
  [668, 30, 1.1],
  [742, 70, 1.3],
  [90, 140, 1],
  [410, 130, 1.1],
];
const stars = STARS.map(([x, y, radius]) => `<circle cx="${x}" cy="${y}" r="${radius}"/>`).join('');

/** The head of the magazine: a lighthouse on its rock. */
export const EMBLEM = picture(
  'emblem',
  { view: '0 0 48 48', fit: 'xMidYMid' },
  '<path d="M21 14h6l3 24H18z" fill="#efe3c8" stroke="#8d8468"/><path d="M20 22h8l.6 5H19.400z" fill="#c8452f"/><path d="M19 32h10l.7 6H18.300z" fill="#c8452f"/><path d="M21 8h6v6h-6z" fill="#f6c453"/><path d="M19 8l5-5 5 5z" fill="#c8452f"/><path d="M27 9l17-4v8z" fill="#f6c453" opacity=".55"/><path d="M2 40q8-6 15-3t14-1 15 4v6H2z" fill="#0f3d4c"/><path d="M0 43q6-4 12 0t12 0 12 0 12 0v5H0z" fill="#3a8ea3"/>',
);

/** The night of the spring tide: moon, lighthouse and the path that the sea uncovers. */
export const NIGHT_TIDE = picture(
  'night',
  { view: '0 0 800 420', fit: 'xMidYMax slice' },
  `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#0b1f33"/><stop offset="1" stop-color="#2c5a6e"/></linearGradient>
<linearGradient id="sand" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8d8468"/><stop offset="1" stop-color="#c9bc92"/></linearGradient></defs>
<rect width="800" height="420" fill="url(#sky)"/><g fill="#f4f1de">${stars}</g>
<circle cx="590" cy="96" r="46" fill="#f7ecc8"/><circle cx="576" cy="86" r="8" fill="#e2d3a2"/><circle cx="604" cy="108" r="11" fill="#e2d3a2"/>
<path d="M214 168 800 60v120z" fill="#f6c453" opacity=".16"/><path d="M190 168 0 118v86z" fill="#f6c453" opacity=".16"/>
<path d="M188 180h28l12 118h-52z" fill="#fffaf0"/><path d="M184 214h36l3 28h-42z" fill="#c8452f"/><path d="M179 268h46l3 30h-52z" fill="#c8452f"/>
<path d="M188 156h28v24h-28z" fill="#f6c453"/><path d="M184 156l18-22 18 22z" fill="#c8452f"/>
<path d="M90 300q60-24 112-14t120 16l40 22H60z" fill="#0c2a36"/>
<path d="M0 306h800v114H0z" fill="#1f5a6d"/><path d="M520 312q60 4 70 0h40q30 6 90 2" stroke="#f7ecc8" stroke-width="4" opacity=".5" fill="none"/>
<path d="M330 322q60 20 40 44t-90 54h330q-90-40-130-64t-90-34z" fill="url(#sand)"/>
<g fill="#5d563f" opacity=".7"><ellipse cx="382" cy="346" rx="4" ry="2"/><ellipse cx="394" cy="358" rx="5" ry="2.500"/><ellipse cx="390" cy="374" rx="6" ry="3"/><ellipse cx="408" cy="390" rx="7" ry="3.400"/><ellipse cx="404" cy="408" rx="8" ry="4"/></g>
<path d="M0 340q50-14 100 0t100 0 70 12q30 26 50 68H0z" fill="#2f7d92"/><path d="M560 352q60-14 120 0t120 0v68H600z" fill="#2f7d92"/>
<path d="M0 376q50-12 100 0t100 0 60 4l-40 40H0z" fill="#5fb0c2"/><path d="M640 384q40-12 80 0t80 0v36H660z" fill="#5fb0c2"/>`,
);

/** A week of tides as a curve, for the subscribers' area. */
export const TIDE_CURVE = picture(
  'curve',
  { view: '0 0 640 160', fit: 'none' },
  '<rect width="640" height="160" fill="#e3f0f2"/><path d="M0 80Q20-10 40 80T80 80T120 80T160 80T200 80T240 80T280 80T320 80T360 80T400 80T440 80T480 80T520 80T560 80T600 80T640 80V160H0z" fill="#3a8ea3" opacity=".45"/><path d="M0 80Q20-10 40 80T80 80T120 80T160 80T200 80T240 80T280 80T320 80T360 80T400 80T440 80T480 80T520 80T560 80T600 80T640 80" fill="none" stroke="#0f5566" stroke-width="3"/><path d="M91 0v160M182 0v160M274 0v160M366 0v160M457 0v160M548 0v160" stroke="#0f5566" opacity=".4"/>',
);
