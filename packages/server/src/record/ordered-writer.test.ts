import { OrderedWriter, WriterAbandonedError } from './ordered-writer.js';

function writerWithLog() {
  const heard: string[] = [];
  const writer = new OrderedWriter({
    retryDelayMs: 1,
    onFailing: (thrown) => heard.push(`failing: ${String(thrown)}`),
    onRecovered: () => heard.push('recovered'),
  });
  return { writer, heard };
}

test('jobs run one at a time in the order they were added, however long each takes', async () => {
  const { writer, heard } = writerWithLog();
  const slowThenFast = [5, 0, 2].map((ms, index) =>
    writer.add(async () => {
      heard.push(`begin ${index}`);
      await new Promise((resolve) => setTimeout(resolve, ms));
      heard.push(`end ${index}`);
    }),
  );
  await Promise.all(slowThenFast);
  expect(heard).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
});

test('a job that fails is tried until it works, before the next; failure and recovery are told once', async () => {
  const { writer, heard } = writerWithLog();
  let failuresLeft = 3;
  const flaky = writer.add(async () => {
    failuresLeft -= 1;
    if (failuresLeft >= 0) throw new Error('disk full');
    heard.push('written');
  });
  const next = writer.add(async () => void heard.push('next'));
  await Promise.all([flaky, next]);
  expect(heard).toEqual(['failing: Error: disk full', 'written', 'recovered', 'next']);
  expect(writer.failing).toBe(false);
});

test('giving up rejects what is not done, and nothing of it runs later', async () => {
  const { writer, heard } = writerWithLog();
  const failing = writer.add(async () => {
    throw new Error('read-only');
  });
  const behind = writer.add(async () => void heard.push('must not run'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(writer.failing).toBe(true);
  writer.abandon();
  await expect(failing).rejects.toBeInstanceOf(WriterAbandonedError);
  await expect(behind).rejects.toBeInstanceOf(WriterAbandonedError);
  await writer.settled();
  expect(heard).toEqual(['failing: Error: read-only']);
});
