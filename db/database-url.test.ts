import { expect, it } from 'vitest';
import { databaseUrlProblem, withoutPassword } from './database-url';

const ENCODING = /must be percent-encoded/;

it.each([
  ['mysql://root:hunter2@db/keyward', /not one that begins with mysql:\/\/$/],
  ['jdbc:postgresql://db/keyward', /not one that begins with jdbc:postgresql:\/\/$/],
  ['host=db user=keyward password=hunter2', /must be a postgres:\/\/ address/],
  ['postgres://keyward:hun/ter2@db/keyward', ENCODING],
  ['postgres://keyward:12/hunter2@db/keyward', ENCODING],
  ['postgres://keyward:hun#ter2@db/keyward', ENCODING],
  ['postgres://keyward:hun?ter2@db/keyward', ENCODING],
  ['postgres://keyward:hun%ter2@db/keyward', ENCODING],
  ['postgres://keyward:hun%2@db/keyward', ENCODING],
  ['postgres://keyward:hun%FFter2@db/keyward', ENCODING],
  ['postgres://keyward:hunter2@db:port/keyward', /names the port "port", which is no number/],
  ['postgres://keyward:hunter2@db:70000/keyward', /names the port "70000"/],
  ['postgres://keyward:hunter2/keyward', /names no host/],
  ['"postgres://keyward:hunter2@db/keyward"', /in quotes/],
  ['postgres://keyward:hunter2@db1:5432,db2:5432/keyward', /several hosts/],
  ['postgres://keyward:hunter2@db', /names no database/],
  ['postgres://keyward:hunter2@db/', /names no database/],
  ['postgres://keyward:hunter2@db/key/ward', /a slash in it/],
  ['postgres://keyward:hunter2@db/keyward?sslmode=on', /unknown sslmode: it is one of disable,/],
])('says what is wrong with %s, and nothing of the password', (address, problem) => {
  const said = databaseUrlProblem(address);
  expect(said).toMatch(problem);
  expect(said).not.toMatch(/hun|ter2/);
});

it.each([
  'postgres://keyward:secret@127.0.0.1:5432/keyward',
  'postgresql://keyward@db/keyward?sslmode=verify-full&sslrootcert=/etc/ca.pem',
  'postgres://keyward:p%40ss%2Fword%23@[::1]:5432/keyward',
  'postgres://keyward:p@ss@db/keyward',
  'postgres://keyward:p:ss@db/keyward',
  'postgres:///keyward?host=/var/run/postgresql',
  'postgres://keyward@/keyward?host=/var/run/postgresql',
  'postgres://keyward@%2Fvar%2Frun%2Fpostgresql/keyward',
])('lets %s pass', (address) => {
  expect(databaseUrlProblem(address)).toBeNull();
});

it('takes the password out of a text however it is written', () => {
  const address = 'postgres://keyward:p%40ss@db/keyward';
  expect(withoutPassword('p@ss p%40ss keyward', address)).toBe('*** *** keyward');
});
