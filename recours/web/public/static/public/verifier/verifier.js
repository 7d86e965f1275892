/* Verifies a Recours receipt in the browser: nothing leaves this page, no site is asked anything.

   The same checks, in the same order and with the same words, as `recours receipt verify`:
   recours/kernel/receipts.py is the reference, and a test plays the same files through both. */
(function () {
'use strict';

const FORMAT = 'recours/receipt/v1';
const PROOF_HEADER = 'c2sp.org/tlog-proof@v1';
const LARGEST_RECEIPT = 20000000;
const LARGEST_TEXT = 1000000;
const DEEPEST = 64;
const LONGEST_NUMBER = 20;
const LONGEST_PATH = 63;
const MOST_SIGNATURES = 100;
const LARGEST_SIZE = (1n << 63n) - 1n;
const MEMBERS = ['complaint', 'entries', 'format', 'issued_at', 'origin', 'vkey'];
const ENTRY_MEMBERS = ['commitment', 'index', 'proof', 'record', 'salt'];

class Refused extends Error {
  constructor(code, number) { super(code); this.code = code; this.number = number || 1; }
}

/* --- bytes ------------------------------------------------------------------------------- */

const utf8 = new TextEncoder();

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(...parts)));

/** Decode standard base 64 in its only writing; null on any other. */
function base64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) return null;
  let binary;
  try { binary = atob(text); } catch { return null; }
  return btoa(binary) === text ? Uint8Array.from(binary, (letter) => letter.charCodeAt(0)) : null;
}

/** Tell whether a text holds no half of a surrogate pair. */
const isWhole = (text) => !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/.test(text);

/* --- JSON: read strictly (no name twice, whole numbers), written in one way (RFC 8785) ------ */

function readJson(text) {
  let at = 0;
  const stop = () => { throw new Refused('not-a-receipt'); };
  const blank = () => { while (at < text.length && ' \t\n\r'.includes(text[at])) at += 1; };
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) stop();
    at = pattern.lastIndex;
    return found[0];
  };
  const string = () => JSON.parse(take(
    /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y));
  const number = () => {
    const written = take(/-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y);
    if (written === '-0' || written.length > LONGEST_NUMBER) stop();
    const value = Number(written);
    return Number.isSafeInteger(value) ? value : BigInt(written);
  };
  const word = () => ({ true: true, false: false, null: null })[take(/true|false|null/y)];
  const list = (depth) => {
    const values = [];
    at += 1; blank();
    if (text[at] === ']') { at += 1; return values; }
    for (;;) {
      values.push(value(depth)); blank();
      if (text[at] === ']') { at += 1; return values; }
      if (text[at] !== ',') stop();
      at += 1;
    }
  };
  const object = (depth) => {
    const members = Object.create(null);
    at += 1; blank();
    if (text[at] === '}') { at += 1; return members; }
    for (;;) {
      blank();
      if (text[at] !== '"') stop();
      const name = string(); blank();
      if (text[at] !== ':' || name in members) stop();
      at += 1;
      members[name] = value(depth); blank();
      if (text[at] === '}') { at += 1; return members; }
      if (text[at] !== ',') stop();
      at += 1;
    }
  };
  const value = (depth) => {
    blank();
    const inside = depth + 1;
    if (text[at] === '{' || text[at] === '[') {
      if (inside > DEEPEST) stop();
      return text[at] === '{' ? object(inside) : list(inside);
    }
    if (text[at] === '"') return string();
    return /[-0-9]/.test(text[at] || '') ? number() : word();
  };
  const whole = value(0);
  blank();
  if (at !== text.length) stop();
  return whole;
}

