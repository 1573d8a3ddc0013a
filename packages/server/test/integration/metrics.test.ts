import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { loadFixture } from '../../../../fixtures/load.js';
import { ask } from '../support/answer.js';
import { eventually } from '../support/eventually.js';
import { describeWithMediaTools } from '../support/media-tools.js';
import { RunningServer, WHATEVER_THE_LAG } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const { manifest, chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

describeWithMediaTools('a stream that others are told of', () => {
  let server: RunningServer;
  let receiver: Server;
  const told: { readonly type: string; readonly data: { readonly stream: string } }[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString('utf8')));
      request.on('end', () => {
        told.push(new Webhook(secret).verify(body, request.headers as Record<string, string>) as (typeof told)[number]);
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    server = await RunningServer.start([...WHATEVER_THE_LAG, '--webhook-urls', url, '--webhook-secret', secret]);
  });

  afterAll(async () => {
    await server.cleanUp();
    await new Promise((resolve) => receiver.close(resolve));
  });

  async function metric(start: string): Promise<number> {
    const text = (await ask(server, '/metrics')).body.toString('utf8');
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${start} `))
        ?.split(' ')
        .at(-1),
    );
  }

  test('is in the metrics and at the receivers of webhooks', async () => {
    const publisher = await TestPublisher.start(server.ingestUrl, { mimeType: manifest.mimeType, stream: 'told' });
    await publisher.sendPaced(chunks, 10);
    await publisher.next('face-appeared');
    await publisher.stop();
    const types = await eventually(
      async () => told.map(({ type }) => type),
      (all) => all.includes('stream.ended'),
    );
    expect(types[0]).toBe('stream.started');
    expect(types).toContain('face.appeared');
    expect(told.every(({ data }) => data.stream === 'told')).toBe(true);
    expect(await metric('webm_chunks_total')).toBe(chunks.filter(({ length }) => length > 0).length);
    expect(await metric('webm_streams_started_total')).toBe(1);
    expect(await metric('webm_streams_live')).toBe(0);
    expect(await metric('webm_frames_analysed_total')).toBe(publisher.allOf('detections').length);
    expect(await metric('webm_stage_seconds_count{stage="total"}')).toBe(publisher.allOf('detections').length);
    // Counted when the receiver has answered.
    await eventually(
      async () => metric('webm_webhooks_total{outcome="delivered"}'),
      (delivered) => delivered === told.length,
    );
  });

  test('whose publisher is refused is counted by the code', async () => {
    const refused = await TestPublisher.connect(server.ingestUrl);
    refused.say({ type: 'start', mimeType: 'video/mp4' });
    await refused.closed();
    expect(await metric('webm_refusals_total{code="stream-invalid"}')).toBe(1);
  });
});

test('webhooks without a secret are refused at start', async () => {
  const starting = RunningServer.start(['--webhook-urls', 'http://127.0.0.1:1/']);
  await expect(starting).rejects.toThrow('--webhook-secret');
});
