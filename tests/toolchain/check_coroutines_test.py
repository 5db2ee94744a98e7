#!/usr/bin/env python3
"""What tools/check_coroutines finds, and what it leaves alone."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
sys.dont_write_bytecode = True

from coroutine_rules import check  # noqa: E402

# Each stands in the body of a coroutine.
WRONG_STATEMENTS = [
    ("a braced aggregate", "co_await find(Query{text});"),
    ("braces for a parameter", "auto page = co_await find({text, 3});"),
    ("designated braces", "co_await find({.text = text});"),
    ("empty braces", "co_await find(text, {});"),
    ("braces filled by awaiting", "Agg g{co_await a(), co_await b()};"),
    ("braces returned", "co_return Page{co_await a()};"),
    ("braces deep inside", "co_await find(wrap(text, last(Query{})));"),
    ("a choice", "X r = c ? co_await a() : X();"),
    ("a choice as an argument", "co_await find(c ? a : b);"),
    ("a capturing lambda", "co_await pool.run([text] { return text; });"),
    ("a lambda that captures this", "co_await pool.run([this] { return text_; });"),
    ("a lambda in a function object", "co_await run(std::function<void()>([t = t] {}));"),
    ("the condition of an if", "if (co_await find(a)) go();"),
    ("the condition of an if with a start", "if (auto r = co_await find(a); r) go();"),
    ("the condition of a while", "while (co_await next()) go();"),
    ("the condition of a do", "do { go(); } while (co_await next());"),
    ("the subject of a switch", "switch (co_await kind()) { default: break; }"),
    ("the condition of a for", "for (int i = 0; co_await more(); ++i) go();"),
    ("an if constexpr", "if constexpr (co_await find(a)) go();"),
    ("in the branch of a right if", "if (ready) { co_await find({a}); }"),
    ("after a block", "{ go(); } co_await find(Query{a});"),
    ("in a lambda's own body", "auto f = []() -> Task<void> { co_await find({1}); };"),
]
RIGHT_STATEMENTS = [
    ("a name, moved in", "Query query{text}; auto page = co_await find(std::move(query));"),
    ("a class with a constructor", 'co_await find(std::string("a"), std::make_unique<X>());'),
    ("a lambda named before", "auto f = [text] { return text; }; co_await run(std::move(f));"),
    ("a lambda without captures", "co_await run([](int a) { return a ? a : 1; }, 3);"),
    ("braces in a lambda's body", "co_await run([] { return Query{1}; });"),
    ("a structured binding", "auto [error, bytes] = co_await read();"),
    ("a bound reference", "const auto& [a, b] = co_await read();"),
    ("an index", "co_await find(list[3], map[key]);"),
    ("braces without co_await", "co_return Query{text};"),
    ("a choice without co_await", "auto x = a ? b : c; co_await find(x);"),
    ("a loop over what was awaited", "for (auto& x : co_await all()) { go(Query{x}); }"),
    ("the start of a for", "for (auto p = co_await first(); p; p = next(p)) go();"),
    ("an if that tests a name", "auto r = co_await find(a); if (!r) co_return failure(r);"),
    ("both sides of &&", "const bool both = co_await a() && co_await b();"),
    ("a block of its own", "{ co_await find(a); } Query q{1};"),
    ("co_await in a string", 'log("if (co_await {})", Query{1});'),
    ("co_await in a comment", "go(Query{1});  // co_await comes later"),
    ("co_await in a raw string", 'go(Query{R"x(co_await " \' )x"});'),
    ("a digit separator", "co_await find(1'000); Query q{1'000'000};"),
    ("try and catch", "try { co_await find(a); } catch (const X& e) { note(Query{e}); }"),
    ("a label", "switch (kind) { case 1: { co_await find(a); break; } default: { go(Q{1}); } }"),
]
WRONG_FILES = [
    ("C1", "a const&", "Task<int> f(const std::string& text);"),
    ("C1", "a const& the other way", "Task<int> f(std::string const& text);"),
    ("C1", "an rvalue", "Task<int> f(std::string&& text);"),
    ("C1", "a view", "Task<Result<std::string>> f(int a, std::string_view text);"),
    ("C1", "a span", "Task<void> f(std::span<const std::byte> bytes);"),
    ("C1", "a member", "struct S {\n  virtual Task<void> f(const X& x) = 0;\n};"),
    ("C1", "a lambda", "auto f = [](std::string_view text) -> Task<int> { co_return 1; };"),
    ("C1", "a namespaced Task", "tapedeck::Task<int> f(std::string_view text) { co_return 1; }"),
    ("C2", "a default argument in braces", "Task<int> f(Query query = {});"),
    ("C3", "a lambda that captures", "auto f = [x]() -> Task<int> { co_return x; };"),
    ("C3", "a lambda that captures all", "spawn([&]() -> Task<void> { co_await g(); });"),
    ("C5", "detached", "co_spawn(executor, f(), asio::detached);"),
    ("catch", "no reason", "void f() { try { g(); } catch (...) { } }"),
    ("todo", "no word", "// TODO: later"),
    ("todo", "a cousin", "/* FIXME this */"),
]
RIGHT_FILES = [
    ("by value", "Task<int> f(std::string text, std::vector<const X*> list);"),
    ("a collaborator", "Task<int> f(Archive& archive, Deadline deadline);"),
    ("a function that gives no Task", "int f(const std::string& text, std::string_view more);"),
    ("a class made of one", "explicit Group(const X& x);"),
    ("a promise", "/// `bytes` stay valid until this task ends.\nTask<void> w(std::span<int> bytes);"),
    ("declared elsewhere", "Task<void> Sink::write(std::span<const std::byte> bytes) { co_return; }"),
    ("an override", "struct S {\n  Task<void> write(std::span<int> bytes) override;\n};"),
    ("a view inside a value", "Task<int> f(std::optional<std::string_view> none);"),
    ("a lambda that is no coroutine", "auto f = [x] { return x; };"),
    ("a coroutine inside a capturing lambda", "[x] { run([]() -> Task<int> { co_return 1; }); };"),
    ("a reason", "void f() { try { g(); } catch (...) {  // rethrown below\n  } }"),
    ("a named todo", "// TODO(resume): the ETag is lost over a restart."),
    ("a using in a source file", "using namespace std::literals;"),
    ("a clock's own sleep", "auto slept = clock.sleep_for(1s);"),
]


def coroutine(statement):
    return "Task<void> f() {\n" + statement + "\n}\n"


class Rules(unittest.TestCase):
    def test_wrong_spellings_beside_co_await_are_found(self):
        for why, statement in WRONG_STATEMENTS:
            with self.subTest(why):
                found = check("libs/a/b.cpp", coroutine(statement))
                self.assertTrue(found, statement)
                self.assertIn("2: C2: ", found[0])

    def test_right_spellings_are_left_alone(self):
        for why, statement in RIGHT_STATEMENTS:
            with self.subTest(why):
                self.assertEqual(check("libs/a/b.cpp", coroutine(statement)), [])

    def test_wrong_declarations_are_found(self):
        for rule, why, text in WRONG_FILES:
            with self.subTest(why):
                found = check("libs/a/b.cpp", text)
                self.assertEqual(len(found), 1, found)
                self.assertIn(f" {rule}: ", found[0])

    def test_right_declarations_are_left_alone(self):
        for why, text in RIGHT_FILES:
            with self.subTest(why):
                self.assertEqual(check("libs/a/b.cpp", text), [])

    def test_a_header_opens_no_namespace_to_those_who_include_it(self):
        opens = "namespace a {\nusing namespace b;\n}"
        self.assertEqual(len(check("libs/a/b.hpp", opens)), 1)
        self.assertEqual(check("libs/a/b.cpp", opens), [])
        self.assertEqual(check("libs/a/b.hpp", "inline void f() { using namespace b; }"), [])

    def test_tests_do_not_sleep(self):
        for text in ("void f() { std::this_thread::sleep_for(1s); }", "void f() { ::usleep(3); }"):
            with self.subTest(text):
                self.assertEqual(len(check("tests/unit/a_test.cpp", text)), 1)
                self.assertEqual(check("libs/a/b.cpp", text), [])

    def test_what_a_header_promises_holds_for_its_source_file(self):
        text = "Task<void> send(std::string_view text) { co_return; }"
        header = "/// `text` outlives the call.\nTask<void> send(std::string_view text);"
        self.assertEqual(len(check("libs/a/b.cpp", text)), 1)
        self.assertEqual(check("libs/a/b.cpp", text, header), [])

    def test_a_finding_names_its_line(self):
        found = check("libs/a/b.cpp", "// one\n\n" + coroutine("  go();\n  co_await f({1});"))
        self.assertEqual([line.split(":")[0] for line in found], ["5"])


if __name__ == "__main__":
    unittest.main()
