/** Old and new form of a letter, pair by pair: those that occur in what shops hang on their walls. */
const PAIRS =
  '餘余額额過过廢废換换補补轉转讓让釋释歸归隨随時时調调價价責责後后還还費费無无權权終终條条損损壞坏擔担' +
  '僅仅給给辦办預预儲储錢钱課课會会員员與与變变單单動动項项內内質质議议訴诉訟讼賠赔償偿負负險险傷伤約约' +
  '規规則则絕绝槪概収收贈赠戶户遺遗丟丢掛挂發发開开經经營营閱阅務务滿满屆届號号證证產产門门間间關关' +
  '團团場场館馆該该請请謝谢對对於于為为從从來来個个們们這这邊边處处機机構构業业個个長长見见現现實实際际' +
  '視视為为覺觉觧解夲本說说話话語语詳详細细計计記记設设許许試试該该認认證证評评論论護护變变賣卖買买購购' +
  '資资賬账貨货賺赚贊赞贏赢輛辆車车運运達达遲迟選选還还進进連连週周適适遷迁鄰邻銀银銷销錄录電电靈灵頁页' +
  '順顺須须領领頭头題题願愿類类飯饭飲饮館馆驗验體体髮发鬧闹點点齡龄凍冻劃划勞劳勢势協协卻却參参雙双' +
  '嚴严國国園园圓圆執执報报夠够寫写將将專专屬属幣币帳账廣广應应張张強强徵征復复恆恒惡恶愛爱戶户拋抛掃扫' +
  '捨舍據据擇择擁拥擴扩攝摄數数斷断會会樣样樓楼標标歡欢歲岁歷历殘残氣气決决沒没淨净測测湯汤準准溫温滅灭' +
  '燙烫營营犧牺獨独獲获環环瑣琐療疗監监盤盘禮礼種种稱称稅税穩稳窮穷競竞筆笔節节範范簡简簽签籤签級级紅红' +
  '紙纸結结統统絡络緊紧線线編编練练總总繳缴繼继續续罰罚職职聯联聲声腦脑藝艺術术裝装裡里製制複复觀观訂订' +
  '訊讯託托詢询誤误誰谁課课諾诺講讲謹谨識识譽誉讀读負负貼贴貴贵賓宾賞赏賦赋賴赖農农違违遊游郵邮醫医針针' +
  '鎖锁鏡镜閉闭闆板陽阳隊队隱隐雜杂離离難难顆颗顧顾飾饰騙骗髒脏鬆松麵面麼么黨党齊齐歸归據据換换優优' +
  '傳传債债傾倾偽伪備备側侧側侧創创劑剂勵励匯汇區区壓压夾夹夥伙妝妆媽妈孫孙學学寶宝寵宠審审導导尋寻' +
  '層层帶带幫帮異异貳贰櫃柜廚厨徹彻態态慮虑憑凭懇恳戰战戲戏摺折擾扰擠挤敗败敵敌暫暂楊杨極极榮荣橋桥檢检' +
  '欄栏櫥橱歐欧毀毁漲涨潔洁澤泽濟济灣湾熱热爭争牆墙狀状獎奖癒愈發发皺皱盜盗眾众確确禦御積积窩窝竄窜' +
  '糾纠純纯納纳組组絲丝網网緣缘縣县縮缩縱纵織织罷罢聽听膚肤臉脸臨临舉举舊旧蓋盖薦荐蟲虫衛卫衝冲補补襯衬' +
  '覽览訪访訴诉評评詐诈誠诚課课諮咨謂谓證证讓让豐丰貸贷責责貢贡貿贸賀贺贖赎趕赶跡迹軟软較较輕轻輪轮輸输' +
  '辭辞邁迈遞递遠远鄉乡醬酱釀酿鈔钞錯错鍛锻鍵键鐘钟閒闲闡阐陰阴陳陈陸陆隻只雖虽靜静頂顶頻频顏颜' +
  '顯显飛飞養养駐驻騰腾驅驱魚鱼鮮鲜鳥鸟麥麦黃黄齒齿龍龙卟不吥不丕不蹆退煺退佘余槩概囬回並并併并藥药腳脚擊击裏里慣惯懷怀幾几墊垫'

/** Each old form with the letter that is read for it. */
export const SIMPLIFIED = new Map<string, string>(
  [...PAIRS].flatMap((old_form, at, all): [string, string][] =>
    at % 2 === 0 ? [[old_form, all[at + 1] ?? old_form]] : [],
  ),
)

type Like = { spelt: string; letter: string; before: string }

/** What is spelt to sound alike, the letter it stands for, and the letters one of which must follow ('' for any). */
const SPELT: readonly Like[] = [
  { spelt: 'tui', letter: '退', before: '款费卡钱换还课' },
  { spelt: '腿', letter: '退', before: '款费卡钱还' },
  { spelt: '推', letter: '退', before: '款费' },
  { spelt: 'bu', letter: '不', before: '退予可能补给换转' },
  { spelt: 'gai', letter: '概', before: '不' },
]

/** The same by their first letter. */
export const LIKE = new Map<string, Like[]>()
for (const like of SPELT) {
  const first = like.spelt.charAt(0)
  LIKE.set(first, [...(LIKE.get(first) ?? []), like])
}
