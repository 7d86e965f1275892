"""`recours law` as a person types it."""

import json
import subprocess
import sys

import pytest

from recours.cli.main import main


def run(capsys, *arguments):
    status = main(["law", *arguments])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_a_due_date_is_told_in_french_with_its_steps(capsys):
    status, out, _err = run(capsys, "due", "A-ANS-ACPR", "--from", "2026-06-30")
    assert status == 0
    assert "Répondre à une réclamation écrite" in out
    assert "dimanche 30 août 2026" in out
    assert "report au lundi 31 août 2026" in out
    assert "engagement de l’opérateur" in out


def test_the_same_in_english(capsys):
    _status, out, _err = run(capsys, "due", "A-ANS-ACPR", "--from", "2026-06-30", "--english")
    assert "Answer a written complaint" in out
    assert "rolled to Monday 31 August 2026" in out


def test_a_due_date_in_json(capsys):
    status, out, _err = run(
        capsys, "due", "C-WITHDRAW", "--from", "2027-05-13", "--region", "FR-971", "--json"
    )
    found = json.loads(out)
    assert status == 0
    assert found["rule"] == "C-WITHDRAW"
    assert (found["raw"], found["customer"]) == ("2027-05-27", "2027-05-28")
    assert found["steps"][0]["text_fr"].startswith("Point de départ")


def test_a_scale_says_per_cent_and_days_late(capsys):
    asked = "due D-REF-PEN --from 2026-01-01 --until 2026-02-05 --with sum=100,00 --json"
    _status, out, _err = run(capsys, *asked.split())
    found = json.loads(out)
    assert (found["percent"], found["days_late"], found["surcharge_cents"]) == (50, 35, 5000)


def test_a_rule_in_hours_takes_a_time_with_its_offset(capsys):
    _status, out, _err = run(
        capsys, "due", "E-BREACH72", "--from", "2027-03-26T22:00+01:00", "--json"
    )
    assert json.loads(out)["raw"] == "2027-03-29T23:00+02:00"


def test_a_limitation_period_takes_its_end(capsys):
    asked = "due B-PRESC --from 2026-12-01 --until 2027-03-01 --with prescription_end=2027-01-10"
    _status, out, _err = run(capsys, *asked.split(), "--json")
    found = json.loads(out)
    assert (found["remaining_days"], found["new_end"]) == (40, "2027-09-01")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("due A-ACK --from 2026-11-21", "A-ACK-ACPR"),
        ("due A-ACK-ACPR --from 21/11/2026", "2026-11-21"),
        ("due A-ACK-ACPR --from 2026-02-30", "2026-11-21"),
        ("due A-ACK-ACPR --from 2026-W47-6", "2026-11-21"),
        ("due A-ACK-ACPR --from 2026-11-21 --region FR-99", "FR-67"),
        ("due E-BREACH72 --from 2026-11-21", "donnez l’heure"),
        ("due D-REF-PEN --from 2026-11-21", "--until"),
        ("due B-PROP --from 2026-11-21", "days"),
        ("due B-PROP --from 2026-11-21 --with days=soon", "days"),
        ("due B-PROP --from 2026-11-21 --with region=FR", "days"),
        ("due B-PROP --from 2026-11-21 --with days", "days"),
        ("due D-REF-PEN --from 2026-11-21 --with sum=beaucoup", "sum=146.80"),
        ("show 999999", "recours law list"),
        ("holidays 2200", "2200"),
    ],
)
def test_a_question_badly_asked_is_refused_in_one_sentence(capsys, arguments, said):
    status, out, err = run(capsys, *arguments.split())
    assert (status, out) == (2, "")
    assert err.startswith("recours law: ")
    assert err.count("\n") == 1
    assert said in err


def test_a_refusal_may_be_read_in_english(capsys):
    _status, _out, err = run(capsys, "due", "A-ACK", "--from", "2026-11-21", "--english")
    assert err.startswith("recours law: no rule 'A-ACK'. Near: A-ACK-ACPR")


def test_the_list_names_every_rule_once(capsys):
    _status, out, _err = run(capsys, "list", "--json")
    names = [rule["id"] for rule in json.loads(out)]
    assert len(names) == len(set(names)) > 70
    _status, text, _err = run(capsys, "list", "--english")
    assert all(name in text for name in names)


def test_a_rule_is_shown_with_its_article_source_and_versions(capsys):
    _status, out, _err = run(capsys, "show", "B-ADM-4")
    for said in ("C. consom. L612-2 4°", "https://", "le client", "1 an", "Relu le", "2026-11-21"):
        assert said in out
    _status, out, _err = run(capsys, "show", "A-ACK-ACPR", "--json")
    found = json.loads(out)
    assert [version["version"] for version in found["versions"]] == ["1", "2"]
    assert found["reviewed_on"] == "2026-11-21"


def test_every_rule_can_be_shown_in_both_languages(capsys):
    _status, out, _err = run(capsys, "list", "--json")
    for rule in json.loads(out):
        for language in ([], ["--english"]):
            status, shown, _err = run(capsys, "show", rule["id"], *language)
            assert status == 0
            assert rule["article"].split()[0] in shown


def test_the_holidays_of_a_year_and_a_region(capsys):
    _status, out, _err = run(capsys, "holidays", "2026", "--region", "FR-67")
    assert "samedi 26 décembre 2026" in out
    _status, out, _err = run(capsys, "holidays", "2026", "--json")
    assert len(json.loads(out)) == 11


def test_the_command_starts_without_the_framework():
    script = (
        "import sys; from recours.cli.main import main;"
        "main(['law', 'due', 'B-ADM-4', '--from', '2026-11-21', '--json']);"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
