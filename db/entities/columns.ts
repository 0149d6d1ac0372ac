import { p } from '@mikro-orm/core';
import { ISPS } from '../../domain/isps.ts';
import { LOCALES, MODES } from '../../domain/subscriptions.ts';

/** Column shapes that several tables share, so that an amount or an instant is the same type everywhere. */
export const id = () => p.string().length(40).primary();
export const reference = () => p.string().length(40);
export const cents = () => p.bigint('bigint');
export const instant = () => p.datetime().columnType('timestamptz(3)');
export const bytes = () => p.uint8array();
export const isp = () => p.enum(ISPS).length(8);
export const mode = () => p.enum(MODES).length(4);
export const locale = () => p.enum(LOCALES).length(2);
