import { readConfig } from '../config.ts';
import { startIsps } from './isps/start.ts';
import { runUntilStopped } from './server-process.ts';

/** The process of the four simulated ISPs. */
await runUntilStopped(() => startIsps(readConfig('simulator')));
