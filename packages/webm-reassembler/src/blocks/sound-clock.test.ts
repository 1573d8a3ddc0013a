import { SoundClock } from './sound-clock.js';

/** A clock that has heard packets of `packetMs`, each begun as much later than due as `lateMs` says, in turn. */
function clockAfter(packetMs: number, lateMs: readonly number[] = [0]): SoundClock {
  const clock = new SoundClock();
  for (let packet = 0; packet < 50; packet++) {
    clock.add(packet * packetMs + (lateMs[packet % lateMs.length] ?? 0), packetMs);
  }
  return clock;
}

describe('a hole in the sound', () => {
  // PCM in Chromium on a busy machine: times go 0, 9, 19, 28, 40, and the sound card once lets 82 ms pass.
  const jittering = [0, -1, -1, -2];

  test.each([
    ['packets of 20 ms: four whole ones', clockAfter(20), 1000 + 80, true],
    ['packets of 20 ms: three and a half', clockAfter(20), 1000 + 70, false],
    ['packets of 10 ms: a stutter of a busy machine', clockAfter(10, jittering), 500 + 82, false],
    ['packets of 10 ms: as long as a chunk', clockAfter(10, jittering), 500 + 250, true],
    ['packets of 2.5 ms: a stutter', clockAfter(2.5), 125 + 90, false],
    ['packets of 2.5 ms: as long as a chunk', clockAfter(2.5), 125 + 250, true],
  ])('%s', (_, clock, ms, isLoss) => {
    expect(clock.leavesOutPackets(ms)).toBe(isLoss);
  });
});
