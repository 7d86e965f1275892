"""`recours import`, as a loyalty manager types it."""

import json

import pytest

from tests.statements.shop import HEADER, LINES


@pytest.fixture
def sales(write):
    return write([HEADER, *LINES])


def test_the_summary_is_in_french_and_says_what_was_sealed(house, sales):
    done = house.run("import", "purchases", str(sales), "--programme", "cercle")

    assert done.returncode == 0
    assert "Lignes lues dans sales.csv : 6." in done.stdout
    assert "Nouvelles : 6. Déjà connues : 0. Refusées : 0." in done.stdout
    assert "ventes : 5" in done.stdout
    assert "retours : 1" in done.stdout
    assert (house.folder / "statements" / "cercle" / "purchases").is_dir()
    assert done.stderr == ""


def test_the_summary_can_be_in_english(house, sales):
    done = house.run("import", "purchases", str(sales), "--programme", "cercle", "--english")

    assert "Lines read in sales.csv: 6." in done.stdout
    assert "New: 6. Already known: 0. Refused: 0." in done.stdout


def test_a_trial_keeps_nothing_and_shows_the_first_lines(house, sales):
    done = house.run("import", "purchases", str(sales), "--programme", "cercle", "--dry-run")

    assert done.returncode == 0
    assert "séparateur « ; »" in done.stdout
    assert "net_cents=340" in done.stdout
    assert "Essai : rien n’est gardé." in done.stdout
    again = house.run("import", "purchases", str(sales), "--programme", "cercle", "--json")
    assert json.loads(again.stdout)["rows_new"] == 6


def test_refused_lines_are_listed_and_nothing_is_taken(house, write):
    bad = write([HEADER, LINES[0], LINES[1].replace("12,80", "NaN")])

    done = house.run("import", "purchases", str(bad), "--programme", "cercle")

    assert done.returncode == 1
    assert "Ligne 3, net : « NaN » n’est pas un montant" in done.stderr
    assert "Rien n’a été importé." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_program_reads_each_refusal_in_both_languages(house, write):
    bad = write([HEADER, LINES[0].replace("3,40", "x")])

    done = house.run("import", "purchases", str(bad), "--programme", "cercle", "--json")

    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert (document["done"], document["rows_new"], document["rows_rejected"]) == (False, 0, 1)
    (problem,) = document["problems"]
    assert problem["line"] == 2
    assert problem["fr"].startswith("« x » n’est pas un montant")
    assert problem["en"].startswith("“x” is not an amount")


def test_points_and_members_have_the_same_command(house, write):
    points = write(
        ["source_ref;member;kind;points;occurred_at", "X1;M1;earned;3;2026-03-01"], name="p.csv"
    )
    members = write(["member;card;first_name", "M1;123;Alice"], name="m.csv")

    taken = house.run("import", "points", str(points), "--programme", "cercle")
    registered = house.run("import", "members", str(members), "--programme", "cercle")

    assert "Nouvelles : 1." in taken.stdout
    assert "Membres ajoutés : 1." in registered.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--programme", "Cercle !"), "lower-case letters"),
        (("--programme", "cercle", "--mapping", "absent"), "known mappings are"),
    ],
)
def test_a_bad_question_is_answered_in_a_sentence(house, sales, options, said):
    done = house.run("import", "purchases", str(sales), *options)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said_in_a_sentence_and_nothing_is_kept(house, write):
    many = write(
        [HEADER, *(f"T{n};P{n};2026-03-01;Lyon;M{n};A;;{'x' * 200}{n};1;1" for n in range(20_000))]
    )
    small = (
        "import resource, sys; from recours.cli.main import main; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
        "sys.exit(main(sys.argv[1:]))"
    )
    arguments = ("import", "purchases", str(many), "--programme", "cercle")

    done = house.python("-c", small, *arguments)

    assert done.returncode == 1
    assert "nothing was kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert '"rows_new": 20000' in house.run(*arguments, "--json").stdout
