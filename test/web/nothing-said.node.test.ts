import { globSync } from 'node:fs'
import {
  type BinaryExpression,
  type CallExpression,
  type Node,
  SyntaxKind,
  type TemplateSpan,
} from 'typescript/unstable/ast'
import { API, type Project, type Type, TypeFlags } from 'typescript/unstable/sync'
import { expect, it } from 'vitest'

/** A page says nothing where there is nothing: the compiler lets `null` and `undefined` into a text as words. */
it('no page writes null or undefined into a text', () => {
  const api = new API({ cwd: process.cwd() })
  try {
    const snapshot = api.updateSnapshot({ openProjects: [`${process.cwd()}/tsconfig.json`] })
    const project = snapshot.getProjects()[0] as Project
    // Islands run in a browser and are a project of their own.
    const pages = globSync('src/web/**/*.{ts,tsx}', { exclude: ['src/web/islands/**'] })
    expect(pages.length).toBeGreaterThan(100)
    expect(pages.flatMap((file) => nothingsIn(project, file))).toEqual([])
  } finally {
    api.close()
  }
})

function nothingsIn({ program, checker }: Project, file: string): string[] {
  const source = program.getSourceFile(`${process.cwd()}/${file}`)
  if (!source) throw new Error(`${file} is not in the project`)
  const parts: Node[] = []
  const visit = (node: Node): void => {
    parts.push(...textsOf(node))
    node.forEachChild(visit)
  }
  visit(source)
  const types = checker.getTypeAtLocation(parts)
  return parts.flatMap((part, i) => {
    if (!isNothing(types[i])) return []
    const line = source.text.slice(0, part.getStart(source)).split('\n').length
    return [`${file}:${line}: ${part.getText(source)}`]
  })
}

/** What becomes a text here: a part of a template, what is joined to another, what `String` is given. */
function textsOf(node: Node): readonly Node[] {
  if (node.kind === SyntaxKind.TemplateSpan) return [(node as TemplateSpan).expression]
  if (node.kind === SyntaxKind.CallExpression) {
    const { expression, arguments: given } = node as CallExpression
    return expression.getText() === 'String' ? given : []
  }
  if (node.kind !== SyntaxKind.BinaryExpression) return []
  const { left, right, operatorToken } = node as BinaryExpression
  return operatorToken.kind === SyntaxKind.PlusToken ? [left, right] : []
}
const NOTHING = TypeFlags.Null | TypeFlags.Undefined
const isNothing = (type: Type | undefined): boolean =>
  type !== undefined &&
  (type.isUnionType() ? type.getTypes().some(isNothing) : (type.flags & NOTHING) !== 0)
