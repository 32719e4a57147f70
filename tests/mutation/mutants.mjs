/** Small wrong changes to compiled JavaScript, one at a time. */
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import ts from 'typescript'

const { SyntaxKind: K } = ts

/** An operator, and what stands in for it: the bound moved, then the comparison turned. */
const OPERATORS = new Map([
  [K.LessThanToken, ['<=', '>']],
  [K.LessThanEqualsToken, ['<', '>']],
  [K.GreaterThanToken, ['>=', '<']],
  [K.GreaterThanEqualsToken, ['>', '<']],
  [K.EqualsEqualsEqualsToken, ['!==']],
  [K.ExclamationEqualsEqualsToken, ['===']],
  [K.AmpersandAmpersandToken, ['||']],
  [K.BarBarToken, ['&&']],
  [K.PlusToken, ['-']],
  [K.MinusToken, ['+']],
  [K.AsteriskToken, ['/']],
  [K.SlashToken, ['*']],
  [K.PlusEqualsToken, ['-=']],
  [K.MinusEqualsToken, ['+=']],
])

/** A method, and its opposite. */
const METHODS = new Map([
  ['min', 'max'],
  ['max', 'min'],
  ['some', 'every'],
  ['every', 'some'],
  ['floor', 'ceil'],
  ['ceil', 'floor'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['indexOf', 'lastIndexOf'],
  ['lastIndexOf', 'indexOf'],
])

/**
 * `reached`: the place whose tests can notice it.
 * @typedef {{ file: string, start: number, end: number, text: string, reached: number, line: number, was: string, kind: string }} Mutant
 */

/**
 * @param {string} path of the compiled file, with its source map beside it
 * @param {string} file its name in what is told
 * @returns {Mutant[]} in the order of the text
 */
export function mutantsOf(path, file) {
  const text = readFileSync(path, 'utf8')
  const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')))
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const mutants = []
  const add = (kind, start, end, replacement, reached = start) => {
    const { line, character } = source.getLineAndCharacterOfPosition(start)
    const place = map.findEntry(line, character).originalLine ?? line
    mutants.push({ file, start, end, text: replacement, reached, line: place + 1, was: text.slice(start, end), kind })
  }
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return
    const [start, end] = [node.getStart(source), node.getEnd()]
    const negated = (condition) => {
      const [from, to] = [condition.getStart(source), condition.getEnd()]
      add('condition', from, to, `!(${text.slice(from, to)})`)
    }
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken
      // Where what stands before `&&` decides, the sign counts as never come to.
      for (const other of OPERATORS.get(operator.kind) ?? [])
        add('operator', operator.getStart(source), operator.getEnd(), other, start)
    } else if (ts.isNumericLiteral(node)) {
      for (const other of steps(text.slice(start, end))) add('constant', start, end, other)
    } else if (ts.isIfStatement(node)) {
      negated(node.expression)
      const then = ts.isBlock(node.thenStatement) ? node.thenStatement.statements.at(-1) : node.thenStatement
      if (then && (ts.isReturnStatement(then) || ts.isContinueStatement(then) || ts.isBreakStatement(then)))
        add('exit', then.getStart(source), then.getEnd(), ';')
    } else if (ts.isConditionalExpression(node)) negated(node.condition)
    else if (ts.isExpressionStatement(node) && !isSuper(node.expression)) add('statement', start, end, ';')
    else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name } = node.expression
      const other = METHODS.get(name.text)
      if (other) add('method', name.getStart(source), name.getEnd(), other)
      const [order] = node.arguments
      if (order && (name.text === 'sort' || name.text === 'toSorted')) {
        const [from, to] = [order.getStart(source), order.getEnd()]
        add('order', from, to, `((x, y) => (${text.slice(from, to)})(y, x))`)
      }
    } else if (node.kind === K.TrueKeyword) add('constant', start, end, 'false')
    else if (node.kind === K.FalseKeyword) add('constant', start, end, 'true')
    ts.forEachChild(node, visit)
  }
  visit(source)
  return mutants.sort((x, y) => x.start - y.start || x.end - y.end || (x.text < y.text ? -1 : 1))
}

const isSuper = (node) => ts.isCallExpression(node) && node.expression.kind === K.SuperKeyword

/** A number one step off, to both sides; of a decimal the step is its last place. */
function steps(literal) {
  const plain = literal.replace(/_/g, '')
  if (!/^\d+(\.\d+)?$/.test(plain)) return [`(${literal} + 1)`]
  const places = (plain.split('.')[1] ?? '').length
  const value = Number(plain)
  if (value === 0) return ['1']
  const step = 10 ** -places
  return [(value + step).toFixed(places), (value - step).toFixed(places)]
}
