import type { Cookie } from 'playwright-core';
import type { LocalFolder } from '../../local/folder.ts';
import { inbox } from '../../local/tour/inbox.ts';
import { ispSide } from '../../local/tour/isp-side.ts';
import { merchantApi } from '../../local/tour/merchant-api.ts';
import type { OwnStack } from '../../local/tour/own-stack.ts';
import { IspControl } from '../support/world/isp-control.ts';
import type { History } from './history.ts';

/** The stack that pictures are taken of, and the hands on it. */
export type Stage = ReturnType<typeof stageOf>;

/** The same once it has a history. */
export type ShownWorld = Stage & { history: History; console_cookies: Cookie[] };

export function stageOf({ stack, folder }: Pick<OwnStack, 'stack'> & { folder: LocalFolder }) {
  return {
    stack,
    folder,
    api: merchantApi(stack),
    isp_side: ispSide(stack),
    isp: new IspControl(stack.isps.base),
    inbox: inbox(stack),
  };
}
