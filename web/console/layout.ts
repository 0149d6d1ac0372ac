import { html } from 'ghtml';
import { assetUrl } from '../assets.ts';
import type { Visit } from './area.ts';
import { csrfField } from './csrf.ts';
import { icon } from './kit/icons.ts';
import { languageLinks } from './language-links.ts';
import { NAVIGATION, type NavigationName } from './navigation.ts';
import { renderHead } from './plain-page.ts';
import { COMMON } from './texts/common.ts';

export type ConsolePage = {
  visit: Visit;
  title: string;
  /** Markup, escaped already. */
  body: string;
  /** Which entry of the navigation the page belongs to. */
  active: NavigationName;
  path: string;
  /** A page above this one. */
  parent?: { title: string; href: string };
  /** Markup beside the heading: what can be done here. */
  actions?: string;
  /** Markup beside the title: how the thing stands. */
  badge?: string;
  /** What was just done, said once. */
  done?: string | undefined;
  /** Why what was asked for was not done. */
  problem?: string | undefined;
};

/** A page of the console, with what is around every one of them. */
export function renderConsole(page: ConsolePage): string {
  const { visit, title, body, active, path } = page;
  const { locale } = visit;
  const texts = COMMON[locale];
  return html`<!doctype html>
<html lang="${locale}">
!${renderHead(title, texts.brand)}
<body class="console">
<a class="skip" href="#content">${texts.skip}</a>
<header class="c-bar">
<a class="brand" href="/console"><img src="${assetUrl('mark.svg')}" width="32" height="32" alt="">${texts.brand}</a>
!${modeSwitch(visit)}
<a class="c-menu-link" href="#menu">!${icon('menu')}${texts.menu}</a>
</header>
<div class="c-frame">
<aside class="c-side" id="menu" aria-label="${texts.menu}">
<a class="c-close" href="#content">!${icon('close')}${texts.close_menu}</a>
!${navigation(visit, active)}
!${account(visit, path)}
</aside>
<main id="content">
!${visit.session.mode === 'test' ? html`<p class="c-test">${texts.test_notice}</p>` : ''}
!${page.parent ? html`<p class="c-parent"><a href="${page.parent.href}">!${icon('back')}${page.parent.title}</a></p>` : ''}
<div class="c-head"><h1>${title} !${page.badge ?? ''}</h1>!${page.actions ? html`<div class="c-actions">!${page.actions}</div>` : ''}</div>
!${page.done === undefined ? '' : html`<p class="c-done" role="status">!${icon('check')}<span>${page.done}</span></p>`}
!${page.problem === undefined ? '' : html`<p class="c-problem" role="alert">!${icon('alert')}<span>${page.problem}</span></p>`}
!${body}
</main>
</div>
</body>
</html>
`;
}

function modeSwitch({ session, locale }: Visit): string {
  const texts = COMMON[locale];
  const choice = (mode: 'test' | 'live') => {
    const is_current = session.mode === mode;
    const disabled = mode === 'live' && !session.has_live && !is_current;
    const state = html`!${is_current ? ' aria-pressed="true"' : ' aria-pressed="false"'}!${disabled ? ' disabled' : ''}`;
    return html`<button name="mode" value="${mode}" !${state}>${texts.modes[mode]}</button>`;
  };
  return html`<form class="c-mode" method="post" action="/console/mode" aria-label="${texts.mode}">
!${csrfField(session)}!${choice('test')}!${choice('live')}
</form>`;
}

function navigation({ locale }: Visit, active: NavigationName): string {
  const texts = COMMON[locale];
  const items = NAVIGATION.map(({ name, href }) => {
    const current = name === active ? ' aria-current="page"' : '';
    return html`<li><a href="${href}"!${current}>!${icon(name)}${texts.navigation[name]}</a></li>`;
  });
  return html`<nav class="c-nav" aria-label="${texts.navigation_label}"><ul>!${items}</ul></nav>`;
}

function account({ session, locale }: Visit, path: string): string {
  const texts = COMMON[locale];
  const change = session.merchants.length > 1 ? html`<a href="/console/merchants">${texts.change_merchant}</a>` : '';
  return html`<div class="c-account">
<p><strong>${session.merchant.name}</strong><br><span class="quiet">${texts.tiers[session.merchant.tier]}</span></p>
!${change}
<form method="post" action="/console/sign-out">!${csrfField(session)}<button class="c-plain">${texts.sign_out}</button>
<button class="c-plain" name="everywhere" value="yes">${texts.sign_out_everywhere}</button></form>
!${languageLinks(locale, path)}
</div>`;
}
