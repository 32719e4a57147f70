/** The one error: what it says, and what it is silent on. */
import { expect, it } from '@jest/globals'
import { WusumError } from '../../dist/core/errors.js'

it('says what and where, what was behind it, and whether to try again', () => {
  const cause = new Error('gone')
  const rejected = { reasons: [], unread: [] }
  const error = new WusumError('REGISTRY', 'tags.db is busy', {
    where: { source: 'tags.db' },
    cause,
    retry: true,
    rejected,
  })
  expect([error.name, error.code, error.message]).toEqual(['WusumError', 'REGISTRY', 'tags.db is busy'])
  expect([error.where, error.cause, error.retry, error.rejected]).toEqual([
    { source: 'tags.db' },
    cause,
    true,
    rejected,
  ])
  expect(error).toBeInstanceOf(Error)
})

it('is of no place, behind nothing and final where it does not say so', () => {
  const error = new WusumError('USAGE', 'no such option')
  expect([error.where, error.retry, error.rejected]).toEqual([{}, false, undefined])
  expect('cause' in error).toBe(false)
})
