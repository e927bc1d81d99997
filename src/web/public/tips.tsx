import type { FC } from 'hono/jsx'
import { listShopTipsOperation, tellOfShopOperation } from '../../tips/routes'
import { type Say, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field, useKept, Words } from '../ui/form'
import { districtOptions, useHotline } from '../ui/places'
import { Empty, Notice, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'

type ShopTipAnswer = AnswerFor<typeof listShopTipsOperation, 'consumer'>['data'][number]

/** A shop that has joined can be reported, too: only an invitation says that it has not. */
const titleOf = (kind: string, t: Say): string =>
  kind === 'report'
    ? t('举报一家店', 'Report a shop')
    : t('这家店没有接入', 'A shop that has not joined')

/** Telling of a shop that has not joined: it is asked in, or its supervisor hears of it. */
page(
  'GET',
  '/tips/new',
  'consumer',
  async ({ c, t, city, today }) => (
    <Frame sheet="public" title={titleOf(c.req.query('kind') ?? '', t)}>
      <form method="post" action="/tips" class="card">
        {key()}
        <Kind wished={c.req.query('kind') ?? ''} />
        <Field
          name="shop_name"
          label={t('店名', 'Name of the shop')}
          value={(c.req.query('name') ?? '').slice(0, 60)}
          maxlength={60}
          required
        />
        <Choice
          name="district"
          label={t('在哪个区', 'District')}
          of={districtOptions(city, today)}
        />
        <Field
          name="address"
          label={t('地址', 'Address')}
          hint={t('哪条路、哪栋楼；不知道就空着', 'Street and building; may be empty')}
          maxlength={100}
        />
        <Words
          name="note"
          label={t('怎么回事', 'What happened')}
          hint={t(
            '200 字以内，例如“只收转账充值，不给合同”。别写银行卡号和身份证号。',
            'Up to 200 characters. Do not write card or identity numbers.',
          )}
          maxlength={200}
        />
        <p class="note">
          {t(
            '您的名字和手机号不给任何人看。一天最多说五家。',
            'Nobody sees your name or number. Five shops a day at most.',
          )}
        </p>
        <button type="submit" class="block">
          {t('告诉他们', 'Send')}
        </button>
      </form>
      <a class="inline" href="/tips">
        {t('我说过的店', 'Shops I told of')}
      </a>
    </Frame>
  ),
  { secret: true },
)
page(
  'POST',
  '/tips',
  'consumer',
  async ({ c, form, ask }) => {
    const typed = (name: string) => (form.get(name) ?? '').replace(/\s+/g, ' ').trim()
    const body = {
      kind: typed('kind'),
      shop_name: typed('shop_name'),
      district: typed('district'),
      ...(typed('address') ? { address: typed('address') } : {}),
      ...(typed('note') ? { note: typed('note') } : {}),
    }
    const tip = await ask(tellOfShopOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`/tips?told=${tip.id}`, 303)
  },
  { again: '/tips/new' },
)

/** What was told, and who reads it. */
page('GET', '/tips', 'consumer', async ({ c, t, ask }) => {
  const tips = (await ask(listShopTipsOperation, { query: { limit: '50' } })).data
  // What was told just now is the newest.
  const told = tips[0]?.id === c.req.query('told') ? tips[0] : undefined
  return (
    <Frame
      sheet="public"
      title={told ? t('已经记下', 'Written down') : t('我说过的店', 'Shops I told of')}
    >
      {told ? <Thanks tip={told} /> : null}
      {tips.length === 0 ? (
        <Empty>{t('您还没有说过哪家店。', 'You have not told of any shop yet.')}</Empty>
      ) : null}
      {told && tips.length > 1 ? <h2>{t('我说过的店', 'Shops I told of')}</h2> : null}
      {tips.map((tip) => (
        <Told tip={tip} />
      ))}
      <div class="buttons">
        <a class="button plain" href="/tips/new">
          {t('再说一家', 'Tell of another')}
        </a>
      </div>
    </Frame>
  )
})

const Kind: FC<{ wished: string }> = ({ wished }) => {
  const t = useSay()
  const chosen = useKept('kind', wished === 'report' ? 'report' : 'invite')
  const kinds: [string, string][] = [
    ['invite', t('请它来接入：我想去，但怕钱没保障', 'Ask it to join')],
    ['report', t('举报它：冒充接入、不退钱、快关门了', 'Report it')],
  ]
  return (
    <fieldset>
      <legend>{t('您想', 'You want to')}</legend>
      {kinds.map(([value, word]) => (
        <label class="check">
          <input type="radio" name="kind" value={value} checked={chosen === value} />
          <span>{word}</span>
        </label>
      ))}
    </fieldset>
  )
}
const letterFor = (tip: ShopTipAnswer): string =>
  `/tips/letter?name=${encodeURIComponent(tip.shop_name)}`

const Thanks: FC<{ tip: ShopTipAnswer }> = ({ tip }) => {
  const t = useSay()
  const hotline = useHotline()
  const place = tip.district_name
  if (tip.kind === 'invite')
    return (
      <>
        <Notice is="safe" live>
          <b>{t('平台会看到，会去联系这家店。', 'The operator reads it and will ask the shop.')}</b>
          <p>
            {t(
              '您也可以把这封信打印出来交给店家，比我们说管用。',
              'You may also print this letter and hand it over: shops listen to customers.',
            )}
          </p>
        </Notice>
        <a class="button block" href={letterFor(tip)}>
          {t('打印邀请信', 'Print the letter')}
        </a>
      </>
    )
  return (
    <>
      <Notice is="safe" live>
        <b>{t('谁会看到：', 'Who reads it: ')}</b>
        <ul class="dots">
          <li>{t(`${place}的监管人员`, `The supervisors of ${place}`)}</li>
          <li>{t('预付保平台的值班人员', 'The operator on duty')}</li>
          <li>{t('店家看不到；谁都看不到是您说的', 'Not the shop; and nobody sees who told')}</li>
        </ul>
      </Notice>
      <p>
        {t(
          `这里只收线索，不代替投诉。要他们找您办、要退钱，请拨 ${hotline}，报您自己的名字和付款记录。`,
          `This is a tip and no complaint. To get money back, call ${hotline} with your payment record.`,
        )}
      </p>
      <div class="buttons">
        <a class="button" href={`tel:${hotline}`}>
          {t(`拨打 ${hotline}`, `Call ${hotline}`)}
        </a>
        <a class="button plain" href="/calculator">
          {t('算算能退多少', 'What can I get back?')}
        </a>
      </div>
    </>
  )
}
const Told: FC<{ tip: ShopTipAnswer }> = ({ tip }) => {
  const t = useSay()
  const invite = tip.kind === 'invite'
  return (
    <article class="card">
      <p class="between">
        <b>{tip.shop_name}</b>
        <Tag is={stateTone('tip', tip.kind)}>
          {invite ? t('请它接入', 'Asked to join') : t('举报', 'Reported')}
        </Tag>
      </p>
      <p class="note">
        {tip.district_name}
        {tip.address === null ? '' : ` · ${tip.address}`} · <When at={tip.created_at} />
      </p>
      {tip.note === null ? null : <p>{tip.note}</p>}
      {invite ? (
        <a class="inline" href={letterFor(tip)}>
          {t('邀请信', 'Letter')}
        </a>
      ) : null}
    </article>
  )
}
