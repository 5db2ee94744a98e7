#include "fake_archive/metadata.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

std::size_t to_index(std::string_view text, std::size_t otherwise) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  return error == std::errc{} && end == text.data() + text.size() ? index : otherwise;
}

/// The member or entry called `step`; nothing when there is none.
const json::value* step_into(const json::value& value, std::string_view step) {
  if (const auto* const object = value.if_object()) return object->if_contains(step);
  if (const auto* const list = value.if_array()) {
    const auto index = to_index(step, list->size());
    return index < list->size() ? &(*list)[index] : nullptr;
  }
  return nullptr;
}

json::value cut(const json::array& list, const Parameters& parameters) {
  const auto start = to_index(parameter(parameters, "start").value_or("0"), 0);
  const auto count = to_index(parameter(parameters, "count").value_or(""), list.size());
  json::array piece;
  for (std::size_t i = start; i < list.size() && i - start < count; ++i)
    piece.push_back(list[i]);
  return piece;
}

std::string sub_error(std::string_view path) {
  json::object error;
  error["error"] = "Couldn't get '" + std::string(path) + "'";
  return json::serialize(error);
}

}  // namespace

std::string whole_metadata(const json::object& answer, std::int64_t now) {
  auto whole = answer;
  whole["created"] = now;
  return json::serialize(whole);
}

json::object dark_answer(const json::object& storage) {
  auto answer = storage;
  answer["is_dark"] = true;
  return answer;
}

std::string part_of_metadata(const json::object& answer, std::string_view path,
                             const Parameters& parameters) {
  const json::value whole(answer);
  const auto* value = &whole;
  for (auto rest = path; !rest.empty();) {
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto step = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (step.empty()) continue;
    value = step_into(*value, step);
    if (value == nullptr) return sub_error(path);
  }
  json::object result;
  result["result"] = value->is_array() ? cut(value->get_array(), parameters) : *value;
  return json::serialize(result);
}

}  // namespace tapedeck::fake_archive
