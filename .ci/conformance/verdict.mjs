// When a scenario counts as passed. The suite's own exit code is more lenient, and it also passes some scenarios
// against a server that is not there: its check of the messages' schema succeeds when there is no message.
const SAYS_NOTHING = new Set(['wire-schema-valid']);

/**
 * A scenario passes only with no FAILURE, at least one SUCCESS that says something, no timeout, and an exit code of
 * zero from the client unless the scenario allows a client error (the suite's output tells).
 */
export function judge(scenario, checks, output = '') {
  const of = status => checks.filter(check => check.status === status);
  const failures = of('FAILURE').map(describe);
  if (output.includes('CLIENT TIMED OUT')) failures.push('the client ran into the time limit');
  const exit = /CLIENT EXITED WITH ERROR \(code (\S+)\)/.exec(output);
  if (exit) failures.push(`the client exited with code ${exit[1]}`);
  if (failures.length === 0 && !of('SUCCESS').some(check => !SAYS_NOTHING.has(check.id))) {
    failures.push(checks.length === 0 ? 'no check was made' : 'no check succeeded', ...of('SKIPPED').map(describe));
  }
  return { scenario, passed: failures.length === 0, failures, warnings: of('WARNING').map(describe) };
}

function describe(check) {
  const detail = (check.errorMessage ?? check.description ?? '').replace(/\s+/g, ' ');
  return detail ? `${check.id}: ${detail}` : check.id;
}

/** What differs from the recorded state: a scenario that failed unexpectedly, or passes though recorded as failing. */
export function drops(verdicts, expected) {
  const known = new Set(expected.failing);
  const problems = verdicts
    .filter(verdict => verdict.passed === known.has(verdict.scenario))
    .map(({ scenario, passed }) =>
      passed ? `${scenario} passes now: take it off the failing list` : `${scenario} failed and is not on the failing list`);
  if (verdicts.length !== expected.total) problems.push(`${verdicts.length} scenarios ran, ${expected.total} expected`);
  return problems;
}

/** What the suite warns of: no failure by its rule, and none that we leave standing. */
export const warnings = verdicts =>
  verdicts.flatMap(({ scenario, warnings: all }) => all.map(warning => `${scenario} warns: ${warning}`));
