"""What the rules forbid, found in the tree of a file."""

import re

from .tree import Group, is_word, parse

KEPT = re.compile(
    r"until (this|it|the task|the call)( task| call)? ends|outlives? (this|the) (call|task)|is a literal"
)
LOOSE_TODO = re.compile(r"\b(TODO(?!\(\w+\))|FIXME|XXX|HACK)\b")
SLEEPS = {"sleep", "usleep", "nanosleep"}
MAKES_COROUTINE = {"co_await", "co_return", "co_yield"}


def check(name, source, header=""):
    """The findings of one file, as `line: rule: what to do`, in the order of lines. `header` is the
    text of the header that declares what the file defines."""
    tree, comments = parse(source)
    promised = set(promises(*parse(header)))
    findings = set()
    for group in tree.walk():
        if group.role in ("block", "body"):
            for statement in group.statements():
                findings.update(full_expression(statement))
        elif group.role in ("condition", "for"):
            findings.update(condition(group))
        findings.update(parameters(group, comments, promised))
        findings.update(captures(group))
        findings.update(detached(group))
        findings.update(catch_all(group, comments))
        if name.startswith("tests/"):
            findings.update(sleeps(group))
    if name.endswith(".hpp"):
        findings.update(using_namespace(tree))
    findings.update(todos(comments))
    return [f"{line}: {text}" for line, text in sorted(findings)]


def within(items):
    """The items of one full expression, those in its brackets included; lambdas' bodies and the
    blocks and heads of other statements are left out."""
    for item in items:
        yield item
        if isinstance(item, Group) and item.role not in ("block", "body", "condition", "for"):
            yield from within(item.items)


def full_expression(items):
    """C2 for one full expression."""
    expression = list(within(items))
    if not any(item.text == "co_await" for item in expression):
        return
    for item in expression:
        if item.role == "braces":
            yield item.line, "C2: braces beside co_await; name the value on the line before"
        elif item.text == "?":
            yield item.line, "C2: `?:` beside co_await; use if and else"
        elif item.role == "captures" and item.items:
            yield item.line, "C2: a capturing lambda beside co_await; name it on the line before"


def condition(group):
    """C2 for what stands in the parentheses of if, while, switch and for."""
    parts = [[]]
    for item in group.items:
        if item.text == ";":
            parts.append([])
        else:
            parts[-1].append(item)
    for at, part in enumerate(parts):
        awaits = [item for item in within(part) if item.text == "co_await"]
        # What a for loop begins with or goes over is no condition.
        if awaits and (group.role == "condition" or len(parts) > 1 and at == 1):
            line = awaits[0].line
            yield line, "C2: co_await in a condition; name the result on the line before"
        else:
            yield from full_expression(part)


def parameters(group, comments, promised):
    """C1 for every function in this group that gives a Task, and C2 for its default arguments."""
    for at, item in tasks(group):
        kept = is_kept(group.items, at, comments) or group.items[at - 1].text in promised
        for parameter in split(item.items):
            line = parameter[0].line
            if any(part.role == "braces" for part in parameter):
                yield line, "C2: a default argument in braces; overload instead"
            problem = borrowed(parameter)
            if problem and not kept:
                yield line, f"C1: {problem} is a coroutine's parameter; take it by value"


def promises(tree, comments):
    """The names of the functions whose comments say that what they borrow is kept."""
    for group in tree.walk():
        for at, _ in tasks(group):
            if is_kept(group.items, at, comments):
                yield group.items[at - 1].text


def tasks(group):
    """The parameters of every function in this group that gives a Task, and where they stand."""
    for at, item in enumerate(group.items):
        if item.role == "parens" and gives_task(group.items, at):
            yield at, item


def is_kept(items, at, comments):
    """Whether somebody promises that what the parameters items[at] borrow is there to the end: the
    class that declares this member, the port that it overrides, or the comment above."""
    if at > 1 and items[at - 2].text == "::":
        return True
    if any(later.text == "override" for later in items[at + 1 : at + 4]):
        return True
    above = comment_above(comments, statement_line(items, at), items[at].line)
    return KEPT.search(above) is not None


