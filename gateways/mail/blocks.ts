import { html } from 'ghtml';
import type { Locale } from '../../domain/subscriptions.ts';
import type { FactName, LetterTexts } from './texts/texts.ts';

/** What a letter is made of; each block is written once in plain text and once in HTML, so that the two say the same. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'facts'; facts: [name: FactName, value: string][] }
  | { kind: 'codes'; title: string; codes: string[] }
  | { kind: 'link'; intro: string; label: string; url: string };

/** `cancel_url` goes with the signature, where the letter is about something that was sold. */
export function plainText(blocks: Block[], texts: LetterTexts, cancel_url?: string): string {
  const foot = cancel_url === undefined ? texts.signature : `${texts.signature}\n${texts.cancel_contract}${texts.colon}${cancel_url}`;
  return `${[...blocks.map((block) => plainBlock(block, texts)), `-- \n${foot}`].join('\n\n')}\n`;
}

function plainBlock(block: Block, texts: LetterTexts): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'facts':
      return block.facts.map(([name, value]) => `${texts.facts[name]}${texts.colon}${value}`).join('\n');
    case 'codes':
      return [`${block.title}${texts.colon.trimEnd()}`, ...block.codes.map((code) => `  ${code}`)].join('\n');
    case 'link':
      return `${block.intro}\n${block.url}`;
  }
}

/** Styles are on the elements, because many mail programs drop all others. */
export function htmlText(
  blocks: Block[],
  { texts, locale, subject, cancel_url }: { texts: LetterTexts; locale: Locale; subject: string; cancel_url?: string | undefined },
): string {
  return html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${subject}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 sans-serif">
<div style="max-width:34rem;margin:0 auto">
!${blocks.map((block) => htmlBlock(block, texts)).join('\n')}
<p>${texts.signature}!${cancel_url === undefined ? '' : html`<br><a href="${cancel_url}">${texts.cancel_contract}</a>`}</p>
</div>
</body>
</html>
`;
}

function htmlBlock(block: Block, texts: LetterTexts): string {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.text}</p>`;
    case 'facts': {
      const rows = block.facts.map(([name, value]) => {
        const cell = 'text-align:left;padding:4px 16px 4px 0;vertical-align:top';
        return html`<tr><th scope="row" style="${cell};font-weight:normal">${texts.facts[name]}</th><td style="${cell}"><strong>${value}</strong></td></tr>`;
      });
      return html`<table style="border-collapse:collapse">!${rows}</table>`;
    }
    case 'codes': {
      const lines = block.codes.map((code) => html`<p style="margin:8px 0;font:20px monospace">${code}</p>`);
      return html`<h2 style="font-size:18px">${block.title}</h2>!${lines}`;
    }
    case 'link':
      return html`<p>${block.intro}<br><a href="${block.url}">${block.label}</a></p>`;
  }
}
