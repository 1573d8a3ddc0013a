/**
 * Runs before each test file: properties (fast-check) begin with the same seed in the gate, so that a change is judged by
 * itself and not by luck. `PROPERTY_SEED=random` looks for new cases; a failure prints its seed, and `PROPERTY_SEED=...`
 * runs the same again.
 */
import process from 'node:process';
import fc from 'fast-check';

const SEED_OF_THE_GATE = 20_261_122;

const asked = process.env['PROPERTY_SEED'];
if (asked !== 'random') fc.configureGlobal({ seed: asked === undefined ? SEED_OF_THE_GATE : Number(asked) });
