#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boost::json {
class value;  // NOLINT(readability-identifier-naming): named by Boost
}

namespace tapedeck::json {

/// One value of a parsed Document, to be looked at. Cheap to copy; valid as long as the Document.
class Node {
 public:
  explicit Node(const boost::json::value& value) : value_(&value) {}

  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_object() const;

  /// These give nothing when the value is of another kind. A number with a fraction is no integer;
  /// 3.0 is.
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> int64() const;
  [[nodiscard]] std::optional<std::uint64_t> uint64() const;
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<std::string_view> string() const;

  /// Entries of an array, or members of an object; 0 for anything else.
  [[nodiscard]] std::size_t size() const;
  /// Entry `at` of an array, below size().
  [[nodiscard]] Node entry(std::size_t at) const;
  /// The name and the value of member `at` of an object, below size(); in the order of the text.
  [[nodiscard]] std::string_view name(std::size_t at) const;
  [[nodiscard]] Node value(std::size_t at) const;
  /// The member of that name; nothing when there is none, or this is no object.
  [[nodiscard]] std::optional<Node> member(std::string_view name) const;

  /// As JSON again, without spaces.
  [[nodiscard]] std::string text() const;

 private:
  const boost::json::value* value_;
};

/// A text that has proven to be JSON (RFC 8259), and what it says.
///
/// Stricter than the RFC where readers differ, since what one program overlooks another obeys: no
/// name may stand twice in one object, no number may be too large for a double, and nothing may
/// follow the value.
class Document {
 public:
  static constexpr std::size_t max_depth = 32;  ///< Arrays and objects inside one another.

  /// Errors: `malformed`, with a sentence that says where.
  [[nodiscard]] static Result<Document> parse(std::string_view text);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  [[nodiscard]] Node root() const&;
  Node root() const&& = delete;

 private:
  struct Memory;
  explicit Document(std::unique_ptr<Memory> memory);

  std::unique_ptr<Memory> memory_;
};

}  // namespace tapedeck::json
