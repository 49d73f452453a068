/**
 * The chance of the fuzz tests: the same one for everybody, unless the environment says otherwise. `FUZZ_SEED=7 FUZZ_RUNS=200000
 * npm run jest -- test/fuzz` tries another way, and further.
 */
const { FUZZ_SEED = '20270213', FUZZ_RUNS = '10000' } = process.env;

export const SEED = Number(FUZZ_SEED);
/** How many of each kind are tried in all. */
export const RUNS = Number(FUZZ_RUNS);
if (!Number.isSafeInteger(SEED) || !Number.isSafeInteger(RUNS) || RUNS < 1)
  throw new Error(`FUZZ_SEED and FUZZ_RUNS are whole numbers; found '${FUZZ_SEED}' and '${FUZZ_RUNS}'.`);

/** Milliseconds a test may take: a minute, and more where more is tried. */
export const PATIENCE = 60_000 + RUNS * 20;
