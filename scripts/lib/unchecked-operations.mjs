import { relative } from 'node:path';
import ts from 'typescript';
import { inRoot } from './root.mjs';

const NAMES_FILES = ['domain/base/operation-names.ts', 'domain/base/internal-operations.ts'];
const NAME =
  /^(access|apis|audit|decisions|groups|identities|memberships|operations|overview|passwords|receipts|scopes|sessions|setup|tokens|verifiers)\.[a-z][A-Za-z]+$/;
const QUOTED = /(['"])([a-z]+\.[a-zA-Z]+)\1/g;

/**
 * Operation names that the compiler would let stand if they were misspelt: string literals, or names
 * quoted inside a template such as SQL, where neither what takes them, nor what they are compared
 * with, is a closed set of literals. Tests are left out: what they expect is compared as they run.
 * @param {string} root folder of the tsconfig, whose files are looked through
 * @returns {{ checked: number, unchecked: string[] }} the unchecked as `path:line name`
 */
export function uncheckedOperations(root = inRoot('.')) {
  const config = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile).config;
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(fileNames, { ...options, incremental: false });
  const checker = program.getTypeChecker();
  const unchecked = [];
  let checked = 0;
  for (const file of program.getSourceFiles()) {
    const path = relative(root, file.fileName);
    if (path.startsWith('..') || isLeftOut(path)) continue;
    const look = (node) => {
      for (const name of namesIn(node)) {
        if (isChecked(checker, node)) checked += 1;
        else unchecked.push(`${path}:${lineOf(file, node)} ${name}`);
      }
      ts.forEachChild(node, look);
    };
    look(file);
  }
  return { checked, unchecked };
}

const isLeftOut = (path) =>
  NAMES_FILES.includes(path) || /(^|\/)(node_modules|\.next|e2e)\/|\.(test|spec)\.tsx?$/.test(path);

const lineOf = (file, node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

function namesIn(node) {
  if (ts.isStringLiteralLike(node) && NAME.test(node.text)) return [node.text];
  const isTemplate = ts.isTemplateLiteralToken(node) || ts.isNoSubstitutionTemplateLiteral(node);
  if (!isTemplate) return [];
  return [...node.text.matchAll(QUOTED)]
    .map(([, , name]) => name)
    .filter((name) => NAME.test(name));
}

function isChecked(checker, node) {
  if (!ts.isStringLiteral(node)) return false;
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name === node) {
    return isKeyOfClosed(checker, parent);
  }
  const taker = ts.isCaseClause(parent)
    ? checker.getTypeAtLocation(parent.parent.parent.expression)
    : isComparison(parent)
      ? checker.getTypeAtLocation(parent.left === node ? parent.right : parent.left)
      : checker.getContextualType(node);
  return taker !== undefined && isClosed(taker);
}

const isComparison = (node) =>
  ts.isBinaryExpression(node) &&
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
    node.operatorToken.kind,
  );

/** The key of an object whose type names each key it may have. */
function isKeyOfClosed(checker, property) {
  const type = checker.getContextualType(property.parent);
  if (type === undefined || checker.getIndexInfosOfType(type).length > 0) return false;
  return type.getProperty(property.name.text) !== undefined;
}

/** One literal or a union of literals; `string` anywhere in it takes every spelling. */
function isClosed(type) {
  const parts = type.isUnion() ? type.types : [type];
  const texts = parts.filter(
    (part) => (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0,
  );
  return texts.length > 0 && texts.every((part) => part.isStringLiteral());
}
