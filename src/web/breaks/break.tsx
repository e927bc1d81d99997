import type { FC } from 'hono/jsx'
import { readBankBreakOperation } from '../../breaks/routes'
import { readMeOperation } from '../../identity/routes'
import { listBankLinesOperation } from '../../intake/routes'
import { useSay } from '../around'
import { merchantNames, type Names } from '../bank/words'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { BankLine } from '../intake/bank-lines'
import { Facts, Notice } from '../ui/text'
import { stateTone } from '../ui/tones'
import { CheckerForms, MakerForm } from './forms'
import { BreakHistory } from './history'
import { Age, type Booking, ClassTag, ownerWord, Sides, StateTag } from './parts'

type BankLineAnswer = AnswerFor<typeof listBankLinesOperation, 'bank'>['data'][number]
type BankBreakAnswer = AnswerFor<typeof readBankBreakOperation, 'bank'>

page('GET', '/b/breaks/:id', 'bank', async (visit) => {
  const { ask, params, t } = visit
  const [one, me] = await Promise.all([
    ask(readBankBreakOperation, { params }),
    ask(readMeOperation),
  ])
  const my_id = me.id
  const [names, lines] = await Promise.all([
    merchantNames(ask, [one.merchant_id, one.other_merchant_id]),
    linesOf(visit, one),
  ])
  const known = one.bookings.map(({ merchant_id, ...b }) => ({
    ...b,
    shop: names.get(merchant_id) ?? merchant_id,
  }))
  const stands = one.state === 'open' || one.state === 'proposed'
  return (
    <Frame title={`${one.class} ${one.class_name}`}>
      <Standing of={one} my_id={my_id} />
      <Sides of={one} />
      <div class="aside">
        <div class="card">
          <h2>{t('为什么说它是差异', 'Why it is a break')}</h2>
          <p>{one.note}</p>
          <FactsOf one={one} names={names} />
          <h2>{t('银行的那一行', 'The bank’s line')}</h2>
          {lines.length === 0 ? (
            <p class="mute">{t('对账单上没有。', 'Nothing on the statement.')}</p>
          ) : (
            lines.map((row) => <BankLine row={row} />)
          )}
          <Elsewhere one={one} />
        </div>
        <div>
          {one.state === 'proposed' ? (
            <CheckerForms of={one} my_id={my_id} bookings={known} />
          ) : null}
          {stands ? <MakerForm of={one} bookings={known} /> : <Ended of={one} bookings={known} />}
          <BreakHistory of={one} my_id={my_id} />
        </div>
      </div>
    </Frame>
  )
})

/** The lines of the bank that the break is about. */
async function linesOf({ ask }: Visit, one: BankBreakAnswer): Promise<BankLineAnswer[]> {
  const { line_seqs, merchant_id } = one
  if (line_seqs.length === 0 || !merchant_id) return []
  const query = { merchant_id, seqs: line_seqs.slice(0, 100).join(), limit: '100' }
  return (await ask(listBankLinesOperation, { query })).data
}

/** Where it stands, in one sentence, and whose turn it is. */
const Standing: FC<{ of: BankBreakAnswer; my_id: string }> = ({ of, my_id }) => {
  const t = useSay()
  const state = of.state
  const by_me = of.proposed_by === my_id
  const said: Record<BankBreakAnswer['state'], readonly [zh: string, en: string]> = {
    open: ['没有解决，也没有人提议。钱没有动。', 'Open. No money moved.'],
    proposed: by_me
      ? ['您已提议，等另一位同事复核。钱还没有动。', 'Waiting for a colleague to check.']
      : ['同事已提议，等您或另一位同事复核。钱还没有动。', 'Waiting for you to check.'],
    cleared: ['自动核销了：第二天两边已经一致，没有记任何分录。', 'Cleared itself.'],
    resolved: ['已由两人解决。', 'Resolved by two people.'],
  }
  return (
    <Notice is={stateTone('break', state)}>
      <StateTag of={of} /> {t(...said[state])}
    </Notice>
  )
}

const FactsOf: FC<{ one: BankBreakAnswer; names: Names }> = ({ one, names }) => {
  const t = useSay()
  const shop = (id: string | null) =>
    id !== null ? (
      <a class="inline" href={`/b/merchants/${id}`}>
        {names.get(id) ?? id}
      </a>
    ) : (
      t('不属于一家店', 'no shop')
    )
  const first = one.first_class
  return (
    <Facts
      of={[
        [t('店', 'Shop'), shop(one.merchant_id)],
        ...(one.other_merchant_id
          ? [[t('另一家店', 'Other shop'), shop(one.other_merchant_id)] as const]
          : []),
        [t('类别', 'Class'), <ClassTag of={one} />],
        ...(first === one.class ? [] : [[t('起初看作', 'First seen as'), first] as const]),
        [t('哪天的', 'Day'), one.day],
        [t('多久了', 'Age'), <Age of={one} />],
        [t('谁来办', 'Owner'), ownerWord(t, one)],
        [
          t('期限', 'Limit'),
          `${one.limit_on}${one.limit_is_provisional ? t('（暂定）', ' (provisional)') : ''}`,
        ],
        ...(one.match_key
          ? [[t('我们的指令号', 'Instruction'), <code>{one.match_key}</code>] as const]
          : []),
        [
          t('我们的分录', 'Our entries'),
          t(`${one.movements_count} 条`, String(one.movements_count)),
        ],
      ]}
    />
  )
}

/** Both sides in full: the statement's lines of the day, and the entries of the custody account. */
const Elsewhere: FC<{ one: BankBreakAnswer }> = ({ one }) => {
  const t = useSay()
  if (!one.merchant_id) return null
  const shop = one.merchant_id
  const day = one.day
  return (
    <p>
      <a class="inline" href={`/b/merchants/${shop}/lines?from_on=${day}&to_on=${day}`}>
        {t('银行这天的全部明细', 'All lines of the day')}
      </a>{' '}
      <a class="inline" href={`/b/accounts/${encodeURIComponent(`custody:${shop}`)}`}>
        {t('我们专户账的全部分录', 'All our custody entries')}
      </a>
    </p>
  )
}

const Ended: FC<{ of: BankBreakAnswer; bookings: readonly Booking[] }> = ({ of, bookings }) => {
  const t = useSay()
  if (of.state !== 'resolved') return null
  return (
    <div class="card">
      <h2>{t('结果', 'Outcome')}</h2>
      {of.proposal === 'suspense' ? (
        bookings.length === 0 ? null : (
          bookings.map(({ shop, difference_fen }) => (
            <p>
              {t(
                `已给${shop}的专户账补记一笔新分录，与银行一致；另一头记在“待查”，查清后再结转。`,
                `A new entry was booked for ${shop}: ${difference_fen} fen, against suspense.`,
              )}
            </p>
          ))
        )
      ) : (
        <p>{t('没有动账。', 'Nothing was booked.')}</p>
      )}
    </div>
  )
}
