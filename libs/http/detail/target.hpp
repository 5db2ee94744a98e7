#pragma once

#include <boost/container/small_vector.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::http::detail {

/// The target of a request, taken apart, decoded and checked.
///
/// Segments and parameters are UTF-8 without control characters, and no segment is or contains a
/// `.` or `..` on its way through a folder. A `+` is a space in the query and itself in the path.
/// Neither copied nor moved, since it gives out views into itself.
class Target {
 public:
  using Parameters = std::vector<std::pair<std::string, std::string>>;

  /// How many query parameters one target may have.
  static constexpr std::size_t max_parameters = 100;

  Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  /// Reads the origin-form (`/path?query`) or the absolute-form (`http://host/path?query`) of RFC
  /// 9112 §3.2; `text` outlives this. Gives the sentence that says what is wrong, empty when all is
  /// well. Once only.
  [[nodiscard]] std::string_view read(std::string_view text);

  /// As it came, still percent-encoded; "/" when an absolute target has none.
  [[nodiscard]] std::string_view path() const noexcept { return path_; }

  /// What stands between the slashes, decoded: "/a/b%2Fc" has "a" and "b/c", "/" has one, empty.
  [[nodiscard]] const auto& segments() const noexcept { return segments_; }

  /// The segments from `first` on as one text, with slashes between them.
  [[nodiscard]] std::string_view rest(std::size_t first) const noexcept;

  [[nodiscard]] const Parameters& parameters() const noexcept { return parameters_; }

  /// `host[:port]` of the absolute-form; empty for the origin-form.
  [[nodiscard]] std::string_view authority() const noexcept { return authority_; }

 private:
  [[nodiscard]] std::string_view read_path();
  [[nodiscard]] std::string_view read_query(std::string_view query);

  std::string_view path_;
  std::string_view authority_;
  std::string decoded_;  ///< The path, when it had anything to decode.
  boost::container::small_vector<std::string_view, 8> segments_;
  Parameters parameters_;
};

/// Replaces each `%XX` in `text` by its byte and, if `plus_is_space`, each `+` by a space. False
/// when a `%` is not followed by two hex digits; `out` is then of no use.
[[nodiscard]] bool percent_decode(std::string_view text, bool plus_is_space, std::string& out);

/// Whether `text` is `host[:port]` as a Host header has it (RFC 9112 §3.2): a name, an IPv4
/// address or one in brackets.
[[nodiscard]] bool is_authority(std::string_view text) noexcept;

}  // namespace tapedeck::http::detail
