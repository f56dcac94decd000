// Compiles CQL: a JSON list of texts comes in, the list of their ELM goes out.
import { text } from 'node:stream/consumers';
import { compiled } from './compiling.mjs';

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(compiled)));
