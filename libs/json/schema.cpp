#include "json/schema.hpp"

#include <utility>

namespace tapedeck::json::detail {
namespace {

void write_type(Writer& out, std::string_view type, bool nullable) {
  out.key("type");
  if (!nullable) return out.string(type);
  out.begin_array();
  out.string(type);
  out.string("null");
  out.end_array();
}

void write_doc(Writer& out, const Facets& facets) {
  if (!facets.rule.doc.empty()) out.member("description", facets.rule.doc);
  if (facets.rule.secret) out.member("writeOnly", true);
  if (!facets.otherwise.empty()) {
    out.key("default");
    out.raw(facets.otherwise);
  }
}

void write_number_rule(Writer& out, const Rule& rule) {
  if (rule.minimum) {
    out.key("minimum");
    out.number(*rule.minimum);
  }
  if (rule.maximum) {
    out.key("maximum");
    out.number(*rule.maximum);
  }
}

void write_count_rule(Writer& out, const Rule& rule, std::string_view least,
                      std::string_view most) {
  if (rule.min_items > 0) out.member(least, rule.min_items);
  if (rule.max_items) out.member(most, *rule.max_items);
}

}  // namespace

void write_integer_schema(Writer& out, Facets facets, std::size_t bytes, bool is_signed) {
  if (!is_signed && !facets.rule.minimum) facets.rule.minimum = 0;
  out.begin_object();
  write_type(out, "integer", facets.nullable);
  const bool fits_32 = bytes < 4 || (bytes == 4 && is_signed);
  out.member("format", fits_32 ? "int32" : "int64");
  write_number_rule(out, facets.rule);
  write_doc(out, facets);
  out.end_object();
}

void write_number_schema(Writer& out, const Facets& facets) {
  out.begin_object();
  write_type(out, "number", facets.nullable);
  write_number_rule(out, facets.rule);
  write_doc(out, facets);
  out.end_object();
}

void write_boolean_schema(Writer& out, const Facets& facets) {
  out.begin_object();
  write_type(out, "boolean", facets.nullable);
  write_doc(out, facets);
  out.end_object();
}

void write_text_schema(Writer& out, const Facets& facets) {
  const auto& rule = facets.rule;
  out.begin_object();
  write_type(out, "string", facets.nullable);
  if (!rule.format.empty()) out.member("format", rule.format);
  if (rule.min_length > 0) out.member("minLength", rule.min_length);
  if (rule.max_length) out.member("maxLength", *rule.max_length);
  if (!rule.pattern.empty()) out.member("pattern", rule.pattern);
  write_doc(out, facets);
  out.end_object();
}

void write_any_schema(Writer& out, const Facets& facets) {
  out.begin_object();
  write_doc(out, facets);
  out.end_object();
}

void write_reference(Writer& out, const Facets& facets, std::string_view reference) {
  out.begin_object();
  if (facets.nullable) {
    out.key("anyOf");
    out.begin_array();
    out.begin_object();
    out.member("$ref", reference);
    out.end_object();
    out.begin_object();
    out.member("type", "null");
    out.end_object();
    out.end_array();
  } else {
    out.member("$ref", reference);
  }
  write_doc(out, facets);
  out.end_object();
}

void begin_list_schema(Writer& out, const Facets& facets) {
  out.begin_object();
  write_type(out, "array", facets.nullable);
  write_count_rule(out, facets.rule, "minItems", "maxItems");
  write_doc(out, facets);
  out.key("items");
}

void begin_map_schema(Writer& out, const Facets& facets) {
  out.begin_object();
  write_type(out, "object", facets.nullable);
  write_count_rule(out, facets.rule, "minProperties", "maxProperties");
  write_doc(out, facets);
  out.key("additionalProperties");
}

Facets facets_of_entries(const Facets& whole) {
  Facets entries{.rule = whole.rule};
  entries.rule.min_items = 0;
  entries.rule.max_items.reset();
  entries.rule.doc = {};
  entries.rule.secret = false;
  return entries;
}

Facets with_type_rule(Facets facets, const Rule& type) {
  auto& rule = facets.rule;
  if (rule.format.empty()) rule.format = type.format;
  if (rule.min_length == 0) rule.min_length = type.min_length;
  if (!rule.max_length) rule.max_length = type.max_length;
  if (rule.pattern.empty()) rule.pattern = type.pattern;
  return facets;
}

}  // namespace tapedeck::json::detail
