#include "archive/document.hpp"

#include "archive/answers.hpp"
#include "base/utf8.hpp"

#include <boost/json/array.hpp>
#include <boost/json/memory_resource.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <new>
#include <unordered_set>
#include <utility>

namespace tapedeck::archive {

namespace json = boost::json;

namespace {

constexpr std::size_t first_block_bytes = 64U << 10U;

std::unexpected<Error> unreadable(std::string detail) {
  return fail(Errc::bad_upstream, "The Archive gave an answer that Tapedeck cannot read.",
              std::move(detail));
}

template <class Number>
std::string shortest(Number number) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  return std::string(text.data(), end);
}

/// 1977, 4.5: the shortest that reads back as the same number.
std::string number_text(const json::value& value) {
  if (const auto* number = value.if_int64()) return shortest(*number);
  if (const auto* number = value.if_uint64()) return shortest(*number);
  return shortest(value.as_double());
}

std::string_view without_spaces(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

template <class Number>
std::optional<Number> whole_text(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

/// Memory with an end: a small answer can ask for a hundred times its size.
class Document::Memory final : public json::memory_resource {
 private:
  void* do_allocate(std::size_t bytes, std::size_t align) override {
    if (bytes > most_answer_memory - taken_) throw std::bad_alloc();
    void* block = ::operator new(bytes, std::align_val_t{align});
    taken_ += bytes;
    return block;
  }
  void do_deallocate(void* block, std::size_t bytes, std::size_t align) override {
    // Without the size: monotonic_resource of Boost 1.81 gives one short of its own header.
    ::operator delete(block, std::align_val_t{align});
    taken_ -= bytes;
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::size_t taken_ = 0;
};

Document::Document() : memory_(std::make_unique<Memory>()) {}
Document::Document(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view body) {
  if (body.size() > most_answer_bytes) return unreadable("answer above 64 MiB");
  Document document;
  json::parse_options options;
  options.max_depth = most_answer_depth;
  options.allow_invalid_utf8 = true;  // one bad title costs that title, not the item
  boost::system::error_code error;
  try {
    json::parser parser(document.memory_.get(), options);
    document.blocks_ = std::make_unique<json::monotonic_resource>(
        first_block_bytes, json::storage_ptr(document.memory_.get()));
    parser.reset(document.blocks_.get());
    parser.write(body.data(), body.size(), error);
    if (!error) document.root_ = std::make_unique<json::value>(parser.release());
  } catch (const std::bad_alloc&) {
    return unreadable("answer takes more than 256 MiB to read");
  }
  if (error) {
    return unreadable("no JSON: " + error.message() + " in " + std::to_string(body.size()) +
                      " bytes");
  }
  if (!document.root_->is_object()) return unreadable("JSON, but no object");
  return document;
}

const json::value* Fields::find(std::string_view key) const {
  const auto* value = object_.if_contains(json::string_view(key.data(), key.size()));
  return value && !value->is_null() ? value : nullptr;
}

std::optional<std::string_view> Fields::scalar(const json::value& value) const {
  if (const auto* text = value.if_string()) {
    const std::string_view view(text->data(), text->size());
    if (view.size() > most_text_bytes || !is_utf8(view)) return std::nullopt;
    return view;
  }
  if (value.is_number()) return kept_ = number_text(value);
  if (const auto* truth = value.if_bool()) return *truth ? "true" : "false";
  if (value.is_null()) return std::string_view();
  if (const auto* object = value.if_object(); object && object->empty()) return std::string_view();
  return std::nullopt;
}

void Fields::note(Repair repair, std::string_view key) const {
  std::string path(path_);
  if (!entry_.empty()) path.append("/").append(entry_);
  notes_.add(repair, path, key);
}

std::vector<std::string> Fields::texts(std::string_view key) const {
  std::vector<std::string> found;
  const auto* value = find(key);
  if (!value) return found;
  const auto take = [&](const json::value& one) {
    const auto text = scalar(one);
    if (!text) note(Repair::left_out, key);
    if (text && !text->empty()) found.emplace_back(*text);
  };
  if (const auto* list = value->if_array()) {
    for (const auto& one : *list)
      take(one);
  } else {
    take(*value);
  }
  return found;
}

std::string Fields::text(std::string_view key, std::string_view between) const {
  const auto* value = find(key);
  if (value && !value->is_array()) return std::string(first(key));
  const auto parts = texts(key);
  if (parts.size() > 1) note(Repair::joined, key);
  std::string joined;
  for (const auto& one : parts) {
    if (!joined.empty()) joined += between;
    joined += one;
  }
  return joined;
}

std::vector<std::string> Fields::distinct(std::string_view key) const {
  auto kept = texts(key);
  std::unordered_set<std::string> seen;  // loved items are in thousands of collections
  const auto is_known = [&](const std::string& text) { return !seen.insert(text).second; };
  const auto repeated = std::erase_if(kept, is_known);
  for (std::size_t i = 0; i < repeated; ++i)
    note(Repair::repeated, key);
  return kept;
}

std::vector<std::string> Fields::divided(std::string_view key) const {
  std::vector<std::string> parts;
  for (const auto& text : texts(key)) {
    for (std::string_view left = text; !left.empty();) {
      const auto end = std::min(left.find(';'), left.size());
      const auto part = without_spaces(left.substr(0, end));
      if (!part.empty()) parts.emplace_back(part);
      left.remove_prefix(std::min(end + 1, left.size()));
    }
  }
  return parts;
}

std::string_view Fields::first(std::string_view key) const {
  const auto* value = find(key);
  if (!value) return {};
  if (!value->is_array()) {
    const auto text = scalar(*value);
    if (!text) note(Repair::left_out, key);
    return text.value_or("");
  }
  const auto found = texts(key);
  if (found.size() > 1) note(Repair::first_taken, key);
  return found.empty() ? std::string_view() : kept_ = found.front();
}

std::optional<std::uint64_t> Fields::count(std::string_view key) const {
  const auto text = first(key);
  const auto number = whole_text<std::uint64_t>(text);
  if (!number && !text.empty()) note(Repair::left_out, key);
  return number;
}

std::optional<double> Fields::decimal(std::string_view key) const {
  const auto text = first(key);
  const auto number = whole_text<double>(text);
  if (number && std::isfinite(*number)) return number;
  if (!text.empty()) note(Repair::left_out, key);
  return std::nullopt;
}

bool Fields::flag(std::string_view key) const {
  const auto text = first(key);
  return text == "true" || text == "1";
}

}  // namespace tapedeck::archive
