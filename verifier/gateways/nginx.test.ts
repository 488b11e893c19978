import { afterAll, describe, expect, it } from 'vitest';
import { describeGateway } from './describe-gateway';
import type { GatewayPlan, Place } from './gateway-process';
import { recipe } from './recipe';
import { openTestbed, type Testbed } from './testbed';

const plan = ({ port, verifierPort, upstreamPort, folder }: Place, slips = {}): GatewayPlan => ({
  program: 'nginx',
  args: ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`],
  files: {
    'billing.conf': recipe('nginx', 'nginx', {
      ...slips,
      '/v1/stream': '/files/stream',
      'listen 80;': `listen 127.0.0.1:${port};`,
      '127.0.0.1:3001': `127.0.0.1:${verifierPort}`,
      '127.0.0.1:8080': `127.0.0.1:${upstreamPort}`,
    }),
    // What the distribution's own nginx.conf does around a file in conf.d, in a place of our own.
    'nginx.conf': `
      daemon off;
      master_process off;
      pid ${folder}/nginx.pid;
      error_log stderr;
      events {}
      http {
        access_log off;
        client_body_temp_path ${folder}/body;
        proxy_temp_path ${folder}/proxy;
        fastcgi_temp_path ${folder}/fastcgi;
        uwsgi_temp_path ${folder}/uwsgi;
        scgi_temp_path ${folder}/scgi;
        include ${folder}/billing.conf;
      }`,
  },
});

describeGateway('nginx', (place) => plan(place));

describe('nginx with a slip in its configuration', () => {
  let testbed: Testbed | undefined;
  afterAll(() => testbed?.close());

  it('that announces the body of a request with the question takes no question for that body', async () => {
    const slips = {
      'proxy_pass_request_headers off;': '',
      'proxy_set_header Content-Length "";': '',
    };
    testbed = await openTestbed((place) => plan(place, slips));
    const { uploader, world, ask, tap } = testbed;
    const bearer = (secret: string) => ['Authorization', `Bearer ${secret}`];
    // The rest of the next question would begin where the announced body ends.
    const body = Buffer.alloc(200, 'x');
    const upload = { method: 'POST', target: '/files/uploads', body };
    for (let round = 0; round < 3; round += 1) {
      expect(await ask({ ...upload, headers: bearer(uploader.secret) })).toMatchObject({
        status: 200,
      });
      const stranger = await ask({ headers: bearer('rubbish') });
      expect(stranger).toMatchObject({ status: 401, received: [] });
      const own = await ask({ headers: bearer(world.token.secret) });
      expect(own).toMatchObject({ status: 200, received: [{}] });
    }
    expect(tap.take().text).toMatch(/\r\ncontent-length: 200\r\n/i);
  });
});
