// A program that uses the generated TypeScript client; test_typescript.py compiles and runs it.

import { client } from "./typescript/client.gen.js";
import { getClaim, getQuestion, listClaims } from "./typescript/index.js";
import type { Claim, ClaimKind, Problem, QuestionDetail } from "./typescript/index.js";

declare const process: { argv: string[] };
client.setConfig({ baseUrl: process.argv[2] });

async function allClaims(): Promise<{ claims: Claim[]; count: number | undefined }> {
  const claims: Claim[] = [];
  let cursor: string | undefined;
  for (;;) {
    const { data, error } = await listClaims({ query: { limit: 60, cursor, count: true } });
    if (!data) throw new Error(error.detail);
    claims.push(...data.results);
    if (data.next === null) return { claims, count: data.count };
    cursor = new URL(data.next).searchParams.get("cursor") ?? undefined;
  }
}

async function ofKinds(kind: ClaimKind[]): Promise<ClaimKind[]> {
  const { data, error } = await listClaims({ query: { kind, limit: 500 } });
  if (!data) throw new Error(error.detail);
  return data.results.map((claim) => claim.kind);
}

async function question(slug: string): Promise<QuestionDetail> {
  const { data } = await getQuestion({ path: { slug }, query: { rule: "lowest" }, throwOnError: true });
  return data;
}

function problemOf(error: Problem | undefined): Problem {
  if (!error) throw new Error("This was to be refused.");
  return error;
}

const { claims, count } = await allClaims();
const asked = await question("captivity-armenia-border-clashes-2021-11-16");
const bad = await listClaims({ query: { occurred_after: "yesterday", topic__not: ["deaths"] } });
// @ts-expect-error: the compiler knows the codes, and this is none.
const misspelt = await listClaims({ query: { kind: ["capturd"] } });
const missing = await getClaim({ path: { slug: "no-such-claim" } });

console.log(
  JSON.stringify({
    count,
    slugs: claims.map((claim) => claim.slug),
    described: claims.filter((claim) => claim.claimant === null).map((claim) => claim.claimant_description ?? ""),
    kinds: await ofKinds(["captured", "killed"]),
    latest: asked.latest.map((answer) => [
      answer.claimant?.slug ?? null,
      answer.value_min,
      answer.asserted?.edtf ?? null,
    ]),
    estimate: asked.estimate?.figures[0].value ?? null,
    bad: [bad.response?.status, problemOf(bad.error).errors[0].parameter],
    suggestion: problemOf(misspelt.error).errors[0].suggestion,
    missing: [missing.response?.status, problemOf(missing.error).title],
  }),
);
