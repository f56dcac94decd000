// Fills in a form: {form, charts} comes in, what each question is filled in with goes out, for each chart; and
// with {form, responses}, the questions whose own condition holds for each response.
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';
import { text } from 'node:stream/consumers';

const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';
const VARIABLE = 'http://hl7.org/fhir/StructureDefinition/variable';
const { form, charts = [], responses = [] } = JSON.parse(await text(process.stdin));
const items = form.item.flatMap((group) => group.item);

function expressionOf(item, name) {
  return item.extension?.find((each) => each.url === SDC + name)?.valueExpression.expression;
}

function searched(query, chart) {
  const kind = query.split('?')[0];
  const found = chart.filter((each) => each.resourceType === kind);
  return { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) };
}

function variables(chart) {
  const known = { patient: { resourceType: 'Patient', id: 'p' } };
  for (const { valueExpression: said } of form.extension.filter((each) => each.url === VARIABLE)) {
    known[said.name] = said.language.endsWith('query')
      ? searched(said.expression, chart)
      : fhirpath.evaluate({}, said.expression, known, r4, { resolveInternalTypes: false });
  }
  return known;
}

function filled(chart) {
  const known = variables(chart);
  const found = {};
  for (const item of items) {
    const expression = expressionOf(item, 'initialExpression');
    if (expression) {
      const path = `Questionnaire.repeat(item).where(linkId = '${item.linkId}')`;
      const [qitem] = fhirpath.evaluate(form, path, {}, r4, { resolveInternalTypes: false });
      const said = fhirpath.evaluate({}, expression, { ...known, qitem }, r4);
      if (said.length) found[item.linkId] = said;
    }
  }
  return found;
}

function shown(response) {
  const asked = items.filter((item) => expressionOf(item, 'enableWhenExpression'));
  const holds = (item) =>
    fhirpath.evaluate(response, expressionOf(item, 'enableWhenExpression'), { resource: response }, r4);
  return Object.fromEntries(asked.map((item) => [item.linkId, holds(item)]));
}

process.stdout.write(JSON.stringify({ filled: charts.map(filled), shown: responses.map(shown) }));
