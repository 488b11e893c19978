import { describeGateway } from './describe-gateway';
import { recipe } from './recipe';

describeGateway('HAProxy', ({ port, verifierPort, upstreamPort, folder }) => {
  // The name in memory is the machine's, so that of every gateway at work here has to differ.
  const socket = `abns@keyward-${port}`;
  return {
    program: 'haproxy',
    args: ['-db', '-f', `${folder}/haproxy.cfg`],
    files: {
      'keyward.lua': recipe('haproxy', 'lua', { 'abns@keyward': socket }),
      'haproxy.cfg': recipe('haproxy', 'haproxy', {
        '/etc/haproxy/keyward.lua': `${folder}/keyward.lua`,
        '/v1/stream': '/files/stream',
        'bind :80\n': `bind 127.0.0.1:${port}\n`,
        'abns@keyward': socket,
        '127.0.0.1:3001': `127.0.0.1:${verifierPort}`,
        '127.0.0.1:8080': `127.0.0.1:${upstreamPort}`,
      }),
    },
  };
});
