import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { inRoot } from './lib/root.mjs';

/** `{group.name}`, `{props.groupName}`, `{name}`. */
const NAME = /(^|\.|\?\.)(name|[a-z]+Name)$/;
/** Within these the text stands on its own already, or is heard alone. */
const ALONE = new Set(['bdi', 'strong', 'Mono']);

/** Files whose names are words of the product's own, or stand in a cell that is cut where its own writing ends. */
const LEFT_OUT =
  /(apis-table|change-list|membership-line|provider-buttons|provider-proof|table-toolbar)\.tsx$/;

const isNamed = (child) =>
  ts.isJsxExpression(child) && child.expression && NAME.test(child.expression.getText());

/** The names in this element that stand beside words without an element of their own. */
function besideWords(element) {
  const opening = ts.isJsxElement(element) ? element.openingElement : null;
  if (opening && (ALONE.has(opening.tagName.getText()) || /sr-only/.test(opening.getText()))) {
    return [];
  }
  const children = element.children.filter(
    (child) => !(ts.isJsxText(child) && child.containsOnlyTriviaWhiteSpaces),
  );
  return children.some(ts.isJsxText) ? children.filter(isNamed) : [];
}

function namesBesideWords(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = [];
  const visit = (node) => {
    if (ts.isJsxElement(node) || ts.isJsxFragment(node)) found.push(...besideWords(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.map((child) => {
    const { line } = source.getLineAndCharacterOfPosition(child.getStart());
    return `${file}:${line + 1} ${child.getText()}`;
  });
}

it('a name beside words is found, and one in an element of its own is not', () => {
  const found = (text) => namesBesideWords('a.tsx', text);
  expect(found('<p>Led by {lead.name}, since May</p>')).toEqual(['a.tsx:1 {lead.name}']);
  expect(found('<p>Led by <bdi>{lead.name}</bdi>, since May</p>')).toEqual([]);
  expect(found('<td>{lead.name}</td>')).toEqual([]);
});

it('names that are written from the right turn nothing around in a sentence: each stands in <bdi>', () => {
  const files = globSync('{app,components}/**/*.tsx', { cwd: inRoot('.') });
  const looked = files.filter((file) => !/\.test\.tsx$/.test(file) && !LEFT_OUT.test(file));
  expect(looked.length).toBeGreaterThan(300);
  const found = looked.flatMap((file) =>
    namesBesideWords(file, readFileSync(inRoot(file), 'utf8')),
  );
  expect(found).toEqual([]);
});
