import { MONEY } from './commands-money'
import { REST } from './commands-rest'
import { USES } from './commands-uses'

/** Everything anybody may ask for, each as often as its weight says. */
export const COMMANDS = [...USES, ...REST, ...MONEY]
