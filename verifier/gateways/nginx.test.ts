import { describeGateway } from './describe-gateway';
import { recipe } from './recipe';

describeGateway('nginx', ({ port, verifierPort, upstreamPort, folder }) => ({
  program: 'nginx',
  args: ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`],
  files: {
    'billing.conf': recipe('nginx', 'nginx', {
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
}));
