import { ZONE } from '../../domain/calendar.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import { type Block, htmlText, plainText } from './blocks.ts';
import { LETTER_TEXTS, type WrittenLetter } from './letters.ts';

export type LeaveLinkFacts = { locale: Locale; leave_url: string; expires_at: Date };

const LANGUAGE_TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };

/** The letter with the link that lists one's subscriptions. It names none of them: whoever reads over a shoulder learns that there is one, not of what. */
export function writeLeaveLetter({ locale, leave_url, expires_at }: LeaveLinkFacts): WrittenLetter {
  const texts = LETTER_TEXTS[locale];
  const { subject, intro, link, until, not_you } = texts.leave_request;
  const time = new Intl.DateTimeFormat(LANGUAGE_TAGS[locale], { timeStyle: 'short', timeZone: ZONE }).format(expires_at);
  const blocks: Block[] = [
    { kind: 'paragraph', text: texts.greeting },
    { kind: 'link', intro, label: link, url: new URL(leave_url).href },
    { kind: 'paragraph', text: until(time) },
    { kind: 'paragraph', text: not_you },
  ];
  return {
    subject,
    text: plainText(blocks, texts),
    html: htmlText(blocks, { texts, locale, subject }),
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
