// @ts-check
/**
 * Adds up one run: every test of vitest's report, every file that could not be loaded, and every check
 * count one each. Prints what failed and, last, "N passed, N failed".
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = '.'] = process.argv.slice(2)
const read = (/** @type {string} */ name) => {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
}

/** @type {string[]} */
const failed = []
let passed = 0
let skipped = 0

const report = read('tests.json')
if (report === '') failed.push('the test run left no report')
else countTests(JSON.parse(report))
if (failed.length === 0 && read('tests.exit') !== '0')
  failed.push(`the test run ended with code ${read('tests.exit')}`)

for (const line of read('checks').split('\n').filter(Boolean)) {
  const [check, code] = line.split(' ')
  if (code === '0') passed++
  else failed.push(`npm run ${check}`)
}

for (const name of failed) process.stdout.write(`FAILED ${name}\n`)
if (skipped > 0) process.stdout.write(`${skipped} skipped\n`)
process.stdout.write(`${passed} passed, ${failed.length} failed\n`)
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1

/**
 * @typedef {{ status: string, fullName: string }} TestResult
 * @param {{ testResults: { name: string, status: string, message: string, assertionResults: TestResult[] }[] }} report
 */
function countTests({ testResults }) {
  for (const { name, status, assertionResults } of testResults) {
    for (const test of assertionResults) countTest(name, test)
    const explained = assertionResults.some((test) => test.status === 'failed')
    if (status === 'failed' && !explained) failed.push(`${name} (the file itself)`)
  }
}

/** @param {string} file @param {TestResult} test */
function countTest(file, { status, fullName }) {
  if (status === 'passed') passed++
  else if (status === 'failed') failed.push(`${file} > ${fullName}`)
  else skipped++
}
