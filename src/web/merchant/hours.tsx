import type { FC } from 'hono/jsx'
import { listMerchantShopsOperation, stateShopHoursOperation } from '../../shops/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { DAYS, Hours } from '../shop/hours'
import { useKept } from '../ui/form'
import { Empty } from '../ui/text'

type ShopAnswer = AnswerFor<typeof listMerchantShopsOperation, 'staff'>['data'][number]
/** How many closures the form has room for; the API takes more. */
const CLOSURES_SHOWN = 4

/** When each branch is open, as its owner states it; customers see it behind the wall code. */
page('GET', '/m/hours', 'staff', async ({ ask, t }) => {
  const shops = await ask(listMerchantShopsOperation, { query: { is_open: 'true', limit: '100' } })
  const open = shops.data
  return (
    <Frame
      title={t('营业时间', 'Opening hours')}
      lead={t(
        '顾客扫店铺码就看得到。要歇业，先写在这里：没有写就关着门，顾客会以为店走了。',
        'Customers see them behind your wall code. State days off before them: a shut door without a word looks like a shop that has gone.',
      )}
    >
      {open.length === 0 ? <Empty>{t('没有营业中的门店。', 'No shop is open.')}</Empty> : null}
      {open.map((shop) => (
        <div class="ga">
          <StateHours shop={shop} />
          <section class="card">
            <h2>{t('顾客现在看到的', 'What customers see now')}</h2>
            {shop.hours ? (
              <Hours of={shop.hours} />
            ) : (
              <p class="mute">{t('还没有写。', 'Nothing yet.')}</p>
            )}
          </section>
        </div>
      ))}
    </Frame>
  )
})

const StateHours: FC<{ shop: ShopAnswer }> = ({ shop }) => {
  const t = useSay()
  const { hours } = shop
  return (
    <form method="post" action={`/m/hours/${shop.id}`} class="card">
      {key()}
      <h2>{shop.name}</h2>
      <p class="hint">
        {t(
          '休息的那天两格都空着；过了半夜才关门的，照写第二天的钟点，例如 18:00 到 02:00。',
          'Leave both empty on a day off. Past midnight, write the next day’s hour: 18:00 to 02:00.',
        )}
      </p>
      {DAYS.map(([zh, en], n) => (
        <Pair
          of={t(zh, en)}
          words={[t('开门', 'Opens'), t('关门', 'Closes')]}
          names={[`opens-${n}`, `closes-${n}`]}
          type="time"
          said={[hours?.weekly[n]?.opens, hours?.weekly[n]?.closes]}
        />
      ))}
      <h3>{t('歇业的日子（没有就空着）', 'Days off (may stay empty)')}</h3>
      {Array.from({ length: CLOSURES_SHOWN }, (_, n) => (
        <Pair
          of={t(`歇业 ${n + 1}`, `Off ${n + 1}`)}
          words={[t('第一天', 'First day'), t('最后一天', 'Last day')]}
          names={[`from-${n}`, `to-${n}`]}
          type="date"
          said={[hours?.closures[n]?.from_on, hours?.closures[n]?.to_on]}
        />
      ))}
      <button type="submit">{t('就这样，给顾客看', 'Show this to customers')}</button>
    </form>
  )
}

/** Two fields on one line that say from when to when. */
const Pair: FC<{
  of: string
  words: readonly [string, string]
  names: readonly [string, string]
  type: 'time' | 'date'
  said: readonly [string | undefined, string | undefined]
}> = ({ of, words, names, type, said }) => (
  <p class="line">
    <b class="nowrap">{of}</b>
    {([0, 1] as const).map((end) => (
      <>
        {end === 1 ? '–' : null}
        <input
          type={type}
          name={names[end]}
          id={names[end]}
          aria-label={`${of} ${words[end]}`}
          value={useKept(names[end], said[end])}
        />
      </>
    ))}
  </p>
)

actPage('/m/hours/:id', 'staff', {
  act: stateShopHoursOperation,
  says: ({ params, form }) => ({ params, body: hoursTyped(form) }),
  leads: '/m/hours',
  again: '/m/hours',
})
const typedPair = (form: URLSearchParams, from: string, to: string) => {
  const [first, last] = [form.get(from)?.trim() ?? '', form.get(to)?.trim() ?? '']
  return first === '' && last === '' ? null : ([first, last] as const)
}
/** What the form says as the API takes it; whatever is wrong in it goes on as typed and is refused there. */
function hoursTyped(form: URLSearchParams) {
  const weekly = DAYS.map((_, n) => {
    const pair = typedPair(form, `opens-${n}`, `closes-${n}`)
    return pair && { opens: pair[0], closes: pair[1] }
  })
  const closures = Array.from({ length: CLOSURES_SHOWN }, (_, n) => {
    const pair = typedPair(form, `from-${n}`, `to-${n}`)
    return pair && { from_on: pair[0], to_on: pair[1] || pair[0] }
  }).filter((closure) => closure !== null)
  return { weekly, closures }
}
