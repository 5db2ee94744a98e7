#include "http/headers.hpp"

#include "base/ascii.hpp"
#include "http/detail/grammar.hpp"

#include <algorithm>

namespace tapedeck::http {

namespace {

bool may_stand(std::string_view name, std::string_view value) {
  return detail::is_token(name) && value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos;
}

}  // namespace

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : fields_)
    if (same_name(key, name)) return value;
  return std::nullopt;
}

void Headers::set(std::string_view name, std::string_view value) {
  remove(name);
  add(name, value);
}

void Headers::add(std::string_view name, std::string_view value) {
  if (may_stand(name, value)) fields_.emplace_back(name, value);
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return same_name(field.first, name); });
}

bool same_name(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, ascii::lower, ascii::lower);
}

}  // namespace tapedeck::http
