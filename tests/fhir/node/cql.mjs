// Runs ELM on charts: {elm, charts} comes in, what each definition comes to goes out, for each chart.
import fhir from 'cql-exec-fhir';
import cql from 'cql-execution';
import { text } from 'node:stream/consumers';

function plain(value) {
  return value?.isDate || value?.isDateTime ? value.toString() : (value?.code ?? value);
}

async function told(library, chart) {
  const patients = fhir.PatientSource.FHIRv401();
  patients.loadBundles([chart]);
  const executor = new cql.Executor(library, new cql.CodeService({}));
  const [found] = Object.values((await executor.exec(patients)).patientResults);
  const known = Object.entries(found).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, Array.isArray(value) ? null : plain(value)]));
}

const asked = JSON.parse(await text(process.stdin));
const library = new cql.Library(asked.elm);
const results = [];
for (const chart of asked.charts) {
  results.push(await told(library, chart));
}
process.stdout.write(JSON.stringify(results));
