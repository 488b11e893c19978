import { describeGateway } from './describe-gateway';
import { recipe } from './recipe';

describeGateway('Caddy', ({ port, verifierPort, upstreamPort, folder }) => ({
  program: 'caddy',
  args: ['run', '--config', `${folder}/Caddyfile`],
  files: {
    Caddyfile: `{\n\tadmin off\n\tdefault_bind 127.0.0.1\n}\n${recipe('caddy', 'caddyfile', {
      'http://billing.example.com {': `http://billing.example.com:${port} {`,
      '/v1/stream': '/files/stream',
      'X-Keyward-Port 80\n': `X-Keyward-Port ${port}\n`,
      '127.0.0.1:3001': `127.0.0.1:${verifierPort}`,
      '127.0.0.1:8080': `127.0.0.1:${upstreamPort}`,
    })}`,
  },
}));
