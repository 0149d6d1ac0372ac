export const STYLE = `
:root { color-scheme: light dark; --soft: color-mix(in srgb, currentColor 12%, transparent); --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --accent: #7db8f2; } }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
a { color: var(--accent); }
h1 { font-size: 1.7rem; } h2 { margin-top: 3rem; border-bottom: 1px solid var(--soft); } h3 { margin-top: 2rem; }
code, pre { font: 0.9em/1.5 ui-monospace, monospace; }
code { background: var(--soft); padding: 0.1em 0.3em; border-radius: 3px; }
pre { background: var(--soft); padding: 0.8rem; border-radius: 6px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0.8rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.8rem 0.35rem 0; border-bottom: 1px solid var(--soft); }
.method { font-weight: 700; text-transform: uppercase; }
summary { cursor: pointer; } td p { margin: 0; }
nav ul { columns: 2 18rem; padding-left: 1.2rem; }
.wide { overflow-x: auto; font-size: 0.9em; }
table.amounts td, table.amounts th { text-align: right; padding: 0.35rem 0 0.35rem 0.8rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
table.amounts th[scope="row"], table.amounts th:first-child { text-align: left; padding-left: 0; white-space: normal; }
table.amounts .sum { font-weight: 700; border-top: 2px solid currentColor; }
.marked { border: 2px solid; padding: 0.6rem 0.8rem; font-weight: 700; }
@media (max-width: 50rem) { body { padding: 1rem; } p, li, dd, td, summary { overflow-wrap: anywhere; } .wide td, .wide th { overflow-wrap: normal; } }
@media print { .wide { overflow: visible; } thead { display: table-header-group; } body { max-width: none; font-size: 11px; } tr, pre { break-inside: avoid; } h2 { break-after: avoid; } pre { white-space: pre-wrap; } }
`;
