import {
  type ExportAssignment,
  type ExportDeclaration,
  type ImportDeclaration,
  type NamedExports,
  type NamedImports,
  type Node,
  type SourceFile,
  type StringLiteral,
  SyntaxKind,
  type VariableStatement,
} from 'typescript/unstable/ast'

/** What a file gives, and what it takes: names by the path they come from, '*' for all of them. */
export type Links = {
  exports: { line: number; what: string }[]
  imports: { from: string; names: string[] }[]
}

/** The exports and imports of a file; a path of the house is resolved by `openApiPath`, a package is left out. */
export function fileLinks(source: SourceFile, pathOf: (from: string) => string): Links {
  const links: Links = { exports: [], imports: [] }
  const take = (from: string, names: string[]) => {
    if (from.startsWith('.')) links.imports.push({ from: pathOf(from), names })
  }
  const give = (node: Node, names: readonly string[]) => {
    const line = source.text.slice(0, node.getStart(source)).split('\n').length
    for (const what of names) links.exports.push({ line, what })
  }
  for (const node of source.statements) {
    if (node.kind === SyntaxKind.ImportDeclaration) takeImport(node as ImportDeclaration, take)
    else if (node.kind === SyntaxKind.ExportDeclaration) {
      const { moduleSpecifier, exportClause } = node as ExportDeclaration
      const named = exportClause?.kind === SyntaxKind.NamedExports ? namesOf(exportClause) : null
      if (moduleSpecifier) take((moduleSpecifier as StringLiteral).text, named?.taken ?? ['*'])
      if (named) give(node, named.given)
    } else if (node.kind === SyntaxKind.ExportAssignment)
      give(node as ExportAssignment, ['default'])
    else if (isExported(node)) give(node, declaredBy(node))
  }
  // A dynamic import, or one that stands in a type, takes whatever it finds.
  for (const [, from = ''] of source.text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g))
    take(from, ['*'])
  return links
}

function takeImport(
  { moduleSpecifier, importClause }: ImportDeclaration,
  take: (from: string, names: string[]) => void,
): void {
  const from = (moduleSpecifier as StringLiteral).text
  const bindings = importClause?.namedBindings
  const names = importClause?.name ? ['default'] : []
  if (bindings?.kind === SyntaxKind.NamespaceImport) names.push('*')
  if (bindings?.kind === SyntaxKind.NamedImports)
    for (const one of (bindings as NamedImports).elements)
      names.push((one.propertyName ?? one.name).getText())
  take(from, names)
}

function namesOf(clause: Node): { taken: string[]; given: string[] } {
  const { elements } = clause as NamedExports
  return {
    taken: elements.map((one) => (one.propertyName ?? one.name).getText()),
    given: elements.map((one) => one.name.getText()),
  }
}

const isExported = (node: Node): boolean =>
  ((node as { modifiers?: readonly Node[] }).modifiers ?? []).some(
    ({ kind }) => kind === SyntaxKind.ExportKeyword,
  )

function declaredBy(node: Node): string[] {
  const modifiers = (node as { modifiers?: readonly Node[] }).modifiers ?? []
  if (modifiers.some(({ kind }) => kind === SyntaxKind.DefaultKeyword)) return ['default']
  if (node.kind !== SyntaxKind.VariableStatement) {
    const name = (node as { name?: Node }).name
    return name ? [name.getText()] : []
  }
  return (node as VariableStatement).declarationList.declarations.flatMap(({ name }) =>
    name.kind === SyntaxKind.Identifier
      ? [name.getText()]
      : [...name.getText().matchAll(/\w+(?=\s*[,}\]=])/g)].map(([word]) => word),
  )
}
