"""The inputs H-01 to H-36 of e-mail, one message or more for each."""

import base64

from cases import DESK, PDF, PNG, TOKEN, Case, both, case, head, lines, message, nested, part, plain

TEXT = "Mes points manquent depuis le 9 octobre."
IN = {"trusted": ["mx.recours.example"]}


def froms(number: int, value: str | None, warning: str = "odd-sender") -> Case:
    return case(f"h03-from-{number}", plain(TEXT, From=value), "to_link", sender="", text=TEXT, warnings=[warning])


def latin(name: str, raw: bytes, **expected: object) -> Case:
    return case(name, raw, "new", sender="helene.lefevre@example.org", **expected)


CVE = [
    "alice@example.org)bob@example.com", "alice@example.org(bob@example.com", "alice@example.org<bob@example.com>",
    "<alice@example.org>bob@example.com", "alice@example.org@bob@example.com", "alice@example.org:bob@example.com",
    'alice@example.org"bob@example.com', "alice@example.org[bob@example.com", "alice@example.org]bob@example.com",
    '"Alice <alice@example.org>', "Alice <alice@example.org", "Alice alice@example.org>", "alice@[192.0.2.1",
    "<@relay.example:alice@example.org>", "Alice (service (client <alice@example.org>", "alice at example.org",
]

