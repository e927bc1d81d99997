import type { FileLimits } from '../statements/bytes'
import { type Fault, FileFault, type Place, stopAt } from '../statements/faults'
import { readXml, type Visit, type XmlNode, type XmlVisitor } from './xml'

/** Envelopes (head.001, SWIFT, a bank's own) put a few elements around the document. */
const ENVELOPE_DEPTH = 8

/** What to look into and what to take whole, by the element that contains it. */
type Parts = Record<string, { enter: string[]; take: string[] }>
export type IsoPlan = {
  /** Matches the namespaces of the message; the first group is its version, `001.08`. */
  versions: RegExp
  parts: Parts
  begins(name: string, place: Place, version: string): void
  takes(node: XmlNode, above: string): void
  ends(name: string): void
}

/**
 * Reads every ISO 20022 `Document` of a file, whatever envelope it came in, by the plan of one kind of
 * message. Stops at a `Document` of another kind or version, and when there is none at all. Elements
 * that the plan does not name, or of another namespace, are left out (SplmtryData, ours or theirs).
 */
export function readIso(bytes: Uint8Array, plan: IsoPlan, limits: FileLimits): void {
  const walk = new IsoWalk(plan)
  readXml(bytes, walk, limits)
  if (walk.documents === 0) stopAt({ line: null, pointer: '' }, 'file_format_unknown')
}

class IsoWalk implements XmlVisitor {
  documents = 0
  private version = ''
  private namespace: string | null = null
  private readonly path: string[] = []

  constructor(private readonly plan: IsoPlan) {}

  open(element: Parameters<XmlVisitor['open']>[0]): Visit {
    const { name, place } = element
    const visit = this.namespace === null ? this.envelope(element) : this.within(element)
    if (visit !== 'enter') return visit
    this.path.push(name)
    if (this.namespace !== null) this.plan.begins(name, place, this.version)
    return visit
  }

  take(node: XmlNode): void {
    this.plan.takes(node, this.path.at(-1) ?? '')
  }

  close(): void {
    const name = this.path.pop() ?? ''
    if (this.namespace !== null) this.plan.ends(name)
    if (name === 'Document') this.namespace = null
  }

  private envelope({ name, namespace, depth, place }: Parameters<XmlVisitor['open']>[0]): Visit {
    if (name !== 'Document') return depth < ENVELOPE_DEPTH ? 'enter' : 'skip'
    const version = this.plan.versions.exec(namespace)?.[1]
    if (version === undefined) stopAt(place, 'namespace_unsupported', namespace.slice(0, 80))
    this.documents += 1
    this.version = version
    this.namespace = namespace
    return 'enter'
  }

  private within({ name, namespace }: { name: string; namespace: string }): Visit {
    const parts = this.plan.parts[this.path.at(-1) ?? '']
    if (namespace !== this.namespace || parts === undefined) return 'skip'
    if (parts.enter.includes(name)) return 'enter'
    return parts.take.includes(name) ? 'take' : 'skip'
  }
}

export type Failed = { ok: false; faults: Fault[]; fault_count: number }

/** What a file contains is never an exception of ours: a fault that stopped the reading is the answer. */
export function orFault<Done>(read: () => Done): Done | Failed {
  try {
    return read()
  } catch (error) {
    if (error instanceof FileFault) return { ok: false, faults: [error.fault], fault_count: 1 }
    throw error
  }
}
