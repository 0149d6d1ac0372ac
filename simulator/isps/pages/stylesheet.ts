import { PROFILES } from '../profiles.ts';

const accents = PROFILES.map(({ id, colour }) => `.${id} { --accent: ${colour}; }`).join('\n');

/** The one stylesheet of the hosted pages; each ISP only brings its accent. */
export const stylesheet = `
:root { --accent: #333; --ink: #1b1b1f; --soft: #5b5b66; --line: #d9d9e0; --ground: #f4f4f7; }
${accents}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { background: var(--accent); color: #fff; padding: 1rem 1.25rem; display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; }
header strong { font-size: 1.25rem; }
header a, header .plain { color: #fff; }
main { max-width: 34rem; margin: 1.5rem auto; padding: 0 1rem; }
.card { background: #fff; border: 1px solid var(--line); border-radius: .5rem; padding: 1.25rem; margin-bottom: 1.25rem; }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1rem; margin: 0 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; font-weight: 600; text-align: right; }
label { display: block; font-weight: 600; margin-bottom: .75rem; }
input { display: block; width: 100%; margin-top: .25rem; padding: .6rem .7rem; font: inherit; border: 1px solid #8a8a96; border-radius: .35rem; }
button { font: inherit; font-weight: 600; padding: .65rem 1.1rem; border-radius: .35rem; border: 1px solid var(--accent); cursor: pointer; }
button, .primary { background: var(--accent); color: #fff; }
.secondary { background: #fff; color: var(--accent); }
.plain { background: none; border: 0; padding: 0; font-weight: 400; text-decoration: underline; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
.actions { display: flex; gap: .75rem; flex-wrap: wrap; }
.error { border-left: 4px solid #b00020; background: #fdecef; padding: .6rem .8rem; margin: 0 0 1rem; }
.note { color: var(--soft); font-size: .9rem; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: .5rem .25rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; }
.amount { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; }
`;
