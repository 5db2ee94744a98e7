#pragma once

#include "base/ascii.hpp"
#include "database/dialect.hpp"

#include <cstddef>
#include <string_view>

namespace tapedeck::database {

/// Walks the parameters of a statement, `:user_id` and the like, in the order they stand there.
class ParameterNames {
 public:
  constexpr explicit ParameterNames(std::string_view text) noexcept : text_(text) {}

  /// The next name, without its colon; empty at the end. A name that stands there twice comes
  /// twice.
  constexpr std::string_view next() noexcept {
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\'') quoted = !quoted;
      if (!quoted && text_[at_] == ':') return take();
    }
    return {};
  }

 private:
  constexpr std::string_view take() noexcept {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && is_name(text_[at_]))
      ++at_;
    return text_.substr(begin, at_ - begin);
  }
  static constexpr bool is_name(char c) noexcept {
    return ascii::is_letter_or_digit(c) || c == '_';
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// How many different parameters a statement has.
[[nodiscard]] constexpr std::size_t count_parameters(std::string_view text) noexcept {
  std::size_t count = 0;
  ParameterNames names(text);
  for (auto name = names.next(); !name.empty(); name = names.next()) {
    ParameterNames before(text);
    std::size_t earlier = 0;
    for (auto other = before.next(); other.data() != name.data(); other = before.next())
      earlier += other == name ? 1 : 0;
    if (earlier == 0) ++count;
  }
  return count;
}

/// Whether `name` can name a statement in logs and metrics: `browse.find_cache_entry`.
[[nodiscard]] constexpr bool is_statement_name(std::string_view name) noexcept {
  bool dotted = false;
  char before = '.';
  for (const char c : name) {
    const bool letter = ascii::is_lower(c);
    const bool inner = ascii::is_digit(c) || c == '_';
    if (!letter && !inner && c != '.') return false;
    if (before == '.' && !letter) return false;
    dotted = dotted || c == '.';
    before = c;
  }
  return dotted && before != '.';
}

/// Two texts for one statement, where the engines must be asked differently.
struct Variants {
  const char* sqlite;
  const char* postgresql;
};

/// One SQL statement with a name.
///
/// Only a literal becomes SQL: the constructor runs at compile time, so text that came from outside
/// has no way in, and values are always bound. What fault_in() refuses does not compile either.
///
/// `Sql("browse.find_cache_entry", "select … where cache_key = :key")`
class Sql {
 public:
  /// `name` is the service and what is asked, for logs and metrics.
  consteval Sql(const char* name, const char* text) : Sql(name, Variants{text, text}) {}

  /// Both texts must name the same number of parameters, and in the same order.
  consteval Sql(const char* name, Variants texts)
      : name_(name),
        sqlite_(texts.sqlite),
        postgresql_(texts.postgresql),
        parameters_(count_parameters(sqlite_)) {
    if (!is_statement_name(name_)) throw "a statement is named as in browse.find_cache_entry";
    if (!fault_in(sqlite_).empty()) throw "see database::fault_in() for what is wrong here";
    if (count_parameters(postgresql_) != parameters_) {
      throw "both texts of a statement have the same parameters";
    }
  }

  [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }
  [[nodiscard]] constexpr std::size_t parameters() const noexcept { return parameters_; }
  [[nodiscard]] constexpr std::string_view text(Dialect dialect) const noexcept {
    return dialect == Dialect::sqlite ? sqlite_ : postgresql_;
  }

 private:
  std::string_view name_;
  std::string_view sqlite_;
  std::string_view postgresql_;
  std::size_t parameters_;
};

/// A statement together with the number of values given for it, so that one too few or too many
/// does not compile.
template <std::size_t values>
class SqlFor {
 public:
  // Implicit, so that a Sql, or its two literals in braces, can be passed as it is.
  consteval SqlFor(Sql sql) : sql_(sql) {
    if (sql.parameters() != values) throw "give one value for each named parameter";
  }
  consteval SqlFor(const char* name, const char* text) : SqlFor(Sql(name, text)) {}

  [[nodiscard]] constexpr const Sql& sql() const noexcept { return sql_; }

 private:
  Sql sql_;
};

}  // namespace tapedeck::database