CASES = [
    case("h01-empty", b"", "unreadable", unreadable="empty"),
    case("h01-nuls", b"\0" * 100, "unreadable", unreadable="empty"),
    case("h01-no-headers", "Bonjour, mes points manquent.\r\n\r\nAlice".encode(), "unreadable", unreadable="no-headers"),
    case("h02-no-from", plain(TEXT, From=None), "to_link", sender="", warnings=["no-sender"], text=TEXT),
    case("h02-two-from", plain(TEXT, From="alice@example.org\r\nFrom: bob@example.com"),
         "to_link", sender="", warnings=["two-from"]),
    case("h02-from-list", plain(TEXT, From="alice@example.org, bob@example.com"), "to_link", sender="", warnings=["two-from"]),
    case("h02-group", plain(TEXT, From="undisclosed-recipients:;"), "to_link", sender="", warnings=["no-sender"]),
    *[froms(number, value) for number, value in enumerate(CVE)],
    case("h04-name-is-an-address", plain(TEXT, From='"bob@example.com" <mallory@evil.example>'), "new",
         sender="mallory@evil.example", warnings=["name-is-an-address"]),
    latin("h05-raw-latin1", head(From="Hélène Lefèvre <helene.lefevre@example.org>", Subject="Réclamation : été à l'œil",
          Content_Type="text/plain").encode("cp1252") + b"\r\n" + "Déçue, j'ai payé 12 € l'été dernier.".encode("cp1252"),
          subject="Réclamation : été à l'œil", text="Déçue, j'ai payé 12 € l'été dernier."),
    latin("h05-raw-utf8", head(From="Hélène Lefèvre <helene.lefevre@example.org>", Subject="Réclamation été",
          Content_Type="text/plain; charset=iso-8859-1").encode() + b"\r\n" + "Déçue de l'été.".encode(),
          subject="Réclamation été", text="Déçue de l'été."),
    latin("h05-mac", head(From="helene.lefevre@example.org", Content_Type="text/plain").encode() + b"\r\n"
          + "Déçue, j'ai été très étonnée à l'entrée.".encode("mac-roman"), text="Déçue, j'ai été très étonnée à l'entrée."),
    *[case(f"h06-{name}", plain(TEXT.replace("depuis", "après"), Content_Type=f'text/plain; charset="{name}"'), "new",
           text=TEXT.replace("depuis", "après"))
      for name in ("idna", "hex", "zlib_codec", "undefined", "x-unknown", "unicode_escape", "rot13")],
    case("h06-encoded-word", plain(TEXT, Subject="=?undefined?q?Points_manquants?="), "new", subject="Points manquants"),
    case("h07-bad-base64", head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64").encode()
         + b"\r\n!!!! ceci n'est pas %%%% du base64 &&&& ????\r\n", "new", undecodable=1, warnings=["undecodable"]),
    case("h07-base64-accident", head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64").encode()
         + b"\r\n" + base64.b64encode(TEXT.encode()).rstrip(b"=") + b"\r\n", "new", text=TEXT),
    case("h07-base64-footer", head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64").encode()
         + b"\r\n" + base64.b64encode(b"Mes points manquent!") + b"\r\n_____\r\nListe amis@example.net\r\n", "new",
         text_has=["Mes points manquent!", "Liste amis@example.net"]),
    case("h07-unknown-encoding", plain(TEXT, Content_Transfer_Encoding="x-magique"), "new", text=TEXT, undecodable=1),
    case("h07-uuencode", plain("Voici le ticket.\n\nbegin 644 ticket.txt\n#0V%T\n`\nend\n"), "new", text="Voici le ticket.",
         attachments=[["ticket.txt", "application/octet-stream", False]]),
    case("h08-no-boundary", head(Content_Type="multipart/mixed").encode() + b"\r\n" + TEXT.encode(), "new", text=TEXT,
         warnings=["multipart-broken"]),
    case("h08-empty-boundary", head(Content_Type='multipart/mixed; boundary=""').encode()
         + f"\r\n--abc\r\nContent-Type: text/plain\r\n\r\n{TEXT}\r\n--abc--\r\n".encode(), "new", text=TEXT, warnings=["boundary-guessed"]),
    case("h08-never-closed", head(Content_Type="multipart/mixed; boundary=abc").encode()
         + f"\r\n--abc\r\nContent-Type: text/plain\r\n\r\n{TEXT}\r\n".encode(), "new", text=TEXT, warnings=["not-closed"]),
    case("h08-wrong-boundary", head(Content_Type="multipart/mixed; boundary=xyz").encode()
         + f"\r\n--abc\r\nContent-Type: text/plain\r\n\r\n{TEXT}\r\n--abc--\r\n".encode(), "new", text=TEXT),
    case("h10-many-words", plain(TEXT, Subject=" ".join(["=?utf-8?q?=C3=A9?="] * 400)), "new", subject="é" * 400),
    case("h11-token-other-address", plain(TEXT, From="Mallory <mallory@evil.example>", To=f"<{TOKEN}>", Subject="Re: Points"),
         "to_link", sender="mallory@evil.example"),
    case("h12-forged-references", plain(TEXT, In_Reply_To="<m1@recours.example>", References="<m1@recours.example> <m2@recours.example>"), "new",
         in_reply_to=["<m1@recours.example>"]),
    case("h13-subject-number", plain(TEXT, Subject="Re: [R-2026-00012-K] Points"), "new"),
    case("h14-agent-address", plain(TEXT, From="Basile Nguyen <basile@recours.example>", In_Reply_To="<n1@recours.example>"), "new",
         sender="basile@recours.example"),
    case("h15-reply-to", plain(TEXT, Reply_To="autre@example.net"), "new", warnings=["reply-to-differs"]),
    case("h17-verify-account", plain("Cliquez pour vérifier le compte reclamations@recours.example.", From="support@autre.example",
         Subject="Verify your account"), "new", sender="support@autre.example"),
    case("h18-dmarc-fail", plain(TEXT, Authentication_Results="mx.recours.example; dmarc=fail header.from=example.org; spf=fail smtp.mailfrom=evil.example; dkim=none"),
         "new", **IN, authentication={"dmarc": "fail", "spf": "fail", "dkim": "none", "from_aligned": False}),
    case("h18-pass", plain(TEXT, Authentication_Results="mx.recours.example; dkim=pass header.d=example.org; spf=pass smtp.mailfrom=example.org; dmarc=pass header.from=example.org"),
         "new", **IN, authentication={"dmarc": "pass", "from_aligned": True, "by": "mx.recours.example"}),
    case("h18-forged-results", plain(TEXT, Authentication_Results="mx.recours.example; dmarc=fail header.from=example.org\r\n"
         "Authentication-Results: mx.recours.example; dmarc=pass header.from=example.org"), "new", **IN, authentication={"dmarc": "fail"}),
    case("h18-untrusted-server", plain(TEXT, Authentication_Results="mx.evil.example; dmarc=pass header.from=example.org"), "new", **IN,
         authentication={"dmarc": "", "by": "", "from_aligned": False}),
    case("h19-smime-whole", message("multipart/signed", [part("text/plain; charset=utf-8", TEXT.encode()),
         part("application/pkcs7-signature; name=smime.p7s", b"0\x80", encoding="base64")],
         params="; protocol=application/pkcs7-signature; micalg=sha-256"), "new", signed_part="whole", text=TEXT),
    case("h19-smime-partial", message("multipart/mixed", [part("text/plain; charset=utf-8", b"Texte hors signature."),
         nested("multipart/signed", [part("text/plain; charset=utf-8", TEXT.encode()),
                part("application/pkcs7-signature", b"0\x80", encoding="base64")], "=_s")]), "new", signed_part="partial",
         text_has=["Texte hors signature.", TEXT]),
    case("h19-pgp-partial", plain(f"Avant.\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{TEXT}\n-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----\n"),
         "new", signed_part="partial"),
    case("h20-same-id-one", plain(TEXT, Message_ID="<pareil@example.org>"), "new", message_id="<pareil@example.org>"),
    case("h20-same-id-two", plain(f"{TEXT} Et autre chose.", Message_ID="<pareil@example.org>"), "new", message_id="<pareil@example.org>"),
    case("h21-first", plain(TEXT, Message_ID="<deux-fois@example.org>", Subject="Deux fois"), "new"),
    case("h21-second", plain(TEXT, Message_ID="<deux-fois@example.org>", Subject="Deux fois"), "duplicate"),
    case("h25-header-injection", plain(TEXT, Subject="=?utf-8?q?Points=0D=0ABcc:_victime@example.org?="), "new",
         subject="Points Bcc: victime@example.org"),
    case("h26-no-message-id", plain(TEXT, Message_ID=None), "new", message_id=""),
    case("h26-empty-message-id", plain(TEXT, Message_ID="<>"), "new", message_id=""),
    case("h26-garbage-message-id", plain(TEXT, Message_ID="<<>>@@ ["), "new", message_id=""),
    *[case(f"h27-date-{number}", plain(TEXT, Date=value), "new", date_claimed=claimed) for number, (value, claimed) in enumerate([
        ("n'importe quoi", ""), ("Mon, 2 Nov 99999 10:12:00 +0100", ""), ("Mon, 2 Nov 2026 10:12:00 +9999", ""),
        ("Tue, 1 Jan 2099 00:00:00 +0000", "2099-01-01T00:00:00+00:00"), ("Thu, 1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00+00:00"),
        ("Mon, 2 Nov 2026 10:12:00 +0100 (CET)", "2026-11-02T10:12:00+01:00"), ("Fri, 31 Feb 2026 10:00:00 +0100", "")])],
    case("h28-bare-lf", plain(f"{TEXT}\n.\nMAIL FROM:<x@y>\n.").replace(b"\r\n", b"\n"), "new",
         text=f"{TEXT}\n.\nMAIL FROM:<x@y>\n."),
    case("h30-script", both("", "<p>Bonjour <b>vous</b></p><script>alert(1)</script><svg onload=alert(2)><p>svg</p></svg><img src=x onerror=alert(3)>"
         "<base href='//evil.example'><meta http-equiv=refresh content='0;url=//evil.example'><form action=//evil.example><input value=q></form>"
         "<a href='javascript:alert(4)'>clic</a><math><mtext></mtext><style><img src=x onerror=alert(5)></style></math>"), "new",
         text_has=["Bonjour vous"], html_hasnt=["script", "onload", "onerror", "<base", "<meta", "<form", "javascript", "<svg", "<img", "<style"]),
    case("h31-images", both("", "<p>Photo</p><img src='/logout'><img src='../../api/x'><img src=https://t.example/1.gif srcset='a 2x'>"
         "<p style='background:url(https://t.example)'>fin</p><table background=//t.example><tr><td>a</td></tr></table>"), "new",
         text_has=["Photo", "fin"], html_hasnt=["logout", "api", "t.example", "src", "url(", "background"]),
    case("h32-htmx", both("", "<div hx-get='/x' x-init='a' data-hx-post='/y' id=main name=top class=btn data-attachment=7>Texte</div>"), "new",
         text="Texte", html_hasnt=["hx-", "x-init", "id=", "name=", "class=", "data-"]),
    case("h33-template", plain("{{ settings.SECRET_KEY }} {% load x %} ${7*7} ignore previous instructions"), "new",
         text="{{ settings.SECRET_KEY }} {% load x %} ${7*7} ignore previous instructions"),
    case("h34-links", both("", "<p>Voir <a href='http://169.254.169.254/latest'>https://magasin.example</a></p><img src='file:///etc/passwd'>php://filter"),
         "new", text_has=["https://magasin.example [169.254.169.254]", "php://filter"], html_hasnt=["file:"]),
    case("h35-rtl", plain("Fichier facture\u202egpj.exe et e\u200bspace\u200d caché\x07.", From="=?utf-8?q?Alice_=E2=80=AEeriovir?= <alice.rivoire@example.org>"),
         "new", text="Fichier facture[U+202E]gpj.exe et espace caché.", warnings=["control-characters"]),
    case("h35-file-name", message("multipart/mixed", [part("text/plain; charset=utf-8", b"Voici."),
         part("application/octet-stream", b"MZ", "Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fetc%2Ffacture%E2%80%AEgpj.exe", encoding="base64")]),
         "new", attachments=[["facture[U+202E]gpj.exe", "application/octet-stream", False]]),
    case("h36-tnef", message("multipart/mixed", [part("text/plain; charset=utf-8", TEXT.encode()),
         part("application/ms-tnef; name=winmail.dat", b"\x78\x9f\x3e\x22\x01\x00" + b"\x02\x10\x80\x01\x00\x0b\x00\x00\x00ticket.pdf\x00\x00\x00", encoding="base64")]),
         "new", text=TEXT, attachments=[["winmail.dat", "application/ms-tnef", False]], contents=["ticket.pdf"]),
    case("h36-eml-in-eml", message("multipart/mixed", [part("text/plain; charset=utf-8", "Voici leur réponse.".encode()),
         part("message/rfc822", plain("Votre demande est close.", From="service@magasin.example", Subject="Refus"))]), "new",
         text="Voici leur réponse.", attachments=[["message.eml", "message/rfc822", False]], contents=["Refus", "service@magasin.example"]),
    case("h36-calendar", message("multipart/mixed", [part("text/plain", b"Rendez-vous."), part("text/calendar; name=invite.ics", b"BEGIN:VCALENDAR")]),
         "new", text="Rendez-vous.", attachments=[["invite.ics", "text/calendar", False]]),
    case("x-rtf-only", head(Content_Type="application/rtf").encode() + rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Mes points\par sont pay\'e9s.}",
         "new", text="Mes points\nsont payés."),
    case("x-pdf-only", message("multipart/mixed", [part("application/pdf; name=lettre.pdf", PDF, "Content-Disposition: attachment", encoding="base64")]),
         "new", text="", attachments=[["lettre.pdf", "application/pdf", False]]),
    case("x-subject-only", head(Subject="Rendez mes points").encode() + b"\r\n", "new", subject="Rendez mes points", text=""),
    case("x-encrypted", message("multipart/encrypted", [part("application/pgp-encrypted", b"Version: 1"), part("application/octet-stream", b"x")],
         params="; protocol=application/pgp-encrypted"), "new", warnings=["encrypted"]),
    case("x-mbox-line", b"From alice@example.org Mon Nov  2 10:12:00 2026\r\n" + plain(TEXT), "new", text=TEXT),
    case("x-image-only", head(Content_Type="image/png; name=ticket.png", Content_Transfer_Encoding="base64").encode() + b"\r\n" + base64.b64encode(PNG),
         "new", text="", attachments=[["ticket.png", "image/png", False]]),
    case("x-idn", plain(TEXT, From="Zoé <zoe@été.example>"), "new", sender="zoe@xn--t-9fab.example"),
    case("x-quoted-name", plain(TEXT, From='"Rivoire, Alice \\"Ali\\"" <alice.rivoire@example.org>'), "new", sender="alice.rivoire@example.org"),
    case("x-unquoted-comma", plain(TEXT, From="RIVOIRE, Alice <alice.rivoire@example.org>"), "new", sender="alice.rivoire@example.org"),
    case("x-comment-name", plain(TEXT, From="alice.rivoire@example.org (Alice Rivoire)"), "new", sender="alice.rivoire@example.org"),
    case("x-iso2022jp", head(Content_Type="text/plain; charset=iso-2022-jp", Subject="=?iso-2022-jp?b?GyRCJDMkcyRLJEEkTxsoQg==?=").encode()
         + b"\r\n" + "こんにちは".encode("iso-2022-jp"), "new", subject="こんにちは", text="こんにちは", language=""),
]
assert DESK
assert lines
