export const SHOP_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#cfd8dc, #37474f); --quiet: light-dark(#4a5a63, #a9bac2); --accent: light-dark(#00566b, #7fd3ea);
  --on-accent: light-dark(#fff, #00222b); --alert: light-dark(#9b1c1c, #ffb4ab); --panel: light-dark(#f4f8f9, #18252b); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 1rem; font: 1.05rem/1.6 Georgia, 'Times New Roman', serif; }
header nav { display: flex; flex-wrap: wrap; gap: 1rem; }
header nav a:last-child { margin-left: auto; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h1, h2 { line-height: 1.25; overflow-wrap: anywhere; }
section { margin: 2rem 0; padding: 1rem 1.5rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: .8rem 0; }
input, button, .button { font: inherit; padding: .5rem .8rem; border: 1px solid var(--quiet); border-radius: .3rem; max-width: 100%; }
button, .button { background: var(--accent); color: var(--on-accent); border-color: transparent; cursor: pointer; text-decoration: none; }
ul.offers { list-style: none; padding: 0; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
[role=alert] { color: var(--alert); font-weight: bold; }
.quiet { color: var(--quiet); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; }
`;
