"""Spellings of names: what a search finds them by, and the order of a list by 拼音."""

import os
from functools import cache
from itertools import islice, product

#: Readings that a character has as a surname and that a dictionary does not put first.
_READ_AS_SURNAMES = """
单shan 曾zeng 解xie 仇qiu 查zha 盖ge 区ou 朴piao 翟zhai 缪miao 覃qin 任ren 华hua 尉wei 乐yue 员yun
冼xian 洗xian 折she 黑he 秘bi 种chong 重chong 召shao 繁po 纪ji 谌chen 宁ning 牟mu 么yao 幺yao
佴nai 隗kui 逄pang 乜nie 祭zhai 都du 句gou 过guo 撒sa 莘shen 燕yan 应ying 於yu 郇xun 郗xi 阚kan
柏bai 薄bo 藏zang 贲ben 角jue 盛sheng 炅gui 眭sui 宓mi 仉zhang 葛ge 强qiang 占zhan 车che 石shi
曲qu 行xing 贾jia 那na 哈ha 能nai 卜bu 沈shen 俞yu 叶ye 万wan
"""
_SURNAMES = {pair[0]: pair[1:] for pair in _READ_AS_SURNAMES.split()}

#: Surnames of two characters that are read otherwise than their characters alone.
_DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
    "乐正": ("yue", "zheng"),
    "鲜于": ("xian", "yu"),
    "夏侯": ("xia", "hou"),
    "宰父": ("zai", "fu"),
    "皇甫": ("huang", "fu"),
    "亓官": ("qi", "guan"),
}

#: Longer names are no names; their spelling would only fill the file.
_LONGEST = 20

#: The field that keeps the key holds this much.
_LONGEST_KEY = 400

#: So many spellings with other readings of the given name.
_OTHERS = 6


def spelling_of(name: str) -> str:
    """A search key: full spellings and initials, separated by spaces, lower case, no tones.

    Every reading of the first character is in it, so that zgf and cgf both find 曾国藩; of the
    other characters a few, so that 王乐 is found by wangle and wangyue.
    """
    letters = _letters(name)
    if not letters:
        return ""
    first, *rest = _syllables(letters)
    own, *others = map(_readings, letters)
    spellings = [(reading, *rest) for reading in dict.fromkeys((first, *own))]
    if any(len(each) > 1 for each in others):
        spellings += islice(product([first], *others), _OTHERS)
    elif tuple(rest) != tuple(each[0] for each in others):
        spellings.append((first, *(each[0] for each in others)))
    whole = ["".join(each) for each in spellings]
    initials = ["".join(syllable[0] for syllable in each) for each in spellings]
    return " ".join(dict.fromkeys(whole + initials))[:_LONGEST_KEY].strip()


def sort_key(name: str) -> str:
    """The key of a name in a list ordered by 拼音: syllable by syllable, then the characters."""
    return f"{' '.join(_syllables(_letters(name)))}|{name}"


def _syllables(letters: str) -> list[str]:
    """One reading for each character, the surname read as a surname."""
    double = _DOUBLE_SURNAMES.get(letters[:2])
    if double and len(letters) > 2:
        return [*double, *map(_reading, letters[2:])]
    if not letters:
        return []
    return [_SURNAMES.get(letters[0], _reading(letters[0])), *map(_reading, letters[1:])]


def _letters(name: str) -> str:
    whole = name if name.isalnum() else "".join(filter(str.isalnum, name))
    return whole[:_LONGEST]


def _reading(char: str) -> str:
    return _readings(char)[0]


@cache
def _readings(char: str) -> tuple[str, ...]:
    """All readings of a character, the commonest first; a letter is its own reading."""
    # Phrases have no part in the readings of one character, and cost 0.4 s and 45 MB to load.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "yes")
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="default")
    return tuple(dict.fromkeys(each.lower() for each in found[0]))
