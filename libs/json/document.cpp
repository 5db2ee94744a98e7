#include "json/document.hpp"

#include "base/utf8.hpp"
#include "json/writer.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

namespace tapedeck::json {
namespace {

namespace bj = boost::json;

/// The double nearest to `text`. Boost.JSON 1.81 gives a `rough` one: of random doubles written
/// with all their digits, a tenth came back as a neighbour.
double exact_double(std::string_view text, double rough) {
  double exact = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), exact);
  if (read.ec == std::errc{}) return exact;
  const bool too_large = std::abs(rough) > 1;  // otherwise too small to tell from zero
  return too_large ? std::numeric_limits<double>::infinity() : std::copysign(0.0, rough);
}

/// Builds the value as bj::parser does, and counts the members it was given: an object keeps one of
/// each name, so a count that is too large betrays a name that stands twice.
struct Builder {
  static constexpr std::size_t max_object_size = bj::object::max_size();
  static constexpr std::size_t max_array_size = bj::array::max_size();
  static constexpr std::size_t max_key_size = bj::string::max_size();
  static constexpr std::size_t max_string_size = bj::string::max_size();

  bj::value_stack stack;
  std::size_t members = 0;
  std::string number_text{};  // of the number being read

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) { return true; }
  bool on_object_end(std::size_t size, bj::error_code&) {
    members += size;
    stack.push_object(size);
    return true;
  }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(std::size_t size, bj::error_code&) {
    stack.push_array(size);
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_key(bj::string_view rest, std::size_t, bj::error_code&) {
    stack.push_key(rest);
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(bj::string_view rest, std::size_t, bj::error_code&) {
    stack.push_string(rest);
    return true;
  }
  bool on_number_part(bj::string_view part, bj::error_code&) {
    number_text.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t number, bj::string_view, bj::error_code&) {
    number_text.clear();
    stack.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, bj::string_view, bj::error_code&) {
    number_text.clear();
    stack.push_uint64(number);
    return true;
  }
  bool on_double(double rough, bj::string_view rest, bj::error_code& error) {
    number_text.append(rest.data(), rest.size());
    const auto number = exact_double(number_text, rough);
    number_text.clear();
    if (!std::isfinite(number)) error = bj::error::exponent_overflow;
    stack.push_double(number);
    return !error;
  }
  bool on_bool(bool yes, bj::error_code&) {
    stack.push_bool(yes);
    return true;
  }
  bool on_null(bj::error_code&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

/// A number written with a point or an exponent that is whole all the same, as 3.0 is; up to 2^53,
/// above which a double no longer tells neighbours apart.
template <class N>
std::optional<N> whole_number(const bj::value& value) {
  constexpr double exact = 9007199254740992.0;
  const auto* number = value.if_double();
  if (number == nullptr || *number != std::trunc(*number)) return std::nullopt;
  if (*number > exact || *number < (std::is_signed_v<N> ? -exact : 0.0)) return std::nullopt;
  return static_cast<N>(*number);
}

void write_node(Writer& out, Node node);

void write_array(Writer& out, Node array) {
  out.begin_array();
  for (std::size_t i = 0; i < array.size(); ++i)
    write_node(out, array.entry(i));
  out.end_array();
}

void write_object(Writer& out, Node object) {
  out.begin_object();
  for (std::size_t i = 0; i < object.size(); ++i) {
    out.key(object.name(i));
    write_node(out, object.value(i));
  }
  out.end_object();
}

void write_node(Writer& out, Node node) {
  if (node.is_object()) return write_object(out, node);
  if (node.is_array()) return write_array(out, node);
  if (const auto text = node.string()) return out.string(*text);
  if (const auto yes = node.boolean()) return out.boolean(*yes);
  if (const auto number = node.int64()) return out.integer(*number);
  if (const auto number = node.uint64()) return out.integer(*number);
  if (const auto number = node.number()) return out.number(*number);
  out.null();
}

std::size_t count_members(const bj::value& value) {
  std::size_t count = 0;
  if (const auto* array = value.if_array()) {
    for (const auto& entry : *array)
      count += count_members(entry);
  } else if (const auto* object = value.if_object()) {
    count = object->size();
    for (const auto& member : *object)
      count += count_members(member.value());
  }
  return count;
}

std::unexpected<Error> malformed(const bj::error_code& error, std::size_t at) {
  auto detail = error.message() + " at byte " + std::to_string(at);
  if (error == bj::error::too_deep) {
    return fail(Errc::malformed, "The JSON is nested more than 32 deep.", std::move(detail));
  }
  if (error == bj::error::extra_data) {
    return fail(Errc::malformed, "Something follows the end of the JSON.", std::move(detail));
  }
  if (error == bj::error::incomplete) {
    return fail(Errc::malformed, "The JSON ends too soon.", std::move(detail));
  }
  if (error == bj::error::exponent_overflow) {
    return fail(Errc::malformed, "A number in the JSON is too large.", std::move(detail));
  }
  return fail(Errc::malformed,
              "This is not JSON: it cannot be read at byte " + std::to_string(at) + ".",
              std::move(detail));
}

}  // namespace

struct Document::Memory {
  bj::monotonic_resource resource;
  std::optional<bj::value> root{};  // emplaced: assigned, it would be copied out of `resource`
};

Document::Document(std::unique_ptr<Memory> memory) : memory_(std::move(memory)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view text) {
  if (text.empty()) return fail(Errc::malformed, "There is no JSON: the text is empty.");
  if (!is_utf8(text)) return fail(Errc::malformed, "The JSON is not UTF-8.");

  bj::parse_options options;
  options.max_depth = max_depth;
  auto memory = std::make_unique<Memory>();  // outlives the parser, which builds in it
  bj::basic_parser<Builder> parser(options);
  parser.handler().stack.reset(&memory->resource);

  bj::error_code error;
  const auto read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = bj::error::extra_data;
  if (error) return malformed(error, read);

  auto root = parser.handler().stack.release();
  if (count_members(root) != parser.handler().members) {
    return fail(Errc::malformed, "A name stands twice in one object of the JSON.");
  }
  memory->root.emplace(std::move(root));
  return Document(std::move(memory));
}

Node Document::root() const& { return Node(*memory_->root); }

bool Node::is_null() const { return value_->is_null(); }
bool Node::is_array() const { return value_->is_array(); }
bool Node::is_object() const { return value_->is_object(); }

std::optional<bool> Node::boolean() const {
  const auto* yes = value_->if_bool();
  return yes != nullptr ? std::optional(*yes) : std::nullopt;
}

std::optional<std::int64_t> Node::int64() const {
  if (const auto* number = value_->if_int64()) return *number;
  return whole_number<std::int64_t>(*value_);
}

std::optional<std::uint64_t> Node::uint64() const {
  if (const auto* number = value_->if_uint64()) return *number;
  if (const auto* number = value_->if_int64(); number != nullptr && *number >= 0) {
    return static_cast<std::uint64_t>(*number);
  }
  return whole_number<std::uint64_t>(*value_);
}

std::optional<double> Node::number() const {
  if (const auto* number = value_->if_double()) return *number;
  if (const auto* number = value_->if_int64()) return static_cast<double>(*number);
  if (const auto* number = value_->if_uint64()) return static_cast<double>(*number);
  return std::nullopt;
}

std::optional<std::string_view> Node::string() const {
  const auto* text = value_->if_string();
  if (text == nullptr) return std::nullopt;
  return std::string_view(text->data(), text->size());
}

std::size_t Node::size() const {
  if (const auto* array = value_->if_array()) return array->size();
  if (const auto* object = value_->if_object()) return object->size();
  return 0;
}

Node Node::entry(std::size_t at) const { return Node(value_->get_array()[at]); }

std::string_view Node::name(std::size_t at) const {
  const auto key = value_->get_object().begin()[static_cast<std::ptrdiff_t>(at)].key();
  return {key.data(), key.size()};
}

Node Node::value(std::size_t at) const {
  return Node(value_->get_object().begin()[static_cast<std::ptrdiff_t>(at)].value());
}

std::optional<Node> Node::member(std::string_view name) const {
  const auto* object = value_->if_object();
  if (object == nullptr) return std::nullopt;
  const auto* found = object->if_contains(bj::string_view(name.data(), name.size()));
  return found != nullptr ? std::optional(Node(*found)) : std::nullopt;
}

std::string Node::text() const {
  Writer out;
  write_node(out, *this);
  return out.take();
}

}  // namespace tapedeck::json
