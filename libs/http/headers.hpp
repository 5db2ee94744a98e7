#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::http {

/// Header fields in the order they were added. Names are compared without case (RFC 9110 §5.1).
///
/// Names and values are what may stand in a message: set() and add() drop a field whose name is no
/// token or whose value holds CR, LF or NUL, so that nothing can be smuggled into an answer.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  /// The first value under `name`.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

  /// Replaces every value under `name` by this one.
  void set(std::string_view name, std::string_view value);

  /// Adds one more value under `name`.
  void add(std::string_view name, std::string_view value);

  void remove(std::string_view name);

  [[nodiscard]] const std::vector<Field>& fields() const noexcept { return fields_; }

 private:
  std::vector<Field> fields_;
};

/// Whether two header names are the same, ASCII case aside.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;

}  // namespace tapedeck::http
