import { page, type Visit } from '../door'
import { Frame } from '../frame'
import { hotlineIn } from '../ui/places'

/** What a shop that wants to join should know and bring. Joining itself is the operator's and the bank's work. */
const showJoin = async ({ t, city }: Visit) => (
  <Frame sheet="public" title={t('店家接入预付保', 'Joining as a shop')}>
    <p>
      {t(
        '接入以后，您店里卖的卡由银行保管资金：顾客敢充值，您用一次得一次，账清清楚楚。',
        'Once you have joined, a bank keeps what customers prepay: they dare to pay, you earn with each use.',
      )}
    </p>
    <section class="card">
      <h2>{t('您得到什么', 'What you get')}</h2>
      <ul class="dots">
        <li>
          {t('顾客用一次，钱放一次，按日划到您的结算账户', 'Paid out daily for what was used')}
        </li>
        <li>
          {t('合同自动生成，写的都合法，少扯皮', 'Contracts made for you, lawful as written')}
        </li>
        <li>{t('店铺码贴纸和海报，扫一扫就看到银行的核对', 'A wall code that proves it')}</li>
        <li>
          {t('退款怎么算由法律定，平台替您算清、替您退', 'Refunds worked out and paid for you')}
        </li>
      </ul>
    </section>
    <section class="card">
      <h2>{t('要带什么', 'What to bring')}</h2>
      <ul class="dots">
        <li>
          {t('营业执照（到期日要晚于卡的有效期）', 'The business licence, valid long enough')}
        </li>
        <li>{t('法定代表人或经营者的身份证', "The legal representative's ID")}</li>
        <li>{t('店面租约（租期要盖过卡的有效期）', 'The lease of the shop')}</li>
        <li>{t('您自己名下的银行结算账户', "A bank account in the shop's own name")}</li>
      </ul>
    </section>
    <section class="card">
      <h2>{t('三步', 'Three steps')}</h2>
      <ol class="dots">
        <li>{t('平台登记您的店，核对证照', 'The operator registers you and checks papers')}</li>
        <li>
          {t('存管银行核对结算账户，开立专户', 'The bank checks the account and opens custody')}
        </li>
        <li>
          {t('您上架套餐，打印贴纸，开始卖卡', 'You publish offers, print the sticker, and sell')}
        </li>
      </ol>
    </section>
    <p class="mute">
      {t(
        `登记由平台工作人员当面办理，网上不收材料；任何人以“接入费”名义向您收钱，请拨 ${hotlineIn(city)}。`,
        `Registration is done in person by the operator. Nobody may charge a fee for it; if somebody does, call ${hotlineIn(city)}.`,
      )}
    </p>
    <div class="buttons">
      <a class="button plain" href="/sign-in?as=staff">
        {t('已接入，去登录', 'Already joined: sign in')}
      </a>
    </div>
  </Frame>
)
page('GET', '/join', 'public', showJoin)
/** The address in the QR code of the invitation: capitals alone make it coarser. */
page('GET', '/JOIN', 'public', showJoin)
