import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** How a host's name becomes addresses: `dns.lookup`, or what a test puts in its place. */
export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>;

export const resolveBySystem: Resolve = (hostname) => dns.promises.lookup(hostname, { all: true });

/** Beside the registries of special addresses: those that reach into a cloud's own house and look public, or like any private network. */
const NEVER = ['168.63.129.16', 'fd00:ec2:0:0:0:0:0:254'];

/** All that is routed on the internet in IPv6 so far. What embeds an IPv4 address (mapped, translated) lies outside, or in a range of its own. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a callback may go to an address: unicast on the public internet, and nothing else. Private, loopback, link-local, carriers' shared,
 * documentation, multicast and reserved addresses are not, nor is IPv6 that stands for an IPv4 address: mapped, NAT64, 6to4, Teredo.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || NEVER.includes(parsed.toNormalizedString())) return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(GLOBAL_IPV6) : true;
}

const LOCAL_RANGES = ['loopback', 'private', 'uniqueLocal'];

/**
 * Whether a callback may go to an address where private ones are allowed: also to the machine itself and its private networks, and still not to
 * link-local addresses, where clouds tell machines their credentials.
 */
export function isPublicOrLocalAddress(address: string): boolean {
  if (isPublicAddress(address)) return true;
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  return LOCAL_RANGES.includes(parsed.range()) && !NEVER.includes(parsed.toNormalizedString());
}

/** The address that a URL names itself, where its host is one: URLs read `0x7f.1`, `017700000001` and `2130706433` as 127.0.0.1. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? undefined : host;
}

/** The one refusal that a merchant reads, of a check and of a delivery. It doesn't say what the name resolved to: that is ours to know. */
export class AddressNotAllowed extends Error {
  constructor() {
    super('an address that is not public is not allowed');
    this.name = 'AddressNotAllowed';
  }
}

/**
 * A lookup for sockets: what it lets through is what is connected to, so a name that resolves otherwise a moment later gains nothing. One
 * address that is not allowed refuses all of them.
 */
export function guardedLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        if (!first || found.some(({ address }) => !isAllowed(address))) return callback(new AddressNotAllowed(), '', 0);
        if (options.all) return callback(null, found);
        callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
