import { ART, CIVIL_CODE } from '../law/cite'
import { type Wording, wording } from '../law/wording'

/**
 * What a figure hangs on where the text is open or a fact is missing: the question, and what would settle it. Every
 * one is computed both ways; none is ever settled silently to the lower side.
 */
type Question = Wording & { article: string; settled_by: string; settled_by_en: string }
const question = (
  said: Wording,
  article: string,
  settled_by: string,
  settled_by_en: string,
): Question => ({ ...said, article, settled_by, settled_by_en })

export const QUESTIONS = {
  cause: question(
    wording('是谁的原因', 'Whose cause it was'),
    ART([13, 1], [13, 2], [18, 1], [19, 1]),
    '证明为什么退：通知、公告、聊天记录、病历、搬家或调动的证明；谈不成时由法院认定',
    'Proof of why it ends: notices, messages, a medical record, proof of the move; a court decides',
  ),
  list_price_unknown: question(
    wording('打折前的单价不知道', 'The undiscounted price is not known'),
    ART([19, 1], [19, 2], 25),
    '打折前的单价：合同、价目表、店里的标价；由店家拿出按原价成交的记录，拿不出的可以按市场价',
    'The undiscounted price: contract, price list, tags; the shop has to show sales at that price',
  ),
  market_price_unknown: question(
    wording(
      '原价明显不合理，但当地的市场价不知道',
      'The list price is unreasonable, the market price unknown',
    ),
    ART([19, 2]),
    '订立合同时当地同类商品或服务的市场价：几家同类店的标价就能说明',
    'The market price of the like at the place when the contract was made',
  ),
  market_below_paid: question(
    wording(
      '市场价比实付的价还低：按市场价扣，还是至少按实付的价扣',
      'The market price is below the price paid: which of the two is deducted',
    ),
    ART([19, 2], [18, 1]),
    '第十九条第二款写的是按市场价格；有的法院认为自己要退不应当比店家的原因退得更多',
    'Art. 19 para. 2 says the market price; some courts give no more than the shop’s cause would',
  ),
  own_wish_period_at_list: question(
    wording(
      '不限次的期限卡，自己不想用：按天数比例（第二十二条），还是按打折前的价格（第十九条）',
      'An unlimited period card, own wish: by days (art. 22) or at the undiscounted price (art. 19)',
    ),
    ART([22, 1], [19, 1]),
    '第二十二条没有区分原因，各地法院做法不一：写明请求按剩余期限比例返还，由法院定',
    'Article 22 names no cause and courts differ: ask for the share of the days that remain',
  ),
  own_wish_refused: question(
    wording('自己不想用：法院准不准解除合同', 'Own wish: whether a court lets the contract end'),
    ART([13, 1, 4], [13, 2], [14, 1]),
    '合同写了可以退、店家同意退，或者法院认为不适合继续履行的，按这里算；不准解除的，合同继续履行，不退款。七日内不用理由',
    'Counted so once the contract or the shop allows it or a court ends it; if not, it goes on and nothing comes back',
  ),
  limited_by_days: question(
    wording(
      '限次又限期的卡：按次数，还是按天数',
      'A card limited in visits and in time: by visits or by days',
    ),
    ART(8, [18, 1], [22, 1]),
    '合同写的计算办法；没写的，消费者可以主张有利的解释（第八条）。第二十二条只讲不限次的卡',
    'What the contract says; where it is silent the holder may claim the better reading (art. 8)',
  ),
  limited_agreed_by_days: question(
    wording(
      '限次又限期的卡，合同写按天算：按次数能多退的，算不算',
      'A card limited in visits and in time, counted by days in its contract: what visits would give beyond',
    ),
    ART([18, 1], [18, 2], [9, 1, 7]),
    '最高人民法院公布的案例按次数算；约定只有对消费者更有利的才按约定（第十八条第二款）：多出来的向店家主张，协商、调解或者由法院定',
    'A case the Supreme Court published counts visits, and only a better agreement holds: claim the difference of the shop',
  ),
  gift_visits_apart: question(
    wording('送的次数算不算在单价里', 'Whether visits given free count in the price of one'),
    ART([18, 1, 2], 21),
    '合同或付款记录是把总次数一起卖的，还是另外赠送的；第十八条只写了赠送“消费金额”',
    'Whether the contract sold all visits together; art. 18 speaks of money given on top only',
  ),
  expired: question(
    wording('次数过了有效期才退', 'Visits are refunded only after they expired'),
    ART(8, [9, 1, 1], [22, 3]),
    '为什么过期：店家没有提醒、没有说明有效期、停过业，还是自己没有去；自己没有去的，法院有的不退，有的酌定退一部分',
    'Why it expired: no warning, closed days, or the holder’s own choice; courts refund nothing, a part or all',
  ),
  per_top_up: question(
    wording(
      '几次充值：超出的部分一笔一笔算，还是合在一起算',
      'Several payments: what exceeds one is set against the others, or not',
    ),
    ART([19, 1], 20),
    '合同是不是一次充值一份；第二十条没有写几笔之间怎么算',
    'Whether each payment is a contract of its own; art. 20 does not say',
  ),
  uses_unknown: question(
    wording('用了多少，只有店家知道', 'Only the shop knows how much was used'),
    ART(25),
    '店家手里的消费记录；店家没有正当理由拒不提交的，法院可以按您说的认定',
    'The shop’s records; if it withholds them, the court may take the holder’s word',
  ),
  void_delivered: question(
    wording(
      '合同无效时，这张期限卡已经兑付了多少',
      'How much of this period card was delivered under a void contract',
    ),
    ART([15, 1], [10, 3]),
    '实际去过几次、单次多少钱；已经兑付的价款由店家证明',
    'How often it was really used and what one visit costs; the shop has to prove it',
  ),
  void_fault: question(
    wording('合同无效，用掉的由谁承担', 'The contract is void: who bears what was used'),
    `${ART([10, 3])}、${CIVIL_CODE(157)}`,
    '双方的过错：店家有没有核实年龄、问过家长，家长有没有管好钱；用掉的不能返还的，法院按过错分担',
    'Whose fault it was: whether the shop asked for the age and a parent, whether the parents kept the money; a court divides it',
  ),
  minor: question(
    wording('未成年人办的卡，合同有没有效', 'Whether the minor’s contract is valid'),
    ART([10, 1], [10, 2]),
    '家长同意过或事后认可的、金额与孩子年龄相适应的有效；否则家长可以请求确认无效',
    'Valid if a guardian agreed or the sum fits the age; otherwise the guardian may have it void',
  ),
  gifts: question(
    wording('赠品要不要还或者折价', 'Whether gifts come back or are paid for'),
    ART(21),
    '赠品的价值、合同金额、用了多少、为什么退；由法院依诚实信用原则认定，不自动扣',
    'Value of the gift, size of the contract, use and reason; a court decides in good faith',
  ),
  shop_costs: question(
    wording('店家要扣的费用有没有依据', 'Whether the shop’s charges have a basis'),
    ART([15, 2], [9, 1]),
    '店家证明是实际支付的合理费用；员工提成不算，格式条款里不合理的违约金无效',
    'The shop proves reasonable costs it paid; commissions and unfair penalties do not count',
  ),
  holder_costs: question(
    wording('您的合理费用由谁承担', 'Who bears your reasonable costs'),
    ART([15, 2]),
    '费用的票据，以及合同无效是谁的过错',
    'Receipts, and whose fault it was that the contract is void',
  ),
} as const satisfies Record<string, Question>
export type QuestionId = keyof typeof QUESTIONS
