/* The page around the verifier: reads the files chosen, says the verdict in the page's language. */
(function () {
'use strict';

/* The words of recours/kernel/receipt_words.py, French then English; a test keeps them equal. */
const WORDS = {
  "verdicts": {
    "verified": [
      "Oui : ce reçu est authentique. Écritures vérifiées dans le journal {origin} : {count}, sans manque et dans l’ordre.",
      "Yes: this receipt is genuine. Entries verified in the log {origin}: {count}, none missing, in order."
    ],
    "proof-verified": [
      "Oui : cette feuille porte le n° {index} dans le journal {origin}, dont l’état signé en compte {size}.",
      "Yes: this leaf is number {index} in the log {origin}, whose signed state counts {size}."
    ],
    "not-a-receipt": [
      "Non : ce fichier n’est pas un reçu vérifiable de Recours, ou il est abîmé.",
      "No: this file is not a Recours receipt, or it is damaged."
    ],
    "key-malformed": [
      "Non : la clé donnée est mal recopiée. Elle s’écrit nom+numéro+clé, sans espace.",
      "No: the key was not copied exactly. It is written name+number+key, without spaces."
    ],
    "key-mismatch": [
      "Non : la clé donnée n’est pas celle qui a signé ce reçu.",
      "No: the given key is not the one that signed this receipt."
    ],
    "checkpoint-altered": [
      "Non : l’état signé du journal a été modifié ; sa signature ne tient plus.",
      "No: the signed state of the log was altered; its signature no longer holds."
    ],
    "proof-altered": [
      "Non : la preuve de l’écriture n° {number} ne mène pas à l’état signé du journal.",
      "No: the proof of entry {number} does not lead to the signed state of the log."
    ],
    "record-altered": [
      "Non : l’écriture n° {number} ne correspond pas au journal ; son texte ou son sel a été modifié.",
      "No: entry {number} does not match the log; its text or its salt was altered."
    ],
    "salt-altered": [
      "Non : le sel de l’écriture n° {number} est abîmé ; elle ne peut plus être comparée au journal.",
      "No: the salt of entry {number} is damaged; it can no longer be compared with the log."
    ],
    "commitment-altered": [
      "Non : l’empreinte indiquée pour l’écriture n° {number} n’est pas celle de son texte.",
      "No: the fingerprint stated for entry {number} is not that of its text."
    ],
    "chain-broken": [
      "Non : la suite des écritures est rompue à la n° {number} ; une écriture manque, a été déplacée ou ajoutée.",
      "No: the sequence is broken at entry {number}; an entry is missing, moved or added."
    ],
    "header-altered": [
      "Non : l’en-tête du reçu (référence, journal, clé ou date) ne correspond pas à ses écritures.",
      "No: the head of the receipt (reference, log, key or date) does not match its entries."
    ],
    "log-forked": [
      "Non : le journal a signé deux états différents de même taille. Gardez ce fichier : il prouve une faute du journal.",
      "No: the log signed two different states of one size. Keep this file: it proves a fault of the log."
    ],
    "proof-of-another": [
      "Non : le fichier .tlog-proof n’est pas celui de la dernière écriture de ce reçu.",
      "No: the .tlog-proof file is not that of the last entry of this receipt."
    ],
    "leaf-malformed": [
      "Non : la feuille donnée n’est pas écrite en hexadécimal.",
      "No: the given leaf is not written in hexadecimal."
    ]
  },
  "steps": {
    "key": [
      "La clé donnée est bien recopiée.",
      "The given key was copied exactly."
    ],
    "document": [
      "Le fichier a la forme d’un reçu.",
      "The file has the shape of a receipt."
    ],
    "entry": [
      "Écriture n° {number} : son texte et son sel donnent l’empreinte inscrite, feuille {index} du journal, sous un état signé par la clé.",
      "Entry {number}: its text and salt give the recorded fingerprint, leaf {index} of the log, under a state signed by the key."
    ],
    "chain": [
      "La suite est complète : chaque écriture désigne la précédente.",
      "The sequence is complete: each entry names the one before it."
    ],
    "header": [
      "La référence, le journal et la date de l’en-tête sont ceux des écritures.",
      "The reference, the log and the date of the head are those of the entries."
    ],
    "proof-file": [
      "Le fichier .tlog-proof prouve la dernière écriture.",
      "The .tlog-proof file proves the last entry."
    ]
  },
  "kinds": {
    "complaint.registered": [
      "Réclamation enregistrée",
      "Complaint registered"
    ],
    "complaint.assigned": [
      "Réclamation confiée à une personne",
      "Complaint given to a person"
    ],
    "complaint.member_named": [
      "Adhérent reconnu",
      "Member recognised"
    ],
    "complaint.evidence_assembled": [
      "Dossier de preuves constitué",
      "Evidence assembled"
    ],
    "complaint.decision_proposed": [
      "Décision proposée",
      "Decision proposed"
    ],
    "complaint.decided": [
      "Décision prise",
      "Decision made"
    ],
    "complaint.remedy_recorded": [
      "Mesure exécutée",
      "Remedy carried out"
    ],
    "complaint.answered": [
      "Réponse envoyée",
      "Answer sent"
    ],
    "complaint.followed_up": [
      "Suivi : votre avis reçu",
      "Follow-up: your word received"
    ],
    "complaint.reopened": [
      "Réclamation rouverte",
      "Complaint reopened"
    ],
    "complaint.merged": [
      "Réclamation réunie à une autre",
      "Complaint merged with another"
    ],
    "complaint.unmerged": [
      "Réclamations de nouveau séparées",
      "Complaints separated again"
    ],
    "exchange.received": [
      "Message reçu",
      "Message received"
    ],
    "exchange.sent": [
      "Message envoyé",
      "Message sent"
    ],
    "points.posted": [
      "Points inscrits",
      "Points posted"
    ],
    "correction.made": [
      "Correction de points préparée",
      "Points correction prepared"
    ],
    "correction.approved": [
      "Correction de points approuvée",
      "Points correction approved"
    ],
    "correction.exported": [
      "Correction transmise à la caisse",
      "Correction handed over"
    ]
  }
};
// End of the words.

const PAGE = {
  unable: [
    'Ce navigateur ne sait pas vérifier cette signature : ouvrez cette page dans une version récente de Firefox, Chrome, Edge ou Safari. Votre reçu n’est pas en cause.',
    'This browser cannot check this signature: open this page in a recent version of Firefox, Chrome, Edge or Safari. Your receipt is not at fault.',
  ],
  missing: ['Choisissez d’abord le reçu et donnez la clé du journal.', 'First choose the receipt and give the key of the log.'],
  working: ['Vérification en cours…', 'Checking…'],
  steps: ['Ce qui a été vérifié', 'What was checked'],
  records: ['Ce que le reçu prouve', 'What the receipt proves'],
  exact: ['Le texte exact de cette écriture', 'The exact text of this entry'],
  leaf: ['Sa feuille dans le journal (pour vérifier la preuve seule) :', 'Its leaf in the log (to check the proof alone):'],
  passed: ['vérifié', 'checked'],
  failed: ['refusé', 'refused'],
};

const language = () => (document.documentElement.lang === 'en' ? 1 : 0);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function stepLine(step) {
  const words = WORDS.steps[step.code] || WORDS.verdicts[step.code];
  const mark = PAGE[step.ok ? 'passed' : 'failed'][language()];
  return element('li', { 'data-ok': step.ok ? 'yes' : 'no' }, filled(words[language()], step.values),
    element('span', { class: 'sr' }, ` (${mark})`));
}

const plainly = (value) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one), 2);

