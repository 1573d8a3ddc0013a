import * as fc from 'fast-check';
import { element, join, unsigned } from '../../../test/support/webm.js';
import { oracleElements } from '../../../test/support/ts-ebml.js';
import { CueIndex } from './cue-index.js';

function pointsOf(cues: CueIndex): readonly (readonly [ticks: number, position: number])[] {
  const elements = oracleElements(cues.write());
  const values = (name: string): readonly number[] =>
    elements.filter((one) => one.name === name).map(({ value }) => Number(value));
  const positions = values('CueClusterPosition');
  return values('CueTime').map((ticks, index) => [ticks, positions[index] ?? NaN]);
}

describe('CueIndex', () => {
  test('writes a CuePoint for each place', () => {
    const cues = new CueIndex(3, 1, 100);
    cues.add(0, 258);
    cues.add(70_000, 0x123456789);
    const point = (time: Uint8Array, position: Uint8Array): Uint8Array =>
      element(0xbb, join(element(0xb3, time), element(0xb7, join(element(0xf7, [3]), element(0xf1, position)))));
    const body = join(point(unsigned(0, 1), unsigned(258, 2)), point(unsigned(70_000, 3), unsigned(0x123456789, 5)));
    expect([...cues.write()]).toEqual([...element(0x1c53bb6b, body)]);
  });

  test('leaves out what is closer than the least distance, or runs back', () => {
    const cues = new CueIndex(1, 5000, 100);
    [0, 4999, 5000, 9000, 3000, 10_000].forEach((ticks, index) => cues.add(ticks, index));
    expect(pointsOf(cues)).toEqual([
      [0, 0],
      [5000, 2],
      [10_000, 5],
    ]);
  });

  test('leaves out what lies before 0: a CueTime has no sign', () => {
    const cues = new CueIndex(1, 1, 100);
    [-986, -186, 614].forEach((ticks, index) => cues.add(ticks, index));
    expect(pointsOf(cues)).toEqual([[614, 2]]);
  });

  test('never has more points than it may, keeps the first, and stays even', () => {
    const cues = new CueIndex(1, 1, 64);
    for (let index = 0; index < 10_000; index++) cues.add(index * 33, index);
    const times = pointsOf(cues).map(([ticks]) => ticks);
    expect(cues.length).toBeGreaterThan(30);
    expect(cues.length).toBeLessThanOrEqual(64);
    expect(times[0]).toBe(0);
    const distances = times.slice(1).map((ticks, index) => ticks - (times[index] ?? NaN));
    expect(Math.max(...distances)).toBeLessThan(3 * Math.min(...distances));
    expect(times.at(-1)).toBeGreaterThan(9900 * 33);
  });

  test('whatever comes, points are in order, few enough, and each is one that was added', () => {
    const steps = fc.array(fc.integer({ min: -50, max: 5000 }), { maxLength: 400 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 2, max: 40 }), (distances, maxPoints) => {
        const cues = new CueIndex(1, 1, maxPoints);
        let ticks = 0;
        const added = new Map<number, number>();
        distances.forEach((distance, position) => {
          ticks = Math.max(0, ticks + distance);
          cues.add(ticks, position);
          if (!added.has(ticks)) added.set(ticks, position);
        });
        const points = pointsOf(cues);
        expect(points.length).toBeLessThanOrEqual(maxPoints);
        points.forEach(([time], index) => expect(time).toBeGreaterThan(points[index - 1]?.[0] ?? -1));
        for (const [time] of points) expect(added.has(time)).toBe(true);
      }),
    );
  });
});
