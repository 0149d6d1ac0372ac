import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.0 to 2.2, levels A and AA, and what axe-core holds for good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type AxeResults = { violations: { id: string; impact: string | null; help: string; nodes: { html: string; failureSummary?: string }[] }[] };

/**
 * What axe-core finds on the page as it stands, one line each; empty where it finds nothing. With JavaScript switched off in the browser it can't
 * look. The debugger's protocol puts it into the page, which the page's Content-Security-Policy neither sees nor has to allow.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const options = JSON.stringify({ runOnly: { type: 'tag', values: TAGS }, resultTypes: ['violations'] });
    const expression = `${AXE}\naxe.run(document, ${options})`;
    const answer = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(`axe-core failed: ${answer.exceptionDetails.exception?.description ?? 'unknown'}`);
    const { violations } = answer.result.value as AxeResults;
    return violations.flatMap(({ id, impact, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${impact} ${id}: ${help} | ${html.slice(0, 200)} | ${failureSummary ?? ''}`),
    );
  } finally {
    await session.detach();
  }
}

/** Fails with what axe-core finds on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  const findings = await axeFindings(page);
  if (findings.length > 0) throw new Error(`"${await page.title()}" is not accessible:\n${findings.join('\n')}`);
}