function dated(at) {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return String(at);
  return moment.toLocaleString(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'long', timeZone: 'Europe/Paris' });
}

function named(kind) {
  const words = Object.hasOwn(WORDS.kinds, kind) ? WORDS.kinds[kind] : null;
  return words ? words[language()] : String(kind);
}

function recordLine(entry) {
  const { kind, at, body } = entry.record;
  return element('li', {}, element('p', {}, element('b', {}, named(kind)), ', ', element('time', { datetime: String(at) }, dated(at))),
    element('details', {}, element('summary', {}, PAGE.exact[language()]),
      element('p', { class: 'small' }, element('code', {}, String(kind))),
      element('pre', { tabindex: '0' }, plainly(body)),
      element('p', { class: 'small' }, PAGE.leaf[language()], ' ', element('code', {}, `01${entry.commitment}`))));
}

function verdictParts(verdict) {
  const failed = verdict.ok ? [] : [{ code: verdict.reason, ok: false, values: verdict.values }];
  const parts = [
    element('p', { class: 'outcome-say' }, filled(WORDS.verdicts[verdict.reason][language()], verdict.values)),
    element('h2', { class: 'outcome-title' }, PAGE.steps[language()]),
    element('ol', { class: 'outcome-steps' }, ...[...verdict.steps, ...failed].map(stepLine)),
  ];
  if (verdict.ok) {
    parts.push(element('h2', { class: 'outcome-title' }, PAGE.records[language()]),
      element('ol', { class: 'outcome-records' }, ...verdict.document.entries.map(recordLine)));
  }
  return parts;
}

const bytesOf = async (input) => (input.files.length ? new Uint8Array(await input.files[0].arrayBuffer()) : null);

async function answerOf(form) {
  const receipt = await bytesOf(form.elements.receipt);
  const key = form.elements.key.value.trim();
  if (!receipt || !key) return { state: 'none', parts: [PAGE.missing[language()]] };
  if (!(await RecoursVerifier.isAble())) return { state: 'none', parts: [PAGE.unable[language()]] };
  const verdict = await RecoursVerifier.verifyReceipt(receipt, await bytesOf(form.elements.proof), key);
  return { state: verdict.ok ? 'yes' : 'no', reason: verdict.reason, parts: verdictParts(verdict) };
}

function show(place, { state, reason, parts }) {
  place.replaceChildren(...parts);
  place.dataset.verdict = state;
  place.dataset.reason = reason || '';
  place.hidden = false;
}

function begin(form) {
  const place = document.querySelector('[data-verdict]');
  const verify = async () => {
    show(place, { state: 'none', parts: [PAGE.working[language()]] });
    show(place, await answerOf(form));
    place.focus();
  };
  form.addEventListener('submit', (event) => { event.preventDefault(); verify(); });
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => {
      document.documentElement.lang = button.dataset.language;
      for (const other of document.querySelectorAll('[data-language]')) {
        other.setAttribute('aria-pressed', String(other === button));
      }
      if (!place.hidden) verify();
    });
  }
}

const form = document.querySelector('form[data-verifier]');
if (form) begin(form);
}());
