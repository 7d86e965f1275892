"""What a verification says to a person, in both languages: the off-line page says the same."""

from collections.abc import Mapping

# Narrow no-break spaces are written here: no filter passes over these sentences.
VERDICTS: Mapping[str, tuple[str, str]] = {
    "verified": (
        (
            "Oui : ce reçu est authentique. Écritures vérifiées dans le journal {origin} :"
            " {count}, sans manque et dans l’ordre."
        ),
        (
            "Yes: this receipt is genuine. Entries verified in the log {origin}: {count},"
            " none missing, in order."
        ),
    ),
    "proof-verified": (
        (
            "Oui : cette feuille porte le n° {index} dans le journal {origin},"
            " dont l’état signé en compte {size}."
        ),
        "Yes: this leaf is number {index} in the log {origin}, whose signed state counts {size}.",
    ),
    "not-a-receipt": (
        "Non : ce fichier n’est pas un reçu vérifiable de Recours, ou il est abîmé.",
        "No: this file is not a Recours receipt, or it is damaged.",
    ),
    "key-malformed": (
        "Non : la clé donnée est mal recopiée. Elle s’écrit nom+numéro+clé, sans espace.",
        "No: the key was not copied exactly. It is written name+number+key, without spaces.",
    ),
    "key-mismatch": (
        "Non : la clé donnée n’est pas celle qui a signé ce reçu.",
        "No: the given key is not the one that signed this receipt.",
    ),
    "checkpoint-altered": (
        "Non : l’état signé du journal a été modifié ; sa signature ne tient plus.",
        "No: the signed state of the log was altered; its signature no longer holds.",
    ),
    "proof-altered": (
        "Non : la preuve de l’écriture n° {number} ne mène pas à l’état signé du journal.",
        "No: the proof of entry {number} does not lead to the signed state of the log.",
    ),
    "record-altered": (
        (
            "Non : l’écriture n° {number} ne correspond pas au journal ;"
            " son texte ou son sel a été modifié."
        ),
        "No: entry {number} does not match the log; its text or its salt was altered.",
    ),
    "salt-altered": (
        (
            "Non : le sel de l’écriture n° {number} est abîmé ;"
            " elle ne peut plus être comparée au journal."
        ),
        "No: the salt of entry {number} is damaged; it can no longer be compared with the log.",
    ),
    "commitment-altered": (
        "Non : l’empreinte indiquée pour l’écriture n° {number} n’est pas celle de son texte.",
        "No: the fingerprint stated for entry {number} is not that of its text.",
    ),
    "chain-broken": (
        (
            "Non : la suite des écritures est rompue à la n° {number} ;"
            " une écriture manque, a été déplacée ou ajoutée."
        ),
        "No: the sequence is broken at entry {number}; an entry is missing, moved or added.",
    ),
    "header-altered": (
        (
            "Non : l’en-tête du reçu (référence, journal, clé ou date)"
            " ne correspond pas à ses écritures."
        ),
        "No: the head of the receipt (reference, log, key or date) does not match its entries.",
    ),
    "log-forked": (
        (
            "Non : le journal a signé deux états différents de même taille."
            " Gardez ce fichier : il prouve une faute du journal."
        ),
        (
            "No: the log signed two different states of one size."
            " Keep this file: it proves a fault of the log."
        ),
    ),
    "proof-of-another": (
        "Non : le fichier .tlog-proof n’est pas celui de la dernière écriture de ce reçu.",
        "No: the .tlog-proof file is not that of the last entry of this receipt.",
    ),
    "leaf-malformed": (
        "Non : la feuille donnée n’est pas écrite en hexadécimal.",
        "No: the given leaf is not written in hexadecimal.",
    ),
}

# The same refusals when a `.tlog-proof` file is checked alone.
OF_A_LEAF: Mapping[str, tuple[str, str]] = {
    "proof-altered": (
        "Non : la preuve ne mène pas de cette feuille à l’état signé du journal.",
        "No: the proof does not lead from this leaf to the signed state of the log.",
    ),
    "key-mismatch": (
        "Non : la clé donnée n’est pas celle qui a signé cette preuve.",
        "No: the given key is not the one that signed this proof.",
    ),
}

STEPS: Mapping[str, tuple[str, str]] = {
    "key": ("La clé donnée est bien recopiée.", "The given key was copied exactly."),
    "document": ("Le fichier a la forme d’un reçu.", "The file has the shape of a receipt."),
    "entry": (
        (
            "Écriture n° {number} : son texte et son sel donnent l’empreinte inscrite,"
            " feuille {index} du journal, sous un état signé par la clé."
        ),
        (
            "Entry {number}: its text and salt give the recorded fingerprint,"
            " leaf {index} of the log, under a state signed by the key."
        ),
    ),
    "chain": (
        "La suite est complète : chaque écriture désigne la précédente.",
        "The sequence is complete: each entry names the one before it.",
    ),
    "header": (
        "La référence, le journal et la date de l’en-tête sont ceux des écritures.",
        "The reference, the log and the date of the head are those of the entries.",
    ),
    "proof-file": (
        "Le fichier .tlog-proof prouve la dernière écriture.",
        "The .tlog-proof file proves the last entry.",
    ),
}

# What each entry of the log says happened; a kind that is not here is shown as it is written.
KINDS: Mapping[str, tuple[str, str]] = {
    "complaint.registered": (
        "Réclamation enregistrée",
        "Complaint registered",
    ),
    "complaint.assigned": ("Réclamation confiée à une personne", "Complaint given to a person"),
    "complaint.member_named": ("Adhérent reconnu", "Member recognised"),
    "complaint.evidence_assembled": ("Dossier de preuves constitué", "Evidence assembled"),
    "complaint.decision_proposed": ("Décision proposée", "Decision proposed"),
    "complaint.decided": ("Décision prise", "Decision made"),
    "complaint.remedy_recorded": ("Mesure exécutée", "Remedy carried out"),
    "complaint.answered": ("Réponse envoyée", "Answer sent"),
    "complaint.followed_up": ("Suivi : votre avis reçu", "Follow-up: your word received"),
    "complaint.reopened": ("Réclamation rouverte", "Complaint reopened"),
    "complaint.merged": ("Réclamation réunie à une autre", "Complaint merged with another"),
    "complaint.unmerged": ("Réclamations de nouveau séparées", "Complaints separated again"),
    "exchange.received": ("Message reçu", "Message received"),
    "exchange.sent": ("Message envoyé", "Message sent"),
    "points.posted": ("Points inscrits", "Points posted"),
    "correction.made": ("Correction de points préparée", "Points correction prepared"),
    "correction.approved": ("Correction de points approuvée", "Points correction approved"),
    "correction.exported": (
        "Correction transmise à la caisse",
        "Correction handed over",
    ),
}
