"""Mail that no person wrote: answering machines, bounces, reports, lists."""

from cases import DESK, Case, case, lines, message, part, plain

SENT = "m1234@recours.example"
ORIGINAL = f"From: {DESK}\r\nTo: alice.rivoire@example.org\r\nMessage-ID: <{SENT}>\r\nSubject: Points\r\n\r\nBonjour\r\n".encode()
DAEMON = {"Return_Path": "<>", "From": "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.org>"}


def dsn(name: str, action: str, status: str, diagnostic: str, automatic: str, intro: str) -> Case:
    report = (
        f"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; alice.rivoire@example.org\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {diagnostic}\r\n"
    )
    raw = message("multipart/report", [
        part("text/plain; charset=utf-8", lines(intro).encode()),
        part("message/delivery-status", report.encode()),
        part("message/rfc822", ORIGINAL),
    ], params="; report-type=delivery-status", Subject="Undelivered Mail Returned to Sender", **DAEMON)
    return case(name, raw, "notification", automatic=automatic, bounce={
        "final_recipient": "alice.rivoire@example.org", "action": action, "status": status,
        "original_message_id": f"<{SENT}>"})


def words(name: str, subject: str, text: str, status: str, **given: str) -> Case:
    return case(name, plain(text, **{**DAEMON, "Subject": subject, **given}), "notification", automatic="bounce",
                bounce={"final_recipient": "alice.rivoire@example.org", "status": status, "action": "failed"})


CASES = [
    case("auto-exchange-fr", plain("Je suis absente jusqu'au 12 novembre.", Subject="Réponse automatique : Points manquants",
         Auto_Submitted="auto-replied", X_Auto_Response_Suppress="All"), "notification", automatic="auto-reply", language="fr"),
    case("auto-exchange-en", plain("I am out of the office until 12 November.", Subject="Automatic reply: Points",
         Auto_Submitted="auto-generated", Return_Path="<>"), "notification", automatic="auto-reply"),
    case("auto-vacation-precedence", plain("Absent du bureau.", Subject="Absence", Precedence="auto_reply"), "notification", automatic="auto-reply"),
    case("auto-subject-only-is-a-person", plain("Votre réponse automatique ne dit rien : où sont mes points ?",
         Subject="Réponse automatique incompréhensible"), "new", automatic="", warnings=["looks-automatic"]),
    case("auto-suppress-only-is-a-person", plain("Mes points manquent.", X_Auto_Response_Suppress="DR, OOF"), "new",
         automatic="", warnings=["no-auto-response"]),
    case("auto-null-return-path", plain("Votre message a bien été reçu.", Return_Path="<>", Subject="Accusé"), "notification", automatic="notification"),
    case("auto-generated", plain("Sauvegarde terminée.", Auto_Submitted="auto-generated", Subject="Rapport"), "notification", automatic="notification"),
    case("auto-other-desk", plain("Votre demande 4417 est enregistrée.", Auto_Submitted="auto-replied", Subject="[4417] Reçu"),
         "notification", automatic="auto-reply"),
    case("list-mailman", plain("Bonjour la liste.", List_Id="<amis.example.net>", Precedence="list"), "notification", automatic="list"),
    case("list-bulk-marketing", plain("Soldes !", Precedence="bulk", List_Unsubscribe="<https://x.example>"), "notification", automatic="list"),
    dsn("bounce-dsn", "failed", "5.1.1", "550 5.1.1 User unknown", "bounce", "Je n'ai pas pu remettre votre message."),
    dsn("bounce-dsn-delayed", "delayed", "4.4.1", "421 4.4.1 Connection timed out", "delivery-report", "Message retardé."),
    dsn("bounce-dsn-delivered", "delivered", "2.0.0", "250 Ok", "delivery-report", "Message remis."),
    words("bounce-postfix-plain", "Undelivered Mail Returned to Sender",
          "This is the mail system at host mx.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n"
          "<alice.rivoire@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1\n    <alice.rivoire@example.org>: Recipient address rejected: User unknown", "5.1.1"),
    words("bounce-exim", "Mail delivery failed: returning message to sender",
          "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
          "  alice.rivoire@example.org\n    SMTP error from remote mail server after RCPT TO:<alice.rivoire@example.org>:\n    550 5.7.1 refused\n", "5.7.1", X_Failed_Recipients="alice.rivoire@example.org"),
    words("bounce-exchange-fr", "Non remis : Points manquants",
          "Échec de la remise pour ces destinataires ou groupes :\n\nAlice Rivoire (alice.rivoire@example.org)\nL'adresse de messagerie que vous avez entrée est introuvable.\n\n"
          "Informations de diagnostic pour les administrateurs :\n#550 5.1.10 RESOLVER.ADR.RecipientNotFound", "5.1.10"),
    words("bounce-qmail", "failure notice",
          "Hi. This is the qmail-send program at mx.example.org.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
          "<alice.rivoire@example.org>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 user unknown\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <m1234@recours.example>", "5.1.1"),
    words("bounce-gmail", "Delivery Status Notification (Failure)",
          "** Address not found **\n\nYour message wasn't delivered to alice.rivoire@example.org because the address couldn't be found.\n\nThe response was:\n550 5.1.1 The email account does not exist.", "5.1.1"),
    words("bounce-orange", "Notification d'échec de remise",
          "Votre message n'a pas pu être remis à : alice.rivoire@example.org\nRaison : 550 5.2.2 boîte aux lettres pleine", "5.2.2"),
    words("bounce-free", "Undelivered Mail Returned to Sender",
          "<alice.rivoire@example.org>: host mx1.free.example said: 550 5.2.1 This mailbox has been blocked due to inactivity", "5.2.1"),
    case("bounce-told-by-a-person", plain("Votre courriel m'est revenu : « 550 user unknown ». Pourquoi ?", Subject="Undelivered mail"), "new", automatic=""),
    case("receipt-mdn", message("multipart/report", [
        part("text/plain; charset=utf-8", "Votre message a été lu.".encode()),
        part("message/disposition-notification", f"Final-Recipient: rfc822; alice.rivoire@example.org\r\nOriginal-Message-ID: <{SENT}>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n".encode()),
    ], params="; report-type=disposition-notification", Subject="Lu : Points"), "notification", automatic="read-receipt"),
    case("report-arf", message("multipart/report", [
        part("text/plain", b"This is a spam report."),
        part("message/feedback-report", b"Feedback-Type: abuse\r\nVersion: 1\r\n"),
        part("message/rfc822", ORIGINAL)], params="; report-type=feedback-report"), "notification", automatic="notification"),
]
