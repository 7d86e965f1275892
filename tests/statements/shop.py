"""The made-up files of a small shop."""

from datetime import UTC, datetime

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HEADER = "receipt;source_ref;occurred_at;store;member;sku;category;label;quantity;net"
LINES = [
    "T-1;P1;2026-03-01 10:00:00;Lyon Part-Dieu;M1;BREAD;food;Pain de campagne;1;3,40",
    "T-1;P1;2026-03-01 10:00:00;Lyon Part-Dieu;M1;TEA;food;Thé vert;2;12,80",
    "T-1;P1;2026-03-01 10:00:00;Lyon Part-Dieu;M1;TEA;food;Thé vert;2;12,80",
    "T-2;P2;2026-03-01 11:30:00;Lyon Part-Dieu;;BREAD;food;Pain de campagne;1;3,40",
    "T-3;P3;2026-03-02 09:15:00;Villeurbanne;M2;LAMP;home;Lampe de bureau;1;1 234,50",
    "T-4;P4;2026-03-05 18:00:00;Villeurbanne;M1;LAMP;home;Lampe de bureau;-1;-1234,50",
]
POINTS = [
    "source_ref;member;kind;points;occurred_at;purchase_ref;expires_on;label",
    "X1;M1;earned;29;2026-03-02 03:00:00;P1;2027-03-31;Achat T-1",
    "X2;M2;earned;1234;2026-03-03 03:00:00;P3;2027-03-31;Achat T-3",
    "X3;M1;redeemed;-20;2026-04-01 12:00:00;;;Bon de réduction",
]
