#!/usr/bin/env python3
"""What ./dev test counts (tools/dev/tally)."""

import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "tools" / "dev" / "tally"
LOADER = importlib.machinery.SourceFileLoader("tally", str(PROGRAM))
MODULE = importlib.util.module_from_spec(importlib.util.spec_from_loader("tally", LOADER))
LOADER.exec_module(MODULE)

DOCTEST = "[doctest] test cases: {} | {} passed | {} failed | {} skipped\n"
FAILED = '<failure message="{}"/>'

# why, status, what CTest adds, what the program said, passed, failed, skipped
CASES = [
    ("a doctest program", "run", "", DOCTEST.format(" 7", " 7", "0", "0"), (7, 0, 0)),
    ("one that skips some", "run", "", DOCTEST.format("5", "5", "0", "2"), (5, 0, 2)),
    ("one that fails some", "fail", FAILED.format("Failed"), DOCTEST.format(5, 3, 2, 1), (3, 2, 1)),
    ("one that leaks", "fail", FAILED.format("Failed"), DOCTEST.format(4, 4, 0, 0), (4, 1, 0)),
    ("one that crashes", "fail", FAILED.format("SEGFAULT"), "half a li", (0, 1, 0)),
    ("one that hangs", "fail", FAILED.format("Timeout"), "", (0, 1, 0)),
    ("a check of another kind", "run", "", "all is well", (1, 0, 0)),
    ("one that was not built", "notrun", '<skipped message="Unable to find executable"/>', "",
     (0, 1, 0)),
    ("one that skips itself", "notrun", '<skipped message="SKIP_RETURN_CODE=77"/>', "", (0, 0, 1)),
]


def tally(tests):
    """The counts and the words of tally for these <testcase> elements."""
    with tempfile.TemporaryDirectory(prefix="tally-") as folder:
        junit, counts = pathlib.Path(folder, "junit.xml"), pathlib.Path(folder, "counts")
        junit.write_text(f"<testsuite>{''.join(tests)}</testsuite>", encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()) as words:
            MODULE.main(junit, counts)
        return tuple(map(int, counts.read_text().split())), words.getvalue()


def element(name, status, more, said):
    return (f'<testcase name="{name}" status="{status}">{more}'
            f"<system-out>{said}</system-out></testcase>")


class Tally(unittest.TestCase):
    def test_each_kind_of_end_is_counted_as_what_it_is(self):
        for why, status, more, said, expected in CASES:
            with self.subTest(why):
                self.assertEqual(tally([element("a", status, more, said)])[0], expected)

    def test_programs_are_added_up(self):
        every = [element(why, *rest) for why, *rest, _ in CASES]
        expected = tuple(sum(column) for column in zip(*(case[-1] for case in CASES)))
        self.assertEqual(tally(every)[0], expected)

    def test_only_what_failed_is_shown(self):
        right = element("unit_right", "run", "", "quiet words")
        wrong = element("unit_wrong", "fail", FAILED.format("Failed"), "loud words")
        words = tally([right, wrong])[1]
        self.assertIn("--- unit_wrong: Failed\nloud words", words)
        self.assertNotIn("quiet words", words)


if __name__ == "__main__":
    unittest.main()
