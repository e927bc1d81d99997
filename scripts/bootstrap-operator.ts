import { readKeyring } from '../src/environment/keyring'
import { secretsFrom } from '../src/environment/secrets'
import { instantAt } from '../src/kernel/time'
import { bootstrapToken } from '../src/people/bootstrap'

/**
 * Prints the token that lets the first operator in; it is good for 15 minutes. YFB_MASTER_KEY must be the
 * very key the service runs with. Nothing is written anywhere, so a token that is not used simply ends.
 */
const { keyring, faults } = readKeyring(process.env)
if (faults.length > 0) {
  console.error('请在环境变量 YFB_MASTER_KEY 里给出服务正在使用的主密钥（32 字节，base64）')
  for (const fault of faults) console.error(fault)
  process.exit(2)
}
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const secrets = secretsFrom(keyring, random)
const token = await bootstrapToken({ secrets, now: () => instantAt(Date.now()) })
console.error('15 分钟内，用它登记第一位平台操作员（POST /v1/operators/bootstrap），登记后即作废：')
console.log(token)
