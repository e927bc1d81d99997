import type { FC } from 'hono/jsx'
import {
  askForErasureOperation,
  cancelErasureOperation,
  exportMyDataOperation,
  readErasureOperation,
} from '../../privacy/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, Notice, When } from '../ui/text'

type ErasureAnswer = AnswerFor<typeof readErasureOperation, 'consumer'>
type ExportAnswer = AnswerFor<typeof exportMyDataOperation, 'consumer'>

/** What is kept of me: a copy of it, who read of it, and the end of it. */
page('GET', '/c/data', 'consumer', async ({ ask, t }) => {
  const erasure = await ask(readErasureOperation)
  return (
    <Frame sheet="public" title={t('我的资料', 'My data')}>
      <form method="post" action="/c/data/export" class="card">
        {key()}
        <h2>{t('导出我的全部资料', 'A copy of everything')}</h2>
        <p>
          {t(
            '卡、付款、每次使用、退款、谁看过您的资料，都在里面。要先输支付密码；导出了短信会告诉您，一天三次。',
            'Cards, payments, uses, refunds, and who read of you. It asks for your PIN, and an SMS says that it was taken.',
          )}
        </p>
        <div class="buttons">
          <button type="submit" name="as" value="page">
            {t('现在看', 'Show it')}
          </button>
          <button type="submit" name="as" value="file" class="plain">
            {t('下载（JSON）', 'Download (JSON)')}
          </button>
        </div>
      </form>
      <p>
        <a class="button plain" href="/c/readings">
          {t('谁看过我的资料', 'Who read of me')}
        </a>
      </p>
      <Erasure of={erasure} />
    </Frame>
  )
})

const Erasure: FC<{ of: ErasureAnswer }> = ({ of }) => {
  const t = useSay()
  const lines = (all: ErasureAnswer['goes']) => (
    <ul class="dots">
      {all.map(({ text, text_en }) => (
        <li>{t(text, text_en)}</li>
      ))}
    </ul>
  )
  return (
    <section class="card">
      <h2>{t('注销账户', 'Erase my account')}</h2>
      <h3>{t('会抹掉', 'What goes')}</h3>
      {lines(of.goes)}
      <h3>{t('会留下', 'What stays')}</h3>
      {lines(of.stays)}
      {of.state === 'waiting' && of.ripe_at ? (
        <form method="post" action="/c/data/erasure/cancellation">
          {key()}
          <Notice is="warn">
            {t('等着注销，生效：', 'Erased on ')}
            <When at={of.ripe_at} />
          </Notice>
          <button type="submit">{t('取消，不注销了', 'Take it back')}</button>
        </form>
      ) : of.obstacles.length > 0 ? (
        <>
          <Notice>{t('现在还不能注销：', 'Not possible yet:')}</Notice>
          {lines(of.obstacles)}
        </>
      ) : (
        <form method="post" action="/c/data/erasure">
          {key()}
          <p>
            {t(
              '七天后生效，之前随时可以取消。以后用这个手机号登录，是一个新的账户，看不到以前的卡。',
              'It takes effect in seven days and can be taken back before. Signing in with this number later makes a new account.',
            )}
          </p>
          <button type="submit" class="danger">
            {t('申请注销', 'Ask to be erased')}
          </button>
        </form>
      )}
    </section>
  )
}

page(
  'POST',
  '/c/data/export',
  'consumer',
  async ({ c, form, ask, t }) => {
    const copy = await ask(exportMyDataOperation, {}, form.get('key') ?? undefined)
    if (form.get('as') === 'file')
      return c.body(JSON.stringify(copy, null, 2), 200, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="yufubao-${copy.made_at.slice(0, 10)}.json"`,
      })
    return (
      <Frame title={t('我的全部资料', 'Everything kept of me')}>
        <section class="card">
          <Facts
            of={[
              [t('称呼', 'Name'), copy.person.nickname],
              [t('手机', 'Phone'), copy.person.phone],
              [t('几时注册', 'Since'), <When at={copy.person.created_at} />],
              [t('这份的时间', 'As of'), <When at={copy.made_at} />],
            ]}
          />
        </section>
        {NAMES.map(([name, zh, en]) => (
          <List title={t(zh, en)} rows={copy.lists[name]} />
        ))}
      </Frame>
    )
  },
  { again: '/c/data', secret: true },
)

const NAMES = [
  ['cards', '卡', 'Cards'],
  ['payments', '付款', 'Payments'],
  ['lots', '每笔充值', 'Purchases on cards'],
  ['uses', '核销', 'Uses'],
  ['holds', '占用', 'Sums set aside'],
  ['refunds', '退款', 'Refunds'],
  ['disputes', '付款争议', 'Disputes'],
  ['transfers', '转让', 'Transfers'],
  ['companions', '陪护', 'Companions'],
  ['devices', '登录过的设备', 'Devices'],
  ['push_subscriptions', '会弹提醒的设备', 'Devices that show messages'],
  ['tips', '说过的店', 'Shops told of'],
  ['ratings', '评过的店', 'Shops rated'],
  ['messages', '发生过、告诉过我的事', 'What happened'],
  ['readings', '谁看过我的资料', 'Who read of me'],
] as const satisfies readonly (readonly [keyof ExportAnswer['lists'], string, string])[]

/** A list as it is kept, under the names that the file has, too. */
const List: FC<{ title: string; rows: ExportAnswer['lists']['cards'] }> = ({ title, rows }) => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (names.length === 0) return null
  return (
    <Grid
      caption={title}
      show_caption
      head={names}
      words={names.map((_name, n) => n)}
      rows={rows.map((row) => names.map((name) => String(row[name] ?? '')))}
    />
  )
}

actPage('/c/data/erasure', 'consumer', {
  act: askForErasureOperation,
  says: () => ({}),
  leads: '/c/data',
  again: '/c/data',
})
actPage('/c/data/erasure/cancellation', 'consumer', {
  act: cancelErasureOperation,
  says: () => ({}),
  leads: '/c/data',
  again: '/c/data',
})
