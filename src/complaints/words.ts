/** What a holder wants, in plain words. */
export const WISHES = {
  refund: ['退卡里没用的钱', 'Give back what I have not used'],
  give_back: ['把扣错的退回来', 'Give back what was taken wrongly'],
  serve: ['照约定提供服务', 'Serve me as agreed'],
  explain: ['给我一个说法', 'Explain it to me'],
} as const
export type Wish = keyof typeof WISHES

/** Why a complaint is not accepted: the grounds of the law, and no other (投诉举报处理暂行办法 §15). */
export const REFUSAL_GROUNDS = {
  not_ours: ['不属于本部门职责，或者没有处理权限（§15(1)）', 'Not within our powers'],
  handled_elsewhere: [
    '法院、仲裁机构、其他行政机关或者调解组织已经受理或者处理过（§15(2)）',
    'Already before a court or another body',
  ],
  not_a_consumer: [
    '不是为生活消费需要，或者不能证明有消费者权益争议（§15(3)）',
    'Not a consumer’s dispute',
  ],
  too_old: ['知道权益受侵害已超过三年（§15(4)）', 'Known for more than three years'],
  incomplete: ['没有提供办理需要的材料（§15(5)）', 'What the law asks for was not given'],
  other_law: ['法律、法规、规章规定不予受理的其他情形（§15(6)）', 'Another ground in law'],
} as const
export type RefusalGround = keyof typeof REFUSAL_GROUNDS

export const ANSWERS = {
  admits: ['认可，按顾客说的办', 'Agrees, and will do it'],
  offers: ['愿意商量', 'Wants to settle'],
  denies: ['不认可', 'Does not agree'],
} as const
export type ShopAnswer = keyof typeof ANSWERS

export const OUTCOMES = {
  settled: ['调解成功，已签协议', 'Settled by an agreement'],
  made_good: ['店家已经改正', 'Made good by the shop'],
  not_settled: ['调解不成，可以起诉', 'Not settled; the court is open'],
  unfounded: ['经查不属实', 'Not borne out'],
  time_over: ['法定时间已到，终止调解', 'The law’s time is over'],
  case_opened: ['已立案', 'A case was opened'],
  no_case: ['不予立案', 'No case'],
  passed_on: ['移送其他部门', 'Passed on'],
} as const
export type Outcome = keyof typeof OUTCOMES

export const CALL_RESULTS = {
  satisfied: ['满意', 'satisfied'],
  unsatisfied: ['不满意', 'not satisfied'],
  not_reached: ['没有联系上', 'not reached'],
} as const
export type CallResult = keyof typeof CALL_RESULTS

/** What was done about a complaint, and by whom. */
export const STEP_WORDS = {
  filed: ['登记', 'Filed'],
  accepted: ['受理', 'Accepted'],
  refused: ['不予受理', 'Not accepted'],
  assigned: ['重新交办', 'Given to another office'],
  returned: ['单位退回', 'Given back'],
  extended: ['延长期限', 'Extended'],
  answered: ['店家答复', 'The shop answered'],
  overdue: ['过了期限', 'Time over'],
  deadline_moved: ['期限推迟', 'Deadline moved'],
  closed: ['办结', 'Closed'],
  called: ['回访', 'Called back'],
  rated: ['评价', 'Rated'],
  withdrawn: ['撤回', 'Withdrawn'],
} as const
export const BY_WORDS = {
  holder: ['投诉人', 'who filed it'],
  shop: ['店家', 'the shop'],
  authority: ['主管部门', 'the authority'],
  platform: ['平台', 'the platform'],
} as const
