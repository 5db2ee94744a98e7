#include "fake_archive/query.hpp"

#include "fake_archive/query_words.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::fake_archive {

namespace {

using Kind = Clause::Kind;
using Word = QueryWord::Kind;

constexpr unsigned deepest = 32;

auto refuse_query(std::string_view why) {
  return fail(Errc::invalid, "[UNSUPPORTED_VALUE] " + std::string(why));
}

Clause group(Kind kind, std::vector<Clause> parts) {
  if (parts.size() == 1 && kind != Kind::none) return std::move(parts.front());
  Clause clause;
  clause.kind = kind;
  clause.parts = std::move(parts);
  return clause;
}

/// Reads words from left to right: `any` of `every` of clauses, NOT binding closest.
class Parser {
 public:
  explicit Parser(std::vector<QueryWord> words) : words_(std::move(words)) {}

  Result<Clause> run() {
    if (words_.empty()) return Clause{};
    auto clause = any({});
    if (clause && at_ < words_.size())
      return refuse_query("a bracket is closed that was not opened");
    return clause;
  }

 private:
  [[nodiscard]] const QueryWord* peek() const {
    return at_ < words_.size() ? &words_[at_] : nullptr;
  }
  [[nodiscard]] bool is(Word kind) const { return peek() != nullptr && peek()->kind == kind; }
  [[nodiscard]] bool is_sign(std::string_view sign) const {
    return is(Word::sign) && peek()->text == sign;
  }
  bool take(std::string_view sign) {
    if (!is_sign(sign)) return false;
    ++at_;
    return true;
  }

  Result<Clause> any(const std::string& field) {
    std::vector<Clause> parts;
    do {
      auto part = every(field);
      if (!part) return part;
      parts.push_back(std::move(*part));
    } while (is(Word::either) && ++at_ > 0);
    return group(Kind::any, std::move(parts));
  }

  Result<Clause> every(const std::string& field) {
    std::vector<Clause> parts;
    while (peek() != nullptr && !is(Word::either) && !is_sign(")")) {
      if (is(Word::both)) {
        ++at_;
        if (peek() == nullptr) return refuse_query("nothing follows AND");
      }
      auto part = one(field);
      if (!part) return part;
      parts.push_back(std::move(*part));
    }
    if (parts.empty()) return refuse_query("a clause is empty");
    return group(Kind::every, std::move(parts));
  }

  Result<Clause> one(const std::string& field) {
    if (depth_ == deepest) return refuse_query("the query is too deep");
    ++depth_;
    auto clause = one_within(field);
    --depth_;
    return clause;
  }

  Result<Clause> one_within(const std::string& field) {
    if (is(Word::no) || is_sign("-")) {
      ++at_;
      auto part = one(field);
      if (!part) return part;
      std::vector<Clause> parts;
      parts.push_back(std::move(*part));
      return group(Kind::none, std::move(parts));
    }
    if (is_sign("+")) ++at_;
    if (is_sign("(")) return bracketed(field);
    if (is_sign("[") || is_sign("{")) return range(field);
    if (!is(Word::text) && !is(Word::quote)) return refuse_query("a value is missing");
    return named_or_word(field);
  }

  Result<Clause> bracketed(const std::string& field) {
    ++at_;
    auto clause = any(field);
    if (clause && !take(")")) return refuse_query("a bracket is not closed");
    return clause;
  }

  Result<Clause> named_or_word(const std::string& field) {
    const auto word = words_[at_++];
    const bool named = is_sign(":") && !peek()->after_space && word.kind == Word::text;
    if (!named) return value(field, word);
    ++at_;
    if (word.text == "_exists_") {
      if (!is(Word::text)) return refuse_query("_exists_ names no field");
      Clause clause;
      clause.kind = Kind::present;
      clause.field = words_[at_++].text;
      return clause;
    }
    if (word.text == "*" && is(Word::text) && peek()->text == "*") {
      ++at_;
      return Clause{};
    }
    return one(word.text);
  }

  static Result<Clause> value(const std::string& field, const QueryWord& word) {
    Clause clause;
    clause.kind = Kind::word;
    clause.field = field;
    clause.text = word.text;
    clause.pattern = word.pattern;
    return clause;
  }

  Result<Clause> range(const std::string& field) {
    Clause clause;
    clause.kind = Kind::range;
    clause.field = field;
    clause.low_inclusive = words_[at_++].text == "[";
    auto low = bound();
    if (!low) return failure(low);
    if (!is(Word::text) || words_[at_++].text != "TO") return refuse_query("a range has no TO");
    auto high = bound();
    if (!high) return failure(high);
    clause.high_inclusive = is_sign("]");
    if (!take("]") && !take("}")) return refuse_query("a range is not closed");
    clause.low = std::move(*low);
    clause.high = std::move(*high);
    return clause;
  }

  /// One end of a range: words up to TO or the closing bracket, so that `10:30:00` and
  /// `2026-01-01 10:30:00` are one.
  Result<std::string> bound() {
    std::string text;
    while (peek() != nullptr && !is_sign("]") && !is_sign("}") && peek()->text != "TO") {
      if (peek()->after_space && !text.empty()) text += ' ';
      text += words_[at_++].text;
    }
    if (text.empty()) return refuse_query("an end of a range is missing");
    if (text == "*") text.clear();
    return text;
  }

  std::vector<QueryWord> words_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
};

}  // namespace

Result<Clause> parse_query(std::string_view text) {
  if (text.size() > longest_query) return refuse_query("the query is too long");
  auto words = cut_query(text);
  if (!words) return failure(words);
  return Parser(std::move(*words)).run();
}

}  // namespace tapedeck::fake_archive
