"""The card for a 政治生日: one page with the pledge, to be handed over."""

from datetime import date

from partydesk.documents.fonts import Style
from partydesk.documents.pdf import BODY, FORM, Paper, Printing
from partydesk.documents.typeset import Align, Face, padded
from partydesk.domain.text import long_day

_GREETING = Face(Style.KAI, 20, 40, Align.FILL, indent=2)
_NAME = Face(Style.TITLE, 20, 40)
_OATH_TITLE = Face(Style.HEI, 16, 32, Align.CENTRE)
_SIGN = Face(Style.FANG, 15.79, 28.99, Align.RIGHT)

#: 党章 第六条.
OATH = (
    "我志愿加入中国共产党，拥护党的纲领，遵守党的章程，履行党员义务，执行党的决定，"
    "严守党的纪律，保守党的秘密，对党忠诚，积极工作，为共产主义奋斗终身，"
    "随时准备为党和人民牺牲一切，永不叛党。"
)


def birthday_card(name: str, years: int, day: date, branch: str, printing: Printing) -> bytes:
    """The card as PDF.

    Args:
        name: Whom it is for.
        years: Full years since joining; 0 leaves the number out.
        day: The anniversary.
        branch: Full name of the branch.
        printing: Who prints, and when.
    """
    paper = Paper(FORM, "政治生日贺卡", printing, confidential=False)
    paper.gap(12)
    paper.title("政治生日快乐")
    paper.gap(10)
    paper.text(f"{padded(name)}同志：", _NAME)
    since = f"今天是您入党{years}周年的日子。" if years else "今天是您的政治生日。"
    paper.text(
        f"{since}感谢您一直以来立足讲台、教书育人，以行动践行入党誓言。"
        "愿您不忘初心、牢记使命，在今后的工作和生活中继续发挥先锋模范作用。",
        _GREETING,
    )
    paper.gap(10)
    paper.text("重温入党誓词", _OATH_TITLE)
    paper.text(OATH, BODY)
    paper.gap(14)
    paper.text(branch, _SIGN)
    paper.text(long_day(day), _SIGN)
    return paper.pdf()
