"""People who write and answer, each with the mailer of French homes and offices."""

from cases import ALICE, PDF, PNG, TOKEN, Case, both, case, lines, message, nested, part, plain

STORY = "Bonjour,\n\nLe 9 octobre j'ai acheté un pull ; les 120 points manquent.\n\nAlice Rivoire"
OURS = "Votre demande R-2026-00012-K est enregistrée."
RE = {"Subject": "Re: Points manquants", "To": f"Recours <{TOKEN}>", "In_Reply_To": "<x@recours.example>"}
ANSWER = "Voici le ticket, comme demandé.\n\nLe total est de 146,80 €."


def reply(name: str, tail: str, charset: str = "utf-8", text: str = ANSWER) -> Case:
    return case(
        name,
        plain(f"{text}\n\n{tail}\n", charset, **RE),
        "reply",
        text=text,
        quoted_has=OURS,
        language="fr",
        sender="alice.rivoire@example.org",
    )


def html_reply(name: str, html: str, text: str = ANSWER, **given: str) -> Case:
    raw = message("multipart/mixed", [part("text/html; charset=utf-8", html.encode())], **{**RE, **given})
    return case(name, raw, "reply", text=text, quoted_has=OURS, language="fr", html_hasnt=["<style", "class="])


CASES = [
    case("new-plain", plain(STORY), "new", text=STORY, subject="Points manquants", language="fr",
         sender="alice.rivoire@example.org", automatic="", attachments=[]),
    case("new-english", plain("Hello,\n\nMy points are still missing. Could you help me, please?\n\nAlice"),
         "new", language="en", text="Hello,\n\nMy points are still missing. Could you help me, please?\n\nAlice"),
    case("new-both", both(STORY, f"<p>{STORY}</p>"), "new", text=STORY, language="fr"),
    case("new-html-only", message("multipart/mixed", [part(
        "text/html; charset=iso-8859-1",
        "<p>Bonjour,</p><ul><li>120 points</li><li>80 points</li></ul><p>Voir <a href='https://magasin.example/cgu'>ici</a></p>"
        .encode("latin-1"))]), "new",
         text="Bonjour,\n\n- 120 points\n- 80 points\n\nVoir ici [magasin.example]", language="fr"),
    case("new-photo", message("multipart/mixed", [
        part("text/plain; charset=utf-8", "Voici mon ticket.".encode()),
        part('image/png; name="ticket.png"', PNG, 'Content-Disposition: attachment; filename="ticket.png"', encoding="base64"),
    ]), "new", text="Voici mon ticket.", attachments=[["ticket.png", "image/png", False]]),
    case("new-name-rfc2231", message("multipart/mixed", [
        part("text/plain; charset=utf-8", "Voici ma facture.".encode()),
        part("application/pdf", PDF,
             "Content-Disposition: attachment;\r\n filename*0*=UTF-8''Facture%20n%C2%B0;\r\n filename*1*=12%20d%27%C3%A9t%C3%A9.pdf",
             encoding="base64"),
    ]), "new", attachments=[["Facture n°12 d'été.pdf", "application/pdf", False]]),
    case("new-name-encoded-word", message("multipart/mixed", [
        part("text/plain; charset=utf-8", "Voici ma facture.".encode()),
        part('application/pdf; name="=?iso-8859-1?Q?Facture_d=E9cembre.pdf?="', PDF, encoding="base64"),
    ]), "new", attachments=[["Facture décembre.pdf", "application/pdf", False]]),
    case("new-apple-text-image-text", message("multipart/mixed", [
        part("text/plain; charset=utf-8", "Voici le ticket :".encode()),
        part('image/png; name="IMG_0412.png"', PNG, "Content-Disposition: inline; filename=IMG_0412.png", encoding="base64"),
        part("text/plain; charset=utf-8", "Les points manquent.\r\n\r\nEnvoyé de mon iPhone".encode()),
    ]), "new", text="Voici le ticket :\n\nLes points manquent.", quoted_has="Envoyé de mon iPhone",
         attachments=[["IMG_0412.png", "image/png", False]]),
    case("new-inline-picture", message("multipart/related", [
        part("text/html; charset=utf-8", b'<p>Mon ticket :</p><img src="cid:t1"><img src="https://track.example/p.gif">'),
        part("image/png; name=ticket.png", PNG, "Content-ID: <t1>", "Content-Disposition: inline", encoding="base64"),
    ]), "new", text="Mon ticket :", html_has=['<span data-attachment="0">ticket.png</span>'],
         html_hasnt=["track.example", "<img"]),
    case("new-flowed", plain(
        "Bonjour, \r\nje vous écris car mes points \r\nmanquent.\r\n\r\nMerci.",
        Content_Type="text/plain; charset=utf-8; format=flowed"), "new",
         text="Bonjour, je vous écris car mes points manquent.\n\nMerci."),
    case("new-signature", plain(f"{STORY}\n-- \nAlice Rivoire\n12 rue des Lilas, 69003 Lyon\n06 12 34 56 78"),
         "new", text=STORY, signature_has="12 rue des Lilas"),
    case("new-card-in-signature", plain("Rendez mes points.\n\nCordialement,\nAlice\nCarte 4417 2290\n06 12 34 56 78"),
         "new", text="Rendez mes points.\n\nCordialement,\nAlice\nCarte 4417 2290\n06 12 34 56 78"),
    case("new-le-paragraphe", plain("Le paragraphe 3 dit : un euro, un point.\n\nLe magasin m'a écrit :\nrien à faire."),
         "new", text="Le paragraphe 3 dit : un euro, un point.\n\nLe magasin m'a écrit :\nrien à faire."),
    case("new-emoji", plain("Trop déçue 😡👩‍👩‍👧 : l'été, les points expirent ?", Subject="=?utf-8?B?8J+YoQ==?= déçue"), "new",
         text="Trop déçue 😡👩‍👩‍👧 : l'été, les points expirent ?", subject="😡 déçue"),
    case("forward-gmail", plain(
        "Voyez ce qu'on me répond.\n\n---------- Forwarded message ---------\nDe : Service <s@m.example>\n"
        "Date: lun. 2 nov. 2026 à 10:12\nSubject: Points\nTo: <alice.rivoire@example.org>\n\nVotre demande est close.",
        Subject="Fwd: Points"), "new", text_has=["Voyez ce", "Votre demande est close."], quoted=""),
    case("forward-outlook", plain(
        "Bonjour, voyez dessous.\n\nDe : Service <s@m.example>\nEnvoyé : lundi 2 novembre 2026 10:12\nÀ : Alice\n"
        "Objet : Points\n\nVotre demande est close.", Subject="TR: Points"), "new",
         text_has=["voyez dessous", "Votre demande est close."], quoted=""),
    reply("reply-outlook", f"De : Recours <{TOKEN}>\nEnvoyé : lundi 2 novembre 2026 10:12\nÀ : Alice Rivoire\nObjet : Points manquants\n\n{OURS}"),
    reply("reply-outlook-2003-latin1", f"-----Message d'origine-----\nDe : Recours [mailto:{TOKEN}]\nEnvoyé : lundi 2 novembre 2026\nÀ : Alice\nObjet : Points\n\n{OURS}", "windows-1252"),
    reply("reply-gmail", f"Le lun. 2 nov. 2026 à 10:12, Recours <{TOKEN}> a écrit :\n\n> {OURS}\n> Cordialement"),
    reply("reply-gmail-wrapped", f"Le lun. 2 nov. 2026 à 10:12, Recours <{TOKEN}>\na écrit :\n\n> {OURS}"),
    reply("reply-apple", f"Envoyé de mon iPhone\n\n> Le 2 nov. 2026 à 10:12, Recours <{TOKEN}> a écrit :\n> \n> {OURS}"),
    reply("reply-thunderbird", f"Le 02/11/2026 à 10:12, Recours a écrit :\n> {OURS}\n>\n> Merci"),
    reply("reply-orange", f"> Message du 02/11/26 10:12\n> De : \"Recours\" <{TOKEN}>\n> A : alice\n> Copie à :\n> Objet : Points\n>\n> {OURS}"),
    reply("reply-free", f"----- Mail original -----\nDe: \"Recours\" <{TOKEN}>\nÀ: \"alice\" <alice.rivoire@example.org>\nEnvoyé: Lundi 2 Novembre 2026 10:12:00\nObjet: Points\n\n{OURS}"),
    reply("reply-sfr", f"De: \"Recours\" <{TOKEN}>\nA: alice.rivoire@example.org\nEnvoyé: lundi 2 Novembre 2026 10:12\nObjet : Points\n\n{OURS}"),
    reply("reply-laposte", f"De : \"Recours\" <{TOKEN}>\nA : alice.rivoire@example.org,\nEnvoyé : lundi 2 novembre 2026 10:12\nObjet : Points\n\n\n{OURS}"),
    reply("reply-yahoo", f"Le lundi 2 novembre 2026 à 10:12:00 UTC+1, Recours <{TOKEN}> a écrit :\n\n\n{OURS}"),
    reply("reply-proton", f"Envoyé avec la messagerie sécurisée Proton Mail.\n\nLe lundi 2 novembre 2026 à 10:12, Recours <{TOKEN}> a écrit :\n\n> {OURS}"),
    reply("reply-samsung", f"Envoyé depuis mon appareil Galaxy\n\n\n-------- Message d'origine --------\nDe : Recours <{TOKEN}>\nDate : 02/11/2026 10:12 (GMT+01:00)\nÀ : alice\nObjet : Points\n\n{OURS}"),
    reply("reply-under", f"Le 02/11/2026 à 10:12, Recours a écrit :\n> {OURS}", text="Bonjour,\n\nVoici le ticket, comme demandé."),
    case("reply-inline", plain(
        f"Le 02/11/2026 à 10:12, Recours a écrit :\n> {OURS}\n>\n> Quel ticket ?\n\nLe 4417.\n\n> Quel jour ?\n\nLe 9 octobre.\n\n> Merci",
        **RE), "reply", text_has=["Le 4417.", "Le 9 octobre."], quoted_has=OURS),
    html_reply("reply-html-gmail", '<div dir="ltr">Voici le ticket, comme demandé.<div><br></div><div>Le total est de 146,80 €.</div></div><br>'
               '<div class="gmail_quote"><div class="gmail_attr">Le lun. 2 nov. 2026 à 10:12, Recours &lt;<a href="mailto:r@recours.example">r@recours.example</a>&gt; a écrit :<br></div>'
               f'<blockquote class="gmail_quote" style="border-left:1px solid">{OURS}</blockquote></div>'),
    html_reply("reply-html-outlook", '<style>p.MsoNormal{margin:0}</style><p class="MsoNormal">Voici le ticket, comme demandé.</p><p class="MsoNormal">&nbsp;</p>'
               '<p class="MsoNormal">Le total est de 146,80 €.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
               '<p class="MsoNormal"><b>De :</b> Recours<br><b>Envoyé :</b> lundi 2 novembre 2026<br><b>À :</b> Alice<br><b>Objet :</b> Points</p></div>'
               f'<p class="MsoNormal">{OURS}</p>'),
    html_reply("reply-html-outlook-web", '<div>Voici le ticket, comme demandé.</div><div><br></div><div>Le total est de 146,80 €.</div><div id="appendonsend"></div><hr>'
               f'<div id="divRplyFwdMsg"><b>De :</b> Recours<br><b>Envoyé :</b> lundi<br><b>À :</b> Alice<br><b>Objet :</b> Points</div><div>{OURS}</div>'),
    html_reply("reply-html-thunderbird", '<p>Voici le ticket, comme demandé.</p><p>Le total est de 146,80 €.</p><div class="moz-cite-prefix">Le 02/11/2026 à 10:12, Recours a écrit :<br></div>'
               f'<blockquote type="cite"><p>{OURS}</p></blockquote>'),
    html_reply("reply-html-yahoo", '<div>Voici le ticket, comme demandé.</div><div><br></div><div>Le total est de 146,80 €.</div><div class="yahoo_quoted">'
               f'<div>Le lundi 2 novembre 2026 à 10:12:00 UTC+1, Recours &lt;r@recours.example&gt; a écrit :</div><div>{OURS}</div></div>'),
    case("reply-only-quote", plain(f"Le lun. 2 nov. 2026 à 10:12, Recours <{TOKEN}> a écrit :\n\n> {OURS}", **RE),
         "reply", text_has=[OURS], quoted=""),
    case("reply-with-calendar", message("multipart/mixed", [
        nested("multipart/alternative", [
            part("text/plain; charset=utf-8", lines("Oui pour le rendez-vous de mardi.").encode()),
            part("text/calendar; charset=utf-8; method=REPLY", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        ], "=_alt")], **RE), "reply", text="Oui pour le rendez-vous de mardi.",
         attachments=[["invitation.ics", "text/calendar", False]]),
    case("reply-cc-third-party", plain(ANSWER, **RE, Cc="Paul Rivoire <paul@example.net>"), "reply", text=ANSWER),
    case("reply-closed-signature", plain(
        f"{ANSWER}\n\nCordialement,\nAlice Rivoire\n12 rue des Lilas\n69003 Lyon\nTél. 06 12 34 56 78\n\n"
        "Ce message et ses pièces jointes sont confidentiels et destinés à leur seul destinataire.", **RE),
         "reply", text=ANSWER, signature_has="69003 Lyon"),
]
assert ALICE
