#include "json/findings.hpp"

#include "base/utf8.hpp"

#include <utility>

namespace tapedeck::json {
namespace {

constexpr std::size_t max_name_bytes = 100;

/// The front of a name that somebody else chose, cut between two characters.
std::string_view front_of(std::string_view name) {
  if (name.size() <= max_name_bytes) return name;
  auto size = max_name_bytes;
  while (!is_utf8(name.substr(0, size)))
    --size;
  return name.substr(0, size);
}

}  // namespace

Findings::Step::Step(Findings& findings, std::string_view name)
    : path_(findings.path_), length_(path_.size()) {
  path_ += '/';
  for (const char c : front_of(name)) {  // RFC 6901 §3
    if (c == '~') {
      path_ += "~0";
    } else if (c == '/') {
      path_ += "~1";
    } else if (c == '\0') {
      path_ += "\xEF\xBF\xBD";  // U+FFFD: no text of ours holds a NUL (json/rule.hpp)
    } else {
      path_ += c;
    }
  }
}

Findings::Step::Step(Findings& findings, std::size_t entry)
    : path_(findings.path_), length_(path_.size()) {
  path_ += '/';
  path_ += std::to_string(entry);
}

void Findings::add(std::string message) {
  if (fields_.size() < max_count) fields_.push_back({path_, std::move(message)});
}

std::unexpected<Error> Findings::failure() && {
  auto message = fields_.size() == 1 ? "One value cannot be used: " + fields_.front().path + " " +
                                           fields_.front().message + "."
                                     : "Some values cannot be used; `errors` names each of them.";
  return fail_fields(std::move(message), std::move(fields_));
}

}  // namespace tapedeck::json
