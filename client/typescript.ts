/**
 * openapi-typescript writes its types with TypeScript's printer, which TypeScript 7 no longer has in its package. The one of
 * TypeScript 5, without its `tsc`, comes with ts-morph.
 */
import common from '@ts-morph/common';

export default common.ts;
