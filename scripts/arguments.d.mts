/** See arguments.mjs: runs before anything is compiled, so it is plain JavaScript. */
import type { ParseArgsOptionsConfig, parseArgs } from 'node:util'

type Values<T extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T }>
>['values']
export function readArguments<T extends ParseArgsOptionsConfig>(
  verb: string,
  options: T,
  how: { args?: string[]; positionals: true },
): Values<T> & { words: string[] }
export function readArguments<T extends ParseArgsOptionsConfig>(
  verb: string,
  options: T,
  how?: { args?: string[] },
): Values<T>
export function asksForHelp(args: string[]): boolean
export function help(verb: string): never
export function portFrom(said: string): number
export function numberFrom(name: string, said: string, limits: { min: number; max: number }): number
export function stop(sentence: string, code?: number): never
