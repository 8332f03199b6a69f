// What the tables of containers and JDKs say, and what is wrong with it.

/** One row per container, one column per JDK; a cell that was not filled stays a dash. */
export function table(title, containers, jdks, cells) {
  const line = columns => `| ${columns.join(' | ')} |`;
  const row = container => line([container, ...jdks.map(jdk => cells.get(`${container} ${jdk}`)?.text ?? '-')]);
  return [
    line([title, ...jdks.map(jdk => `JDK ${jdk}`)]),
    line(['---', ...jdks.map(() => '---')]),
    ...containers.map(row),
  ].join('\n');
}

/** The score of a conformance run, by its report and exit code: scored sets first, the others in brackets. */
export function conformance(report, code) {
  const sets = Object.entries(report);
  const score = ([, verdicts]) => `${verdicts.filter(({ passed }) => passed).length}/${verdicts.length}`;
  const scores = unscored => sets.filter(([name]) => name.endsWith('-unscored') === unscored).map(score).join(' ');
  const text = `${scores(false)} (${scores(true)})`;
  return { text, problem: code === 0 && sets.length === 4 ? '' : `conformance differs from what is expected: ${text}` };
}

/** The outcome of a test run, by what Surefire printed last. */
export function tests(output, code) {
  const last = [...output.matchAll(/Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)$/gm)].pop();
  if (!last) return { text: 'none', problem: 'no test ran' };
  const [run, failures, errors, skipped] = last.slice(1).map(Number);
  const text = `${run} run, ${failures + errors} failed`;
  const clean = code === 0 && run > 0 && failures + errors + skipped === 0;
  return { text, run, problem: clean ? '' : `${text}, ${skipped} skipped, exit code ${code}` };
}

/** What is wrong: problems of cells, and cells whose number of tests is not that of the others. */
export function problems(cells) {
  const all = [...cells].filter(([, cell]) => cell.problem).map(([name, cell]) => `${name}: ${cell.problem}`);
  const counts = new Map([...cells].filter(([, cell]) => 'run' in cell).map(([name, cell]) => [name, cell.run]));
  if (new Set(counts.values()).size > 1) {
    all.push(`not the same tests everywhere: ${[...counts].map(([name, run]) => `${name} ${run}`).join(', ')}`);
  }
  return all;
}
