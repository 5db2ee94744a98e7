#include "fake_archive/query_words.hpp"

namespace tapedeck::fake_archive {

namespace {

constexpr std::string_view spaces = " \t\r\n";
constexpr std::string_view signs = "()[]{}:";

/// The Archive's backend fails on these when they are escaped (InternetArchiveKit 3e180b7, tried
/// against the live service in 2026-07).
constexpr std::string_view must_stay_bare = "+-&|\"";

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  Result<std::vector<QueryWord>> run() {
    while (skip_spaces()) {
      auto word = next();
      if (!word) return failure(word);
      word->after_space = spaced_;
      words_.push_back(std::move(*word));
    }
    return std::move(words_);
  }

 private:
  /// False at the end.
  bool skip_spaces() {
    spaced_ = words_.empty();
    while (at_ < text_.size() && spaces.contains(text_[at_])) {
      ++at_;
      spaced_ = true;
    }
    return at_ < text_.size();
  }

  Result<QueryWord> next() {
    const char c = text_[at_];
    if (c == '"') return quote();
    // Within a word a sign of less or more is a letter: identifiers are full of them.
    if (signs.contains(c) || ((c == '+' || c == '-') && begins_word())) {
      ++at_;
      return QueryWord{QueryWord::Kind::sign, std::string(1, c)};
    }
    if (c == '!') {
      ++at_;
      return QueryWord{QueryWord::Kind::no, "!"};
    }
    return bare();
  }

  /// A sign here is an operator: something follows it, and nothing stands right before it.
  [[nodiscard]] bool begins_word() const {
    const bool followed = at_ + 1 < text_.size() && !spaces.contains(text_[at_ + 1]);
    const bool fresh = spaced_ || words_.empty() || words_.back().text == "(";
    return followed && fresh;
  }

  Result<QueryWord> quote() {
    QueryWord word{QueryWord::Kind::quote, {}};
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      word.text += text_[at_];
    }
    if (at_ >= text_.size())
      return fail(Errc::invalid, "[UNSUPPORTED_VALUE] a quotation mark is not closed");
    ++at_;
    return word;
  }

  Result<QueryWord> bare() {
    QueryWord word;
    for (; at_ < text_.size() && !ends_word(text_[at_]); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
        if (at_ >= text_.size() || must_stay_bare.contains(text_[at_]))
          return fail(Errc::invalid, "[UNSUPPORTED_VALUE] a backslash stands before no sign");
      } else if (text_[at_] == '*' || text_[at_] == '?') {
        word.pattern = true;
      }
      word.text += text_[at_];
    }
    if (word.text == "AND" || word.text == "&&") word.kind = QueryWord::Kind::both;
    if (word.text == "OR" || word.text == "||") word.kind = QueryWord::Kind::either;
    if (word.text == "NOT") word.kind = QueryWord::Kind::no;
    return word;
  }

  static bool ends_word(char c) { return spaces.contains(c) || signs.contains(c) || c == '"'; }

  std::string_view text_;
  std::size_t at_ = 0;
  bool spaced_ = true;
  std::vector<QueryWord> words_;
};

}  // namespace

Result<std::vector<QueryWord>> cut_query(std::string_view text) { return Cutter(text).run(); }

}  // namespace tapedeck::fake_archive
