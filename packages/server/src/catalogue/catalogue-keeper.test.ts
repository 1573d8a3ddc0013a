import { CatalogueKeeper } from './catalogue-keeper.js';

/** A catalogue that notes what is indexed, and streams that are live or not as the test says. */
function keeping() {
  const indexed: string[] = [];
  const live = new Set<string>();
  const state = { isBroken: false };
  const catalogue = {
    index: async (id: string) => {
      if (state.isBroken) throw new Error('broken');
      indexed.push(id);
    },
  };
  const keeper = new CatalogueKeeper(catalogue, () => [...live], { error: () => undefined }, 2 ** 30);
  return { keeper, indexed, live, state };
}

test('a stream is indexed as long as it is live, and once more when it has ended', async () => {
  const { keeper, indexed, live } = keeping();
  live.add('a');
  await keeper.update();
  live.delete('a');
  keeper.noteEnded('a');
  await keeper.update();
  await keeper.update();
  expect(indexed).toEqual(['a', 'a']);
});

test('a stream that begins and ends between two looks is indexed', async () => {
  const { keeper, indexed } = keeping();
  await keeper.update();
  keeper.noteEnded('short');
  await keeper.update();
  await keeper.update();
  expect(indexed).toEqual(['short']);
});

test('what could not be indexed is indexed the next time', async () => {
  const { keeper, indexed, state } = keeping();
  keeper.noteEnded('short');
  state.isBroken = true;
  await keeper.update();
  state.isBroken = false;
  await keeper.update();
  expect(indexed).toEqual(['short']);
});
