import { clauseKind, type KindId } from './kinds'
import { articleInForce, readClauses } from './read'
import type { Here } from './rule'

/** A merchant's own term that the law makes void: the words at fault, and the reason for people. */
type VoidTerm = {
  clause_index: number
  kind: KindId
  excerpt: string
  article: string
  why: string
}

/**
 * Finds the terms the law makes void in a merchant's own clauses: at most one finding per kind and clause, in the order
 * of the clauses. Such a clause never enters a contract; what is only to be watched does.
 */
export function findVoidTerms(clauses: readonly string[], here: Here): VoidTerm[] {
  return clauses.flatMap((clause, clause_index) => {
    const kinds = new Set<KindId>()
    return readClauses(clause, here)
      .flatMap(({ findings }) => findings)
      .filter(({ kind, severity }) => severity === 'void' && !kinds.has(kind) && kinds.add(kind))
      .map(({ kind, excerpt }) => {
        return {
          clause_index,
          kind,
          excerpt,
          article: articleInForce(kind),
          why: clauseKind(kind).why.zh,
        }
      })
  })
}
