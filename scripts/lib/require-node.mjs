// Old syntax on purpose: this file must still parse on the Node versions it turns away.
var NEEDED = [20, 9];
var found = process.versions.node.split('.').map(Number);
if (found[0] < NEEDED[0] || (found[0] === NEEDED[0] && found[1] < NEEDED[1])) {
  process.stderr.write(
    'Keyward needs Node ' +
      NEEDED.join('.') +
      ' or newer, this is Node ' +
      process.versions.node +
      '. Install a newer one from https://nodejs.org and run the command again.\n',
  );
  process.exit(1);
}
