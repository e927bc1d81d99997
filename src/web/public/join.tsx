import type { FC } from 'hono/jsx'
import { askToJoinOperation, readJoinDeskOperation } from '../../joining/routes'
import { spokenDay, spokenDayEn } from '../../kernel/time'
import { actPage } from '../act-page'
import { useAround, useSay } from '../around'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Icon } from '../look/icon'
import { Row, Rows } from '../look/rows'
import { Choice, Field } from '../ui/form'
import { districtOptions, useHotline } from '../ui/places'
import { Facts, Notice } from '../ui/text'

type JoinDeskAnswer = AnswerFor<typeof readJoinDeskOperation>

/** What a shop that wants to join should know and bring, whom it turns to, and a day to come. */
const showJoin = async ({ c, t, ask }: Visit) => {
  const join = await ask(readJoinDeskOperation)
  return (
    <Frame sheet="public" wide title={t('店家接入预付保', 'Joining as a shop')}>
      <p>
        {t(
          '接入以后，您店里卖的卡由银行保管资金：顾客敢充值，您用一次得一次，账清清楚楚。',
          'Once you have joined, a bank keeps what customers prepay: they dare to pay, you earn with each use.',
        )}
      </p>
      <div class="two">
        <div class="col">
          {c.req.query('asked') === undefined ? <Wish join={join} /> : <Asked />}
          <Whom join={join} />
        </div>
        <div class="col">
          <Listed
            title={t('您得到什么', 'What you get')}
            of={[
              ['顾客用一次，钱放一次，按日划到您的结算账户', 'Paid out daily for what was used'],
              ['合同自动生成，写的都合法，少扯皮', 'Contracts made for you, lawful as written'],
              ['店铺码贴纸和海报，扫一扫就看到银行的核对', 'A wall code that proves it'],
              ['退款怎么算由法律定，平台替您算清、替您退', 'Refunds worked out and paid for you'],
            ]}
          />
          <Listed
            title={t('要带什么', 'What to bring')}
            of={[
              ['营业执照（到期日要晚于卡的有效期）', 'The business licence, valid long enough'],
              ['法定代表人或经营者的身份证', "The legal representative's ID"],
              ['店面租约（租期要盖过卡的有效期）', 'The lease of the shop'],
              ['您自己名下的银行结算账户', "A bank account in the shop's own name"],
            ]}
          />
          <Listed
            title={t('三步', 'Three steps')}
            of={[
              ['平台登记您的店，核对证照', 'The operator registers you and checks papers'],
              ['存管银行核对结算账户，开立专户', 'The bank checks the account and opens custody'],
              ['您上架套餐，打印贴纸，开始卖卡', 'You publish offers, print the sticker, and sell'],
            ]}
          />
        </div>
      </div>
    </Frame>
  )
}
page('GET', '/join', 'public', showJoin, { secret: true })
/** The address in the QR code of the invitation: capitals alone make it coarser. */
page('GET', '/JOIN', 'public', showJoin, { secret: true })

actPage('/join', 'public', {
  act: askToJoinOperation,
  says: ({ form }) => {
    const typed = (name: string) => (form.get(name) ?? '').replace(/\s+/g, ' ').trim()
    const [wished_on = '', wished_part = ''] = typed('wished').split(' ')
    return {
      body: {
        shop_name: typed('shop_name'),
        phone: typed('phone'),
        district: typed('district'),
        wished_on,
        wished_part,
      },
    }
  },
  leads: '/join?asked=1',
  again: '/join',
})

const PARTS = [
  ['morning', '上午', 'morning'],
  ['afternoon', '下午', 'afternoon'],
] as const
/** A name, a number and a day: somebody calls back. */
const Wish: FC<{ join: JoinDeskAnswer }> = ({ join }) => {
  const t = useSay()
  const { city, today } = useAround()
  return (
    <form method="post" action="/join" class="card">
      {key()}
      <h2>{t('约个时间', 'Ask for an appointment')}</h2>
      <Field name="shop_name" label={t('店名', 'Name of the shop')} maxlength={60} required />
      <Field
        name="phone"
        label={t('手机号', 'Phone number')}
        hint={t('工作人员打这个电话和您约定', 'We call this number back')}
        type="tel"
        inputmode="tel"
        autocomplete="tel"
        required
      />
      <Choice
        name="district"
        label={t('店在哪个区', 'District of the shop')}
        of={districtOptions(city, today)}
      />
      <Choice
        name="wished"
        label={t('想哪天来', 'Which day suits you')}
        of={join.open_days.flatMap((on) =>
          PARTS.map(
            ([part, zh, en]) =>
              [`${on} ${part}`, t(`${spokenDay(on)} ${zh}`, `${spokenDayEn(on)}, ${en}`)] as const,
          ),
        )}
      />
      <button type="submit" class="main">
        <Icon is="calendar-days" />
        {t('约好，等电话', 'Ask; we call back')}
      </button>
      <p class="small mute">
        {t(
          '号码只给打电话的工作人员看，谁看过都有记录。一个号码同时只约一个。',
          'Only who calls you sees the number, and that is kept. One appointment at a time for each number.',
        )}
      </p>
    </form>
  )
}
const Asked: FC = () => {
  const t = useSay()
  return (
    <Notice live icon="circle-check">
      <b>{t('约好了，等我们的电话。', 'Asked: we call you.')}</b>
      <p>
        {t(
          '打电话的人不会要验证码，也不收任何费用。',
          'Whoever calls asks for no code and no fee.',
        )}
      </p>
    </Notice>
  )
}

/** The operator of this city, by telephone and in person; nobody may ask a fee. */
const Whom: FC<{ join: JoinDeskAnswer }> = ({ join: { desk, hotline } }) => {
  const t = useSay()
  const consumers = useHotline()
  const number = desk?.phone ?? hotline
  return (
    <section class="card">
      <h2>{t('找谁', 'Whom to turn to')}</h2>
      {desk ? (
        <Facts
          of={[
            [t('窗口', 'Desk'), t(desk.name, desk.name_en)],
            [t('时间', 'Hours'), t(desk.hours, desk.hours_en)],
            [
              t('地址', 'Address'),
              desk.address ?? t('约好时告诉您', 'told when the appointment is made'),
            ],
          ]}
        />
      ) : null}
      <Rows>
        <Row
          href={`tel:${number}`}
          icon="phone"
          title={t(`打 ${number}`, `Call ${number}`)}
          note={t('问接入，约时间', 'About joining, and for an appointment')}
        />
        <Row
          href="/sign-in?as=staff"
          icon="log-in"
          title={t('已接入，去登录', 'Already joined: sign in')}
        />
      </Rows>
      <p class="small mute">
        {t(
          `登记当面办理，网上不收材料；以“接入费”名义收钱的，请拨 ${consumers}。`,
          `Registration is in person. Nobody may charge a fee for it; if somebody does, call ${consumers}.`,
        )}
      </p>
    </section>
  )
}

const Listed: FC<{ title: string; of: readonly (readonly [string, string])[] }> = ({
  title,
  of,
}) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul class="col">
        {of.map(([zh, en]) => (
          <li class="with">
            <Icon is="check" />
            <span>{t(zh, en)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
