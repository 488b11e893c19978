// Old syntax on purpose: this file must still parse on the Node versions it turns away.
var NEEDED = [22, 12];
// From here on npm can fetch the Node that we run on instead, and leaves out no package whose engines ask for 20.
var RELAUNCHES = [20, 9];

function isAtLeast(wanted) {
  var found = process.versions.node.split('.').map(Number);
  return found[0] > wanted[0] || (found[0] === wanted[0] && found[1] >= wanted[1]);
}

if (!isAtLeast(RELAUNCHES)) {
  process.stderr.write(
    'Keyward needs Node ' +
      NEEDED.join('.') +
      ' or newer, this is Node ' +
      process.versions.node +
      '. Install a newer one from https://nodejs.org and run the command again.\n',
  );
  process.exit(1);
}
// What is loaded here may use the syntax of Node 20.
var launcher = await import('./relaunch.mjs');
if (!isAtLeast(NEEDED)) await launcher.relaunch(NEEDED.join('.'));
launcher.endWithLauncher();
