#include "json/components.hpp"

#include "base/ascii.hpp"
#include "base/ensure.hpp"

namespace tapedeck::json {
namespace {

bool is_word(char c) { return ascii::is_letter_or_digit(c) || c == '_'; }

}  // namespace

std::string* Components::add(std::string_view type) {
  auto name = name_of(type);
  const auto [known, is_new] = types_.try_emplace(name, type);
  ensure(known->second == type, "two types of one document must not share a name");
  return is_new ? &schemas_[std::move(name)] : nullptr;
}

std::string Components::name_of(std::string_view type) {
  std::string name;
  std::size_t begin = 0;  // of the word we are in, which a "::" shows to be a namespace
  for (std::size_t at = 0; at < type.size(); ++at) {
    if (is_word(type[at])) {
      name += type[at];
    } else if (type.substr(at, 2) == "::") {
      name.resize(begin);
    } else if (type[at] == '<' || type[at] == ',') {
      name += '_';
      begin = name.size();
    }
  }
  return name;
}

std::string Components::reference_to(std::string_view type) {
  return "#/components/schemas/" + name_of(type);
}

}  // namespace tapedeck::json