def gives_task(items, at):
    """Whether the parentheses items[at] hold the parameters of a function that gives a Task."""
    if at + 1 < len(items) and items[at + 1].text == "->" and any(
        later.text == "Task" for later in items[at + 2 : at + 5]
    ):
        return True
    back = at - 1
    while back >= 0 and (is_word(items[back]) or items[back].text == "::"):
        back -= 1
    named = back < at - 1
    if not named or back < 0 or items[back].text != ">":
        return False
    depth = 0
    while back >= 0:
        depth += {">": 1, "<": -1}.get(items[back].text, 0)
        if depth == 0:
            return back > 0 and items[back - 1].text == "Task"
        back -= 1
    return False


def statement_line(items, at):
    """The line on which the declaration of the parentheses items[at] begins."""
    while at > 0 and items[at - 1].text not in (";", ":") and items[at - 1].role != "block":
        at -= 1
    return items[at].line


def comment_above(comments, first, last):
    """The comment that ends just above line `first`, and those beside the lines to `last`."""
    lines = [comments.get(line, "") for line in range(first, last + 1)]
    above = first - 1
    while above in comments:
        lines.insert(0, comments[above])
        above -= 1
    return " ".join(re.sub(r"^/+|^\s*\*", "", line).strip() for line in lines)


def split(items):
    """Parameters, by the commas that stand outside `<>`."""
    parameter, depth = [], 0
    for item in items:
        depth += {"<": 1, ">": -1}.get(item.text, 0)
        if item.text == "," and depth == 0:
            if parameter:
                yield parameter
            parameter = []
        else:
            parameter.append(item)
    if parameter:
        yield parameter


def borrowed(parameter):
    """What a parameter borrows that may be gone when the coroutine goes on; None when nothing."""
    depth, outside = 0, []
    for item in parameter:
        if item.text == "=":
            break
        depth += {"<": 1, ">": -1}.get(item.text, 0)
        if depth == 0:
            outside.append(item.text)
    for view in ("string_view", "span", "cstring_view"):
        if view in outside:
            return f"a {view}"
    if "&&" in outside:
        return "a T&&"
    if "&" in outside and "const" in outside:
        return "a const&"
    return None


def captures(group):
    """C3: a lambda that captures must not be a coroutine."""
    for at, item in enumerate(group.items):
        if item.role != "captures" or not item.items:
            continue
        for later in group.items[at + 1 :]:
            if later.role == "body":
                if is_coroutine(later):
                    yield item.line, "C3: a coroutine lambda captures; pass it parameters"
                break


def is_coroutine(body):
    return any(
        item.text in MAKES_COROUTINE
        for group in walk_own(body)
        for item in group.items
    )


def walk_own(body):
    """The groups of a body, without those of lambdas inside it."""
    yield body
    for item in body.items:
        if isinstance(item, Group) and item.role != "body":
            yield from walk_own(item)


def detached(group):
    for item in group.items:
        if item.text == "detached":
            yield item.line, "C5: detached; give the task to a TaskGroup"


def catch_all(group, comments):
    for before, item in zip(group.items, group.items[1:]):
        if before.text == "catch" and [part.text for part in item.items] == ["..."]:
            if not comments.get(item.line, "").strip("/ "):
                yield item.line, "catch: say on the line why everything is caught"


def using_namespace(group):
    """In a function it ends with the function; in a namespace it reaches all who include us."""
    for statement in group.statements():
        texts = [item.text for item in statement]
        if texts[:2] == ["using", "namespace"]:
            yield statement[0].line, "namespace: no `using namespace` in a header"
        elif "namespace" in texts and isinstance(statement[-1], Group):
            yield from using_namespace(statement[-1])


def sleeps(group):
    items = group.items
    for at, item in enumerate(items[:-1]):
        called = items[at + 1].role == "parens"
        before = [part.text for part in items[max(0, at - 2) : at]]
        thread = before == ["this_thread", "::"]
        if item.text in ("sleep_for", "sleep_until") and thread or (
            called and item.text in SLEEPS and before[-1:] not in (["."], ["->"])
        ):
            yield item.line, "sleep: wait for an event or jump a clock instead of sleeping"


def todos(comments):
    for line, text in comments.items():
        if LOOSE_TODO.search(text):
            yield line, "todo: write TODO(word), the word naming the trouble"
