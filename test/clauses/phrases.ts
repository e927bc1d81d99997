import { readFileSync } from 'node:fs'

/** What is said of a thing under a condition, put together: a kind, a void or lawful end, and what may stand before it. */
type Grammar = {
  kind: string
  who: string[]
  if: string[]
  of: string[]
  '-': string[]
  '+': string[]
}
type Told = { kind: string; is_void: boolean; clause: string }

const OPENINGS = ['', '', '', '', '', '温馨提示：', '注：', '各位，']
const CLOSINGS = ['', '', '', '哈', '。', '，敬请谅解', '，请知悉', '']
const TIMES = 3

/** Clauses put together from `corpus/phrases.txt`, the same ones each time; to be learnt from, never scored. */
export function clauseSentences(): Told[] {
  const random = randomFrom(5)
  const one = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? ''
  return grammars().flatMap((grammar) =>
    (['-', '+'] as const).flatMap((end) =>
      grammar[end].flatMap((said) =>
        Array.from({ length: TIMES }, () => ({
          kind: grammar.kind,
          is_void: end === '-',
          clause: put(grammar, said, one),
        })),
      ),
    ),
  )
}

function put(grammar: Grammar, said: string, one: (of: readonly string[]) => string): string {
  const cause = one(grammar.if)
  const thing = one(grammar.of)
  const who = cause !== '' && one(['', 'who']) !== '' ? one(grammar.who) : ''
  const first = `${who}${cause}`
  const pause = first === '' ? '' : one(['，', '，', ' ', ''])
  return `${one(OPENINGS)}${first}${pause}${thing}${said}${one(CLOSINGS)}`
}

function grammars(): Grammar[] {
  const known: Grammar[] = []
  for (const line of readFileSync('test/clauses/corpus/phrases.txt', 'utf8').split('\n')) {
    const [mark = '', ...rest] = line.split(' ')
    const said = rest.join(' ')
    const last = known[known.length - 1]
    if (mark === '=') known.push({ kind: said, who: [], if: [], of: [], '-': [], '+': [] })
    else if (last !== undefined && isPart(mark)) last[mark].push(...said.split('|'))
  }
  return known
}
const isPart = (mark: string): mark is 'who' | 'if' | 'of' | '-' | '+' =>
  ['who', 'if', 'of', '-', '+'].includes(mark)

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}
