/** The French internet providers that carry Internet+ (product.md, "The problem"). */
export const ISPS = ['alice', 'free', 'orange', 'sfr'] as const;

export type Isp = (typeof ISPS)[number];

export const ISP_NAMES: Record<Isp, string> = { alice: 'Alice', free: 'Free', orange: 'Orange', sfr: 'SFR' };

export function isIsp(text: string): text is Isp {
  return (ISPS as readonly string[]).includes(text);
}
