import type { FC } from 'hono/jsx'
import { moveClockOperation } from '../../dev/clock'
import { listDevPeopleOperation } from '../../dev/people'
import { cookieCredential } from '../../identity/tokens'
import { yuan } from '../../kernel/money'
import { Refusal, refuse } from '../../kernel/refusals'
import type { Kind } from '../../platform/actor'
import { enter } from '../../platform/http'
import { listCardsOperation, readCardOperation } from '../../readers/routes'
import { useSay } from '../around'
import { type AnswerFor, type AnyOperation, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Facts, Notice, When } from '../ui/text'

const VIEWERS = [
  ['consumer', '顾客看到的', 'The customer'],
  ['staff', '店家看到的', 'The shop'],
  ['bank', '银行看到的', 'The bank'],
  ['regulator', '监管看到的', 'The regulator'],
] as const satisfies readonly (readonly [Kind, string, string])[]
const HOUR_S = 3_600
const MOVES = [
  [HOUR_S, '1 小时', '1 hour'],
  [24 * HOUR_S, '1 天', '1 day'],
  [7 * 24 * HOUR_S, '7 天', '7 days'],
  [30 * 24 * HOUR_S, '30 天', '30 days'],
] as const

type Person = AnswerFor<typeof listDevPeopleOperation>['data'][number]
type Seen = {
  kind: Kind
  zh: string
  en: string
  card: Record<string, unknown> | null
  code: string
  people: Person[]
}
type Refused = { refused: string }
/** Asks as the person whose cookie of this kind is there; null where nobody is signed in so. */
async function askAs<O extends AnyOperation>(
  { c }: Visit,
  kind: Kind,
  { operationId }: O,
  parts: { params?: object; query?: object },
): Promise<AnswerFor<O> | Refused | null> {
  const who = await cookieCredential(c.req.raw, kind, c.var.world.config.stage)
  if (!who) return null
  const { status, body } = await enter(c, operationId, { who, parts, key: crypto.randomUUID() })
  const said = JSON.parse(body)
  return status >= 400 ? { refused: said.code } : said
}
async function seenBy(visit: Visit, card_id: string): Promise<Seen[]> {
  return Promise.all(
    VIEWERS.map(async ([kind, zh, en]) => {
      const said = await askAs(visit, kind, readCardOperation, { params: { id: card_id } }).catch(
        (error: unknown): Refused => {
          if (!(error instanceof Refusal)) throw error
          return { refused: error.code }
        },
      )
      const refused = said && 'refused' in said ? said.refused : ''
      const nobody = said === null || refused === 'not_signed_in' || refused === 'session_expired'
      const people = nobody
        ? (await visit.ask(listDevPeopleOperation, { query: { kind, limit: '3' } })).data
        : []
      return {
        kind,
        zh,
        en,
        card: refused || nobody ? null : said,
        code: nobody ? '' : refused,
        people,
      }
    }),
  )
}

/** Whatever the strict view holds, flat: a field that is not there is one that this reader may not see. */
function flat(body: Record<string, unknown>, prefix = ''): [string, string][] {
  return Object.entries(body).flatMap(([field, value]): [string, string][] => {
    const name = prefix + field
    if (value === null || value === undefined) return [[name, '—']]
    if (Array.isArray(value)) return [[name, `[${value.length}]`]]
    if (typeof value === 'object') return flat({ ...value }, `${name}.`)
    if (field.endsWith('_fen')) return [[name, yuan(Number(value))]]
    return [[name, String(value)]]
  })
}

const View: FC<{ of: Seen; card_id: string }> = ({ of, card_id }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t(of.zh, of.en)}</h2>
      {of.card ? (
        <Facts of={flat(of.card).map(([name, value]) => [<code>{name}</code>, value] as const)} />
      ) : of.people.length > 0 ? (
        <>
          <p>{t('还没有用这个身份登录。', 'Nobody is signed in so.')}</p>
          {of.people.map((person) => (
            <form method="post" action="/sign-in">
              <input type="hidden" name="subject_id" value={person.id} />
              <input type="hidden" name="next" value={`/dev/desk?card=${card_id}`} />
              <p>
                <button type="submit" class="plain">
                  {t(`登录：${person.name}`, `Sign in: ${person.name}`)}
                </button>
              </p>
            </form>
          ))}
        </>
      ) : (
        <Notice is="warn">
          {t('这个身份看不到这张卡。', 'This person does not see this card.')}{' '}
          <code>{of.code}</code>
        </Notice>
      )}
    </section>
  )
}

/** Development only: one card as its four readers see it, side by side, and a clock to move. */
page('GET', '/dev/desk', 'public', async (visit) => {
  const { c, t } = visit
  if (!c.var.dev) refuse('not_found')
  const own = await askAs(visit, 'consumer', listCardsOperation, { query: { limit: '5' } })
  const cards = own && 'data' in own ? own.data : []
  const asked = c.req.query('card') ?? ''
  const card_id = /^crd_[A-Za-z0-9_]{1,60}$/.test(asked) ? asked : (cards[0]?.id ?? '')
  const views = await seenBy(visit, card_id || 'crd_none')
  return (
    <Frame title={t('开发台', 'Developer’s desk')} desk>
      <form method="post" action="/dev/desk/clock" class="card">
        {key()}
        <h2>{t('时钟', 'Clock')}</h2>
        <p>
          {t('平台现在是 ', 'It is ')}
          <strong>
            <When at={c.var.world.now()} />
          </strong>
          {t('。往前拨，到期的任务按时刻跑。', '. Moved on, due jobs run at their hours.')}
        </p>
        <p class="buttons links">
          {MOVES.map(([seconds, zh, en]) => (
            <button type="submit" name="advance_seconds" value={String(seconds)} class="plain">
              {t(`往前 ${zh}`, `On by ${en}`)}
            </button>
          ))}
        </p>
      </form>
      <form method="get" action="/dev/desk" class="card">
        <Field
          name="card"
          label={t('看哪张卡（编号）', 'Card')}
          value={card_id}
          hint={t('顾客登录后，默认是最新的一张。', 'Signed in as a customer: the newest.')}
        />
        <button type="submit" class="plain">
          {t('四方各看到什么', 'Show the four views')}
        </button>
      </form>
      <div class="four">
        {views.map((view) => (
          <View of={view} card_id={card_id} />
        ))}
      </div>
    </Frame>
  )
})

page(
  'POST',
  '/dev/desk/clock',
  'public',
  async ({ c, form, ask }) => {
    if (!c.var.dev) refuse('not_found')
    const body = { advance_seconds: Number(form.get('advance_seconds') ?? '0') }
    await ask(moveClockOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/dev/desk', 303)
  },
  { again: '/dev/desk' },
)
