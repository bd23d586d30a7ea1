"""The switch in the Case menu: the same photograph with the library and without it."""

from desk import Opener

from lentigo.gui.kit.page import Menu

PHOTOGRAPH = "lesion.jpg"


def test_an_answer_without_the_library_and_one_with_it(open_desk: Opener) -> None:
    desk = open_desk()
    switch = desk.case_page.with_library
    assert any(switch in group for group in desk.case_page.menus[Menu.CASE])
    assert switch.isChecked()
    desk.add(PHOTOGRAPH)
    switch.trigger()
    desk.analyse()
    bare = desk.case.state.report
    assert bare
    assert bare.provenance.library is None
    assert not bare.citations
    switch.trigger()
    desk.analyse()
    grounded = desk.case.state.report
    assert grounded
    assert grounded.provenance.library
    assert grounded.citations
    assert [each.label for each in grounded.differential] == [each.label for each in bare.differential]
