// Compiles CQL and runs it on charts: {cql, charts} comes in, {problems, results} goes out, a result for each chart.
import { SystemModelInfoProvider } from '@cqframework/cql/cql';
import {
  CqlTranslator,
  LibraryManager,
  ModelManager,
  createModelInfoProvider,
  stringAsSource,
} from '@cqframework/cql/cql-to-elm';
import fhir from 'cql-exec-fhir';
import cql from 'cql-execution';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const MODEL = 'node_modules/cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml';

function compiled(source) {
  const models = new ModelManager();
  const model = readFileSync(MODEL, 'utf8');
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((name) => (name === 'FHIR' ? stringAsSource(model) : null)),
  );
  return JSON.parse(CqlTranslator.fromText(source, new LibraryManager(models)).toJson());
}

function problemsOf(elm) {
  const notes = elm.library.annotation ?? [];
  return notes.filter((each) => each.errorSeverity).map((each) => `line ${each.startLine}: ${each.message}`);
}

function plain(value) {
  return value?.isDate || value?.isDateTime ? value.toString() : (value?.code ?? value);
}

async function told(elm, chart) {
  const patients = fhir.PatientSource.FHIRv401();
  patients.loadBundles([chart]);
  const executor = new cql.Executor(new cql.Library(elm), new cql.CodeService({}));
  const [found] = Object.values((await executor.exec(patients)).patientResults);
  const known = Object.entries(found).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, Array.isArray(value) ? null : plain(value)]));
}

const asked = JSON.parse(await text(process.stdin));
const elm = compiled(asked.cql);
const problems = problemsOf(elm);
const results = [];
for (const chart of problems.length ? [] : asked.charts) {
  results.push(await told(elm, chart));
}
process.stdout.write(JSON.stringify({ problems, results }));
