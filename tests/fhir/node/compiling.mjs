// Compiles a library of CQL to ELM, as an object.
import { SystemModelInfoProvider } from '@cqframework/cql/cql';
import {
  CqlCompilerOptions,
  CqlTranslator,
  LibraryManager,
  ModelManager,
  createModelInfoProvider,
  stringAsSource,
} from '@cqframework/cql/cql-to-elm';
import { readFileSync } from 'node:fs';

const MODEL = readFileSync('node_modules/cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml', 'utf8');

export function compiled(source) {
  const models = new ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((name) => (name === 'FHIR' ? stringAsSource(MODEL) : null)),
  );
  // Without options nothing is added that only helps to edit CQL: no places in the text, no comments.
  const libraries = new LibraryManager(models, new CqlCompilerOptions());
  return JSON.parse(CqlTranslator.fromText(source, libraries).toJson());
}
