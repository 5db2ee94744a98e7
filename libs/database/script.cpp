#include "database/script.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <cctype>

namespace tapedeck::database {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

bool is_word(char c) { return ascii::is_letter_or_digit(c) || c == '_'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  return text;
}

std::unexpected<Error> malformed(const std::string& what) {
  return fail(Errc::malformed, "A migration of Tapedeck cannot be read; please report this.", what);
}

/// The word of a section's line: "sqlite" of `-- sqlite:`; empty for every other line.
std::string_view section_of(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with("-- ") || !line.ends_with(':')) return {};
  const auto word = line.substr(3, line.size() - 4);
  return std::ranges::all_of(word, is_word) ? word : std::string_view{};
}

/// The lines of `text` that are for `dialect`.
Result<std::string> lines_for(std::string_view text, Dialect dialect) {
  const auto ours = ascii::lower_case(to_text(dialect));
  std::string out;
  bool wanted = true;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1);
    const auto line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    const auto section = section_of(line);
    if (section.empty()) {
      if (wanted) out += line;
    } else if (section == "sqlite" || section == "postgresql" || section == "both") {
      wanted = section == "both" || section == ours;
    } else {
      return malformed("unknown section " + std::string(section));
    }
  }
  return out;
}

/// Cuts a script at the semicolons that end statements.
class Cutter {
 public:
  Cutter(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {}

  Result<std::vector<std::string>> cut() {
    while (at_ < text_.size()) {
      if (!step()) return malformed("a quotation or comment does not end");
    }
    if (has_body() && last_ != Last::end_of_body) {
      return malformed("a trigger does not end with '; end'");
    }
    finish();
    return std::move(statements_);
  }

 private:
  /// What came last within a statement, as far as the end of a trigger depends on it.
  enum class Last : std::uint8_t { other, semicolon, end_of_body };

  /// Moves past one word, quotation, comment or sign; false when it does not end.
  bool step() {
    const char c = text_[at_];
    if (text_.substr(at_).starts_with("--")) return pass("\n", true);
    if (text_.substr(at_).starts_with("/*")) return pass("*/", false);
    if (is_space(c)) return pass_one();
    if (c == ';') return semicolon();
    if (is_word(c)) return word();
    last_ = Last::other;
    if (c == '\'' || c == '"') return pass(std::string(1, c), false);
    if (c == '$') return dollar();
    return pass_one();
  }

  bool pass_one() {
    ++at_;
    return true;
  }

  /// Moves past the next `ending` behind the sign at hand; the end of the text may be one as well.
  bool pass(std::string_view ending, bool or_end) {
    const auto found = text_.find(ending, at_ + 1);
    if (found == std::string_view::npos && !or_end) return false;
    at_ = found == std::string_view::npos ? text_.size() : found + ending.size();
    return true;
  }

  /// A body between two equal tags, `$$ … $$` or `$body$ … $body$`.
  bool dollar() {
    auto end = at_ + 1;
    while (end < text_.size() && is_word(text_[end]))
      ++end;
    if (end >= text_.size() || text_[end] != '$') return pass_one();
    const auto tag = text_.substr(at_, end + 1 - at_);
    const auto close = text_.find(tag, end + 1);
    if (close == std::string_view::npos) return false;
    at_ = close + tag.size();
    return true;
  }

  bool word() {
    const auto begin = at_;
    while (at_ < text_.size() && is_word(text_[at_]))
      ++at_;
    const auto word = ascii::lower_case(text_.substr(begin, at_ - begin));
    if (words_.size() < 3) words_.push_back(word);
    last_ = last_ == Last::semicolon && word == "end" ? Last::end_of_body : Last::other;
    return true;
  }

  bool semicolon() {
    if (has_body() && last_ != Last::end_of_body) {
      last_ = Last::semicolon;
      return pass_one();
    }
    finish();
    begin_ = ++at_;
    return true;
  }

  void finish() {
    if (!words_.empty()) statements_.emplace_back(trimmed(text_.substr(begin_, at_ - begin_)));
    words_.clear();
    last_ = Last::other;
  }

  /// Whether the statement is `create trigger` or `create temp trigger` of SQLite, whose body is
  /// made of statements; PostgreSQL's calls a function.
  [[nodiscard]] bool has_body() const {
    return dialect_ == Dialect::sqlite && !words_.empty() && words_.front() == "create" &&
           std::ranges::find(words_, "trigger") != words_.end();
  }

  std::string_view text_;
  Dialect dialect_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::vector<std::string> words_;
  Last last_ = Last::other;
  std::vector<std::string> statements_;
};

}  // namespace

Result<std::vector<std::string>> statements_of(std::string_view text, Dialect dialect) {
  auto lines = lines_for(text, dialect);
  if (!lines) return failure(lines);
  return Cutter(*lines, dialect).cut();
}

}  // namespace tapedeck::database
