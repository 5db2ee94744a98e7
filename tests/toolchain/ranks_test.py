#!/usr/bin/env python3
"""ranks_test CMAKE COMPILER: the build refuses an arrow that points up (cmake/Ranks.cmake).

Configures small projects in a folder of their own: one that is right and one for each breach.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

RANKS = pathlib.Path(__file__).resolve().parents[2] / "cmake" / "Ranks.cmake"
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(tiny LANGUAGES CXX)
include("{ranks}")
add_subdirectory(libs)
tapedeck_check_includes()
"""
LIBRARY = 'tapedeck_library({name} RANK {rank} PURPOSE "A part." SOURCES {name}.cpp {links})\n'


def configure(libraries, texts=None):
    """CMake's exit status and words for a project of (name, rank, links) libraries."""
    with tempfile.TemporaryDirectory(prefix="ranks-") as folder:
        root = pathlib.Path(folder)
        (root / "libs").mkdir()
        (root / "CMakeLists.txt").write_text(PROJECT.format(ranks=RANKS))
        for name, rank, links in libraries:
            (root / "libs" / name).mkdir()
            (root / "libs" / name / f"{name}.hpp").write_text("#pragma once\n")
            (root / "libs" / name / f"{name}.cpp").write_text((texts or {}).get(name, ""))
            links = f"LINKS {links}" if links else ""
            line = LIBRARY.format(name=name, rank=rank, links=links)
            (root / "libs" / name / "CMakeLists.txt").write_text(line)
        order = "".join(f"add_subdirectory({name})\n" for name, _, _ in libraries)
        (root / "libs" / "CMakeLists.txt").write_text(order)
        # The compiler is known to work: this very build uses it.
        command = [CMAKE, "-G", "Ninja", "-S", folder, "-B", str(root / "build"),
                   f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_CXX_COMPILER_WORKS=1"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        return done.returncode, " ".join((done.stdout + done.stderr).split())


class Ranks(unittest.TestCase):
    def test_arrows_that_point_down_configure(self):
        status, words = configure(
            [("base", 0, ""), ("music", 1, "base"), ("browse", 3, "music")],
            {"browse": '#include "base/base.hpp"\n#include "music/music.hpp"\n'},
        )
        self.assertEqual(status, 0, words)

    def test_a_library_that_links_a_higher_one_stops_the_build(self):
        status, words = configure([("runtime", 4, ""), ("music", 1, "runtime")])
        self.assertNotEqual(status, 0)
        self.assertIn("music (rank 1) must not depend on runtime (rank 4)", words)

    def test_a_library_that_links_one_of_its_own_rank_stops_the_build(self):
        status, words = configure([("http", 3, ""), ("database", 3, "http")])
        self.assertNotEqual(status, 0)
        self.assertIn("database (rank 3) must not depend on http (rank 3)", words)

    def test_including_a_library_that_is_not_linked_stops_the_build(self):
        status, words = configure(
            [("base", 0, ""), ("music", 1, "base"), ("browse", 3, "base")],
            {"browse": '#include "music/music.hpp"\n'},
        )
        self.assertNotEqual(status, 0)
        self.assertIn('includes "music/music.hpp" of music, which browse does not link', words)


if __name__ == "__main__":
    CMAKE, COMPILER = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