function canonical(value) {
  if (typeof value === 'bigint') throw new Error('a number no record may hold');
  if (typeof value === 'string') {
    if (!isWhole(value)) throw new Error('half a letter');
    return JSON.stringify(value);
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  return `{${Object.keys(value).sort().map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
}

/* --- keys and signed notes (C2SP signed-note, Ed25519) -------------------------------------- */

async function readKey(text) {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+([0-9A-Za-z+/=]+)$/.exec(text);
  const data = found && isWhole(found[1]) ? base64(found[3]) : null;
  if (!data || data.length !== 33 || data[0] !== 1) throw new Refused('key-malformed');
  const id = (await sha256(utf8.encode(`${found[1]}\n`), data)).slice(0, 4);
  if (hex(id) !== found[2]) throw new Refused('key-malformed');
  return { name: found[1], id, public: data.slice(1), text };
}

function readSignature(line) {
  const found = /^— ([^ ]+) (.+)$/u.exec(line);
  const data = found && !/[+\s]/.test(found[1]) ? base64(found[2]) : null;
  if (!data || data.length <= 4) throw new Refused('checkpoint-altered');
  return { name: found[1], id: data.slice(0, 4), signature: data.slice(4) };
}

async function isSigned(key, signature, text) {
  try {
    const imported = await crypto.subtle.importKey('raw', key.public, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, utf8.encode(text));
  } catch { return false; }
}

async function openNote(note, key) {
  const stop = () => { throw new Refused('checkpoint-altered'); };
  const cut = note.lastIndexOf('\n\n');
  if (note.length > LARGEST_TEXT || /[\u0000-\u0009\u000b-\u001f]/.test(note)) stop();
  if (cut < 0 || !note.endsWith('\n') || cut + 2 >= note.length) stop();
  const text = note.slice(0, cut + 1);
  const lines = note.slice(cut + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES || !isWhole(note)) stop();
  const known = lines.map(readSignature).filter((one) => one.name === key.name && same(one.id, key.id));
  if (!known.length) throw new Refused('key-mismatch');
  if (known.length > 1 || !(await isSigned(key, known[0].signature, text))) stop();
  return text;
}

function wholeNumber(text) {
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(text) || BigInt(text) > LARGEST_SIZE) return null;
  return BigInt(text);
}

async function openCheckpoint(note, key) {
  const lines = (await openNote(note, key)).split('\n');
  const last = lines.pop();
  const size = lines.length < 3 ? null : wholeNumber(lines[1]);
  const root = size === null ? null : base64(lines[2]);
  if (last !== '' || lines.some((line) => !line) || !root || root.length !== 32 || lines[0] !== key.name) {
    throw new Refused('checkpoint-altered');
  }
  return { size, root };
}

/* --- the proof (C2SP tlog-proof) and the tree (RFC 6962) ------------------------------------ */

function readProof(text) {
  const stop = () => { throw new Refused('proof-altered'); };
  const cut = text.indexOf('\n\n');
  if (text.length > LARGEST_TEXT || cut < 0) stop();
  const lines = text.slice(0, cut).split('\n');
  if (lines.shift() !== PROOF_HEADER) stop();
  if (lines.length && lines[0].startsWith('extra ') && base64(lines.shift().slice(6)) === null) stop();
  const first = lines.shift() || '';
  const index = first.startsWith('index ') ? wholeNumber(first.slice(6)) : null;
  const path = lines.map(base64);
  if (index === null || path.length > LONGEST_PATH || path.some((one) => !one || one.length !== 32)) stop();
  return { index, path, note: text.slice(cut + 2) };
}

async function climb(leaf, index, size, path) {
  let at = index, end = size - 1n;
  let reached = await sha256([0], leaf);
  for (const neighbour of path) {
    if (end === 0n) return null;
    if (at & 1n || at === end) {
      reached = await sha256([1], neighbour, reached);
      while (!(at & 1n) && at) { at >>= 1n; end >>= 1n; }
    } else {
      reached = await sha256([1], reached, neighbour);
    }
    at >>= 1n; end >>= 1n;
  }
  return end === 0n ? reached : null;
}

async function checkProof(proof, leaf, key) {
  const state = await openCheckpoint(proof.note, key);
  const reached = proof.index < state.size ? await climb(leaf, proof.index, state.size, proof.path) : null;
  if (!reached || !same(reached, state.root)) throw new Refused('proof-altered');
  return state;
}

/* --- the receipt ---------------------------------------------------------------------------- */

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const hasMembers = (value, names) => isObject(value) && Object.keys(value).sort().join() === names.join();
const isIndex = (value) => (typeof value === 'number' || typeof value === 'bigint') && value >= 0;

function readEntries(document) {
  const texts = (one, names) => names.every((name) => typeof one[name] === 'string');
  const good = hasMembers(document, MEMBERS) && document.format === FORMAT
    && texts(document, ['complaint', 'issued_at', 'origin', 'vkey'])
    && Array.isArray(document.entries) && document.entries.length > 0
    && document.entries.every((one) => hasMembers(one, ENTRY_MEMBERS)
      && texts(one, ['salt', 'commitment', 'proof']) && isIndex(one.index) && isObject(one.record));
  if (!good) throw new Refused('not-a-receipt');
  return document.entries;
}

async function commitmentOf(entry, number) {
  const salt = base64(entry.salt);
  if (!salt || salt.length !== 32) throw new Refused('salt-altered', number);
  let record;
  try { record = canonical(entry.record); } catch { throw new Refused('record-altered', number); }
  return sha256(utf8.encode('recours/commit/v1\n'), salt, utf8.encode(record));
}

function noteState(roots, state, number) {
  const size = state.size.toString();
  if (!roots.has(size)) roots.set(size, state.root);
  if (!same(roots.get(size), state.root)) throw new Refused('log-forked', number);
}

async function checkEntry(entry, number, key, roots) {
  const computed = await commitmentOf(entry, number);
  const agrees = hex(computed) === entry.commitment;
  let proof, state;
  try {
    proof = readProof(entry.proof);
    state = await checkProof(proof, joined([1], computed), key);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    throw new Refused(problem.code === 'proof-altered' && !agrees ? 'record-altered' : problem.code, number);
  }
  if (!agrees) throw new Refused('commitment-altered', number);
  if (proof.index !== BigInt(entry.index)) throw new Refused('proof-altered', number);
  noteState(roots, state, number);
}

function checkChain(entries) {
  let before = null;
  entries.forEach((entry, at) => {
    const { v, seq, prev, account } = entry.record;
    const follows = v === 1 && seq === at + 1 && (prev === undefined ? null : prev) === before;
    if (!follows || account !== entries[0].record.account) throw new Refused('chain-broken', at + 1);
    before = entry.commitment;
  });
  if (new Set(entries.map((entry) => String(entry.index))).size !== entries.length) {
    throw new Refused('chain-broken', entries.length);
  }
}

function checkHeader(document, entries, key) {
  const last = entries[entries.length - 1].record;
  const good = document.origin === key.name && document.vkey === key.text
    && document.complaint === last.account && document.issued_at === last.at;
  if (!good) throw new Refused('header-altered');
}

async function checkCompanion(text, entries, key, roots) {
  const last = entries[entries.length - 1];
  try {
    const proof = readProof(text);
    if (proof.index !== BigInt(last.index)) throw new Refused('proof-of-another');
    const leaf = joined([1], Uint8Array.from(last.commitment.match(/../g), (two) => parseInt(two, 16)));
    noteState(roots, await checkProof(proof, leaf, key), entries.length);
  } catch (problem) {
    throw problem instanceof Refused ? new Refused(problem.code, entries.length) : problem;
  }
}

async function checkAll(document, entries, companion, key, passed) {
  const roots = new Map();
  for (let at = 0; at < entries.length; at += 1) {
    await checkEntry(entries[at], at + 1, key, roots);
    passed('entry', { number: at + 1, index: entries[at].index });
  }
  checkChain(entries);
  passed('chain');
  checkHeader(document, entries, key);
  passed('header');
  if (companion !== null) {
    await checkCompanion(companion, entries, key, roots);
    passed('proof-file');
  }
}

function asText(bytes, strictly) {
  if (bytes === null || bytes === undefined || typeof bytes === 'string') return bytes === undefined ? null : bytes;
  try {
    return new TextDecoder('utf-8', { fatal: strictly, ignoreBOM: true }).decode(bytes);
  } catch { throw new Refused('not-a-receipt'); }
}

/** Verify a receipt (bytes or text) and its optional companion under a key.
    Returns {ok, reason, number, values, steps, document}; never throws on what a stranger wrote. */
async function verifyReceipt(file, companion, vkey) {
  const steps = [];
  const passed = (code, values) => steps.push({ code, ok: true, values: values || {} });
  try {
    const key = await readKey(vkey);
    passed('key');
    const proof = asText(companion, false);
    if (file.length > LARGEST_RECEIPT) throw new Refused('not-a-receipt');
    const document = readJson(asText(file, true));
    const entries = readEntries(document);
    passed('document');
    try {
      await checkAll(document, entries, proof, key, passed);
    } catch (problem) {
      const named = problem instanceof Refused && problem.code === 'key-mismatch' && document.vkey === key.text;
      throw named ? new Refused('checkpoint-altered', problem.number) : problem;
    }
    return { ok: true, reason: 'verified', values: { origin: key.name, count: entries.length }, steps, document };
  } catch (problem) {
    const refused = problem instanceof Refused ? problem : new Refused('not-a-receipt');
    return { ok: false, reason: refused.code, values: { number: refused.number }, steps };
  }
}

/** Tell whether this browser has what the checks need. */
async function isAble() {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(32).fill(1), { name: 'Ed25519' }, false, ['verify']);
    return true;
  } catch { return false; }
}

globalThis.RecoursVerifier = { verifyReceipt, isAble };
}());
