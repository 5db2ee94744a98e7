#!/usr/bin/env python3
"""migrations_test CMAKE COMPILER: the build refuses migrations that are misnumbered or misnamed.

Configures small projects in a folder of their own (libs/database/Migrations.cmake).
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

RULES = pathlib.Path(__file__).resolve().parents[2] / "libs" / "database" / "Migrations.cmake"
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(tiny LANGUAGES CXX)
include("{rules}")
add_library(tapedeck_browse STATIC)
tapedeck_migrations(tapedeck_browse migrations)
"""


def configure(files):
    """CMake's exit status and words, and the text it embeds, for migrations {name: text}."""
    with tempfile.TemporaryDirectory(prefix="migrations-") as folder:
        root = pathlib.Path(folder)
        (root / "migrations").mkdir()
        (root / "CMakeLists.txt").write_text(PROJECT.format(rules=RULES))
        for name, text in files.items():
            (root / "migrations" / name).write_text(text)
        # The compiler is known to work: this very build uses it.
        command = [CMAKE, "-G", "Ninja", "-S", folder, "-B", str(root / "build"),
                   f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_CXX_COMPILER_WORKS=1"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        embedded = root / "build" / "generated" / "browse" / "migrations.cpp"
        text = embedded.read_text() if embedded.exists() else ""
        return done.returncode, " ".join((done.stdout + done.stderr).split()), text


class Migrations(unittest.TestCase):
    def refused(self, files, why):
        status, words, _ = configure(files)
        self.assertNotEqual(status, 0)
        self.assertIn(why, words)

    def test_migrations_are_embedded_as_they_are_written(self):
        text = "insert into a values ('[;] $<x> ${y} @z@ \\n \"q\"');\n"
        status, words, embedded = configure({"0001_a.sql": "create table a (b);\n",
                                             "0002_b.sql": text})
        self.assertEqual(status, 0, words)
        self.assertIn(text, embedded)
        self.assertIn('.version = 2, .name = "b"'.replace(", ", ",\n     "), embedded)

    def test_a_gap_in_the_numbers_stops_the_build(self):
        self.refused({"0001_a.sql": "", "0003_c.sql": ""}, "must have number 2")

    def test_a_number_taken_twice_stops_the_build(self):
        self.refused({"0001_a.sql": "", "0001_b.sql": ""}, "must have number 2")

    def test_a_name_of_another_form_stops_the_build(self):
        self.refused({"0001_a.sql": "", "2_b.sql": ""}, "named as in 0001_cache_entries.sql")

    def test_a_service_without_migrations_stops_the_build(self):
        self.refused({}, "holds no migration")


if __name__ == "__main__":
    CMAKE, COMPILER = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
