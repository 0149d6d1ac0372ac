/**
 * Access codes. 31 symbols without 0, I, L, O and U, which people mistake for one another; 15 drawn at random (74 bits) and one
 * check symbol. 31 is prime, so weights 1 to 15 modulo 31 catch each single wrong symbol and each swap of two.
 */
export const CODE_ALPHABET = '123456789ABCDEFGHJKMNPQRSTVWXYZ';

const RANDOM_SYMBOLS = 15;
const GROUP = 4;
const MODULUS = CODE_ALPHABET.length;

/** What people type for symbols that the alphabet leaves out. */
const MISREADINGS: Record<string, string> = { I: '1', L: '1' };

function checkSymbol(symbols: string): string {
  let sum = 0;
  for (const [position, symbol] of [...symbols].entries()) sum += (position + 1) * CODE_ALPHABET.indexOf(symbol);
  return CODE_ALPHABET.charAt(sum % MODULUS);
}

/** Makes a code, `K7QX-2M9T-WB4H-81RC`. `draw(n)` must give an unpredictable integer from 0 to n - 1. */
export function makeCode(draw: (below: number) => number): string {
  const symbols = Array.from({ length: RANDOM_SYMBOLS }, () => CODE_ALPHABET.charAt(draw(MODULUS))).join('');
  const whole = symbols + checkSymbol(symbols);
  return (whole.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

/** The canonical form of what a person typed (any case, with or without separators), or undefined where it can't be a code of ours. */
export function parseCode(typed: string): string | undefined {
  const symbols = [...typed.toUpperCase().replace(/[\s\-–—.]/g, '')].map((symbol) => MISREADINGS[symbol] ?? symbol).join('');
  if (symbols.length !== RANDOM_SYMBOLS + 1) return undefined;
  if ([...symbols].some((symbol) => !CODE_ALPHABET.includes(symbol))) return undefined;
  if (checkSymbol(symbols.slice(0, RANDOM_SYMBOLS)) !== symbols.charAt(RANDOM_SYMBOLS)) return undefined;
  return symbols;
}
