// What every verb of package.json says to `--help`; the words are kept in one place and tested against package.json.
const DB = '  --db 文件            读这个数据库文件，不读本地城市'
export const USAGE = {
  start: `npm start [-- 选项]：安装、建库、讲述示范城市的头三个月（只需一次），在 127.0.0.1 上服务
  --port 端口          1 到 65535，默认 8787
  --fresh              忘掉本地城市，从头再讲
  --seed-only          只讲，不服务
  --json               最后一行是一个 JSON：各段用了几秒
  --days 天数          讲多少天，默认 90
  --state 文件夹       本地城市放在哪里，默认 .wrangler/state`,
  serve: `npm run serve [-- 选项]：在自己的机器上服务（docs/DEPLOY.md），不在 Cloudflare 上
  --host node|workerd  node（node:sqlite）或 workerd（自己的 Durable Object），默认 node
  --config 文件        一行一个 名字=值；环境变量优先，名字_FILE 是放着值的文件
  --rehearse           只在副本上预演缺的迁移并查账，不服务，数据库不动`,
  drill: `npm run drill [-- --json]：演练一次恢复：小城边活边备份，恢复后把答复过的再发一遍；余额、合计、哈希都要一样，归档逐日读回
  --json               最后一行是一个 JSON`,
  backup: `npm run backup -- --place 地方 [选项]：把正在服务的城市抄一份，加密放到别处；或把一份恢复成文件
  --place              文件夹，或 s3://桶/前缀（S3_ENDPOINT、S3_REGION、S3_ACCESS_KEY_ID、S3_SECRET_ACCESS_KEY）
  --config 文件        同 npm run serve；BACKUP_KEY 是 32 字节（base64）
  --host node|workerd · --db 文件   抄哪一个
  --restore 文件       恢复到这个文件（不能已经有），逐块验证，合计与封账日都要对得上
  --name 名字          恢复哪一份，默认最新
  --list               有哪些
  --plain              不加密
  --json               打印清单`,
  reset: `npm run reset [-- 选项]：忘掉本地城市，从头再讲；有人正在用时不动它
  --json · --days · --state   同 npm start`,
  test: `npm test [-- vitest 的参数]：跑全部测试，最后一行是 N passed, N failed`,
  check: `npm run check [-- --but 步骤 | --only 步骤]：类型、格式、整洁规则、代码里不该有的、文档是否最新、用时是否超支
  --json               最后一行是一个 JSON`,
  house: `npm run house [-- 选项]：数一数代码里不该有的东西，见 test/house.json
  --json               最后一行是一个 JSON
  --names              逐个列出来`,
  'test:rules': 'npm run test:rules：只跑纯规则，几秒',
  'test:near': 'npm run test:near：纯规则，加上改动所在各房间的测试，几秒到一分钟',
  'test:times': 'npm run test:times：把上一遍完整测试的用时写进 bench/README.md',
  simulate: `npm run simulate：全部测试的长版：更多随机历史，全部操作也在 D1、libSQL 和 Durable Object 上跑一遍
npm run simulate -- city --seed 数 [选项]：讲一个城市，写出每店每天的事实（facts-数.jsonl）和真相（truth-数.jsonl）
  --shops 家数         默认 1000
  --days 天数          默认 730
  --style 讲法         curves、cohorts、blends、diaries、sheets 或 plain_sheets，默认 curves
  --from 日期          第一天，默认 2024-01-01
  --out 文件夹         默认当前文件夹`,
  learn: 'npm run learn：从条款语料里可以看的一半学出各种说法的分量，写回 src/clauses',
  facts: `npm run --silent facts -- --from 日期 --to 日期 [选项]：每店每天的事实，每行一个 JSON，按日期先后
  --from · --to        如 2026-03-01
  --out 文件           写进文件，不写到标准输出
${DB}`,
  warning: `npm run warning -- --facts days.jsonl --out alerts.jsonl [选项]：读每店每天的事实，级别一变就写一行；4、5 级是警报
  --facts 文件         每行一店一天；- 是标准输入
  --out 文件           默认标准输出
  --feedback 文件      核查结果：{"day","shop","found":"handled|false_alarm","signals":[…]}
  --weights 文件       用这套权重，不用现行的`,
  demo: `npm run demo [-- 选项]：在 workerd 上讲一个城市的一个月，查账
  --days 天数          默认 30
  --json               最后一行是一个 JSON`,
  books: `npm run books [-- 选项]：逐项检查本地数据库的账；不符时以 1 结束，没能检查时以 2 结束
  --json               最后一行是一个 JSON
  --self-test          每一项种一个错，看是否都能指出来
${DB}`,
  export: `npm run --silent export -- --format 格式 --from 日期 --to 日期 [选项]：给会计的日记账
  --format             hledger、beancount、csv 或 xlsx
  --from · --to        如 2026-03-01
  --merchant 店        只要一家店（mch_…）
  --detail card        逐张卡
  --out 文件           写进文件，不写到标准输出
${DB}`,
  refund: `npm run --silent refund -- 案情.json [选项]：不联网，按法律算一张卡（或一组卡）能退多少
  --json               打印和 POST /v1/refund-calculations 一样的 JSON
  --lang en            算式用英文
  文件里是一个请求，或者几个请求的数组；写 - 从标准输入读`,
  bench:
    'npm run bench [-- acts|refunds|bank|nights|pages|law|warning|attack|size] [--json]：测快慢，见 bench/README.md',
  crash: `npm run crash [-- 选项]：压力下杀掉服务，看有没有丢失或重复
  --rounds 次数        默认 5
  --json               最后一行是一个 JSON`,
  assets: 'npm run assets [-- --check]：把样式和小脚本做成 src/web/assets.json',
  docs: `npm run docs [-- 选项]：写出生成的文档
  --check                    只看是否最新
  --reset-migration-hashes   重新记下迁移的哈希（只在第一次落地之前）`,
  picture: 'npm run picture：画 README 里的那张页面（docs/picture.png）',
  'fit-warning': `npm run fit-warning -- --out weights.json [选项]：在模拟城市上重新拟合预警的权重
  --cities 城市数 · --shops 家数 · --rounds 轮数   默认 12、300、2
  --begin 文件         从这套权重开始
  --mix 名字           用哪些说法的城市：all、without_diaries
  --version 名字       写进权重里的版本`,
  'new:migration': `npm run new:migration -- [选项] "add x"：新建一个迁移文件
  --dev                只给开发用（migrations/dev），生产里没有`,
  bootstrap: 'npm run bootstrap：第一位平台操作员的一次性开通口令',
}

const ENTRIES = {
  'scripts/learn-clauses.ts': 'learn',
  'bench/main.ts': 'bench',
  'scripts/simulate-city.ts': 'simulate',
  'scripts/bootstrap-operator.ts': 'bootstrap',
}
/** The verb whose entry a file is. */
export function verbFrom(entry) {
  const name = ENTRIES[entry] ?? entry.replace(/^scripts\/|\.ts$/g, '').replace('new-', 'new:')
  return name in USAGE ? name : undefined
}
