"""C++ text as a tree of brackets: as much of the grammar as the rules need."""

import bisect
import dataclasses
import re

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^ ()\\\t\n]*)\(.*?\)(?P=mark)")
      | (?P<text>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
      | (?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
      | (?P<directive>^[ \t]*\#(?:\\\n|(?!//|/\*)[^\n])*)
      | (?P<number>\.?\d(?:[eEpP][+-]|'\w|[\w.])*)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<sign>::|->|&&|\|\||\.\.\.|[=!<]=|\S)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
CLOSES = {"(": ")", "[": "]", "{": "}"}
SPECIFIERS = {"const", "noexcept", "override", "final", "mutable", "constexpr", "static", "&", "&&"}
TYPE_WORDS = {"struct", "class", "union", "enum", "namespace", "extern"}
CONTROL_WORDS = {"if": "condition", "while": "condition", "switch": "condition", "for": "for"}


@dataclasses.dataclass
class Token:
    text: str
    line: int
    role = "token"


@dataclasses.dataclass
class Group:
    """What stands between a bracket and its partner. Its role is one of

    block     statements or declarations; ends the statement it stands in
    body      of a lambda, whose statement goes on after it
    braces    an initializer
    captures  of a lambda
    condition of if, while or switch
    for, parens, bracket   the rest
    """

    text: str
    line: int
    role: str
    items: list = dataclasses.field(default_factory=list)

    def walk(self):
        """This group and every one below it."""
        yield self
        for item in self.items:
            if isinstance(item, Group):
                yield from item.walk()

    def statements(self):
        """The items of a block or body, one list a statement."""
        statement = []
        for item in self.items:
            if item.text == ";" or item.role == "block":
                yield statement + [item]
                statement = []
            else:
                statement.append(item)
        if statement:
            yield statement


def parse(source):
    """The tree of a file, and its comments as {line: text}."""
    path = [Group("", 1, "block")]
    comments = {}
    line_ends = [found.start() for found in re.finditer("\n", source)]
    for found in TOKEN.finditer(source):
        text, kind = found.group(), found.lastgroup
        line = bisect.bisect_left(line_ends, found.start()) + 1
        if kind == "comment":
            for offset, part in enumerate(text.split("\n")):
                comments[line + offset] = comments.get(line + offset, "") + part
        elif kind == "directive":
            continue
        elif kind in ("raw", "mark", "text", "char"):
            path[-1].items.append(Token('""', line))
        elif text in CLOSES:
            group = Group(text, line, role_of(text, path[-1]))
            path[-1].items.append(group)
            path.append(group)
        elif text in CLOSES.values():
            if len(path) > 1:
                path.pop()
        else:
            path[-1].items.append(Token(text, line))
    return path[0], comments


def is_word(item):
    return item.role == "token" and (item.text[0].isalpha() or item.text[0] == "_")


def role_of(bracket, parent):
    """What a bracket is, told by what stands before it."""
    head = open_statement(parent)
    if bracket == "(":
        return role_of_parens(head)
    if bracket == "[":
        return role_of_bracket(head, parent)
    if follows_captures(head):
        return "body"
    if parent.role in ("block", "body") and begins_block(head):
        return "block"
    return "braces"


def open_statement(group):
    """What stands in this group after its last finished statement."""
    head = []
    for item in reversed(group.items):
        if item.text == ";" or item.role == "block":
            break
        head.append(item)
    return head[::-1]


def role_of_parens(head):
    words = [item.text for item in head[-2:]]
    if words[-1:] == ["constexpr"]:
        words.pop()
    return CONTROL_WORDS.get(words[-1], "parens") if words else "parens"


def role_of_bracket(head, parent):
    if not head:
        # `[[nodiscard]]` or a lambda
        return "bracket" if parent.text == "[" else "captures"
    before = head[-1]
    if before.text in ("return", "co_return", "co_await", "co_yield", "case", "else"):
        return "captures"
    bound = [item.text for item in head[-2:]]
    if bound[-1] == "auto" or bound in (["auto", "&"], ["auto", "&&"]):
        return "bracket"
    ends_value = is_word(before) or before.text == '""' or before.role not in ("token", "bracket")
    return "bracket" if ends_value else "captures"


def follows_captures(head):
    """Whether a `{` after these items begins the body of a lambda."""
    for at in range(len(head) - 1, -1, -1):
        if head[at].role == "captures":
            return is_signature(head[at + 1 :])
    return False


def is_signature(items):
    """Whether these items can stand between a function's name and its body."""
    in_type = False
    for at, item in enumerate(items):
        if item.text == "->":
            in_type = True
        elif item.role == "parens":
            if at and not in_type and items[at - 1].text != "noexcept":
                return False
        elif in_type:
            if item.text in ("=", ";", "?"):
                return False
        elif item.text not in SPECIFIERS and item.text != "requires":
            return False
    return True


def begins_block(head):
    """Whether a `{` after these items begins statements or declarations."""
    if not head or head[-1].text in (":", "else", "do", "try"):
        return True
    texts = [item.text for item in head]
    if TYPE_WORDS & set(texts) and "=" not in texts:
        return True
    for at in range(len(head) - 1, -1, -1):
        role = head[at].role
        if role in ("parens", "condition", "for"):
            return is_signature(head[at + 1 :])
        if role == "braces":
            # `Name::Name() : member_{x} {`
            return at == len(head) - 1 and ":" in texts
    return False
