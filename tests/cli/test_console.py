"""The console script: it lists what it can do, and says what it did not understand."""

import pytest

from recours.cli import main as console


def test_alone_it_lists_every_command_with_a_line(capsys):
    assert console.main([]) == 0

    listed = capsys.readouterr().out
    for name in console.command_names():
        assert f"  {name.replace('_', '-')} " in listed


def test_a_command_that_does_not_exist_is_said(capsys):
    assert console.main(["refund"]) == 2
    assert "no command 'refund'" in capsys.readouterr().err


@pytest.mark.parametrize("name", console.command_names())
def test_every_command_says_what_it_does_and_what_it_takes(name, capsys):
    with pytest.raises(SystemExit) as ended:
        console.main([name, "--help"])

    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "usage: recours" in said
    assert len(said.splitlines()) > 5
