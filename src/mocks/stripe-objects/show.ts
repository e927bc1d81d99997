import type { Draft } from './draft'
import { methodNamed, shownMethod } from './methods'
import type { BalanceTransaction, Kind, Refund, Thing } from './types'
import { invalid } from './wire'

export type Node = { [field: string]: unknown }
const DEPTH_MAX = 4
/** Which fields of an object are ids that `expand[]` opens (docs.stripe.com/api/expanding_objects). */
const LINKS: Partial<Record<Kind, readonly string[]>> = {
  payment_intent: ['latest_charge', 'customer', 'payment_method'],
  charge: ['payment_intent', 'balance_transaction', 'customer'],
  refund: ['charge', 'payment_intent', 'balance_transaction', 'failure_balance_transaction'],
  dispute: ['charge', 'payment_intent'],
  balance_transaction: ['source'],
  payout: ['balance_transaction'],
}

/** An object as the wire shows it at this moment: nothing secret, and money available once its day has come. */
export function shown(thing: Thing, now_s: number): Node {
  if ('deleted' in thing) return { id: thing.id, object: thing.object, deleted: true }
  if (thing.object === 'webhook_endpoint') {
    const { signing_secret: _, ...rest } = thing
    return rest
  }
  if (thing.object === 'dispute')
    return {
      ...thing,
      balance_transactions: thing.balance_transactions.map((line) => shown(line, now_s)),
    }
  // Refunds and lines of the bill do not say of which world they are.
  if (thing.object !== 'balance_transaction')
    return thing.object === 'refund' ? worldless(thing) : { ...thing }
  return { ...worldless(thing), status: thing.available_on <= now_s ? 'available' : 'pending' }
}
const worldless = ({ livemode: _, ...rest }: Refund | BalanceTransaction): Node => rest

/** Opens the ids named by `expand[]`, at most four deep; on a list the names begin with `data.`. */
export async function expanded(draft: Draft, root: Node, expand: string[] = []): Promise<Node> {
  const paths = expand.map((path) => path.split('.'))
  const deep = paths.find((path) => path.length > DEPTH_MAX)
  if (deep)
    throw invalid(`You cannot expand more than ${DEPTH_MAX} levels of a property.`, {
      param: 'expand',
    })
  if (!isList(root)) {
    await open(draft, [root], paths)
    return root
  }
  const stray = paths.find(([head, ...rest]) => head !== 'data' || rest.length === 0)
  if (stray) throw notExpandable(stray.join('.'))
  const of_each = paths.map(([, ...rest]) => rest)
  await open(draft, root.data, of_each)
  return root
}

const isList = (node: Node): node is Node & { data: Node[] } => node.object === 'list'

/** One level for all nodes at once: a level costs one read, however long the list is. */
async function open(draft: Draft, nodes: Node[], paths: string[][]): Promise<void> {
  for (const head of new Set(paths.map(([first = '']) => first))) {
    const closed = nodes.filter((node) => isLink(node, head))
    if (closed.length < nodes.length) throw notExpandable(head)
    const ids = closed.map((node) => node[head]).filter((id) => typeof id === 'string')
    const things = await draft.all(ids.filter((id) => methodNamed(id) === null))
    const inner: Node[] = []
    for (const node of closed) {
      const id = node[head]
      if (typeof id !== 'string') continue
      const thing = things.get(id)
      const opened = thing ? shown(thing, draft.now_s) : { ...shownMethod(id) }
      node[head] = opened
      inner.push(opened)
    }
    const rest = paths.filter(([first]) => first === head).map(([, ...more]) => more)
    await open(
      draft,
      inner,
      rest.filter((path) => path.length > 0),
    )
  }
}

function isLink(node: Node, field: string): boolean {
  const links = Object.entries(LINKS).find(([kind]) => kind === node.object)?.[1]
  return links?.includes(field) ?? false
}

const notExpandable = (path: string) =>
  invalid(`This property cannot be expanded (${path}).`, { param: 'expand' })
