#pragma once

#include "json/components.hpp"
#include "json/encode.hpp"
#include "json/types.hpp"
#include "json/writer.hpp"

#include <source_location>
#include <string>
#include <string_view>

namespace tapedeck::json {

namespace detail {

/// What a schema says that does not come from the type.
struct Facets {
  Rule rule{};
  bool nullable = false;
  std::string otherwise{};  ///< What an absent member is read as, in JSON; empty for nothing.
};

template <class T>
constexpr std::string_view function_name() {
  return std::source_location::current().function_name();
}

/// The name of T in C++ with its namespaces. g++ and clang both write it into the name of a
/// function template's instance; what they write around it is found with a type we know.
template <class T>
constexpr std::string_view type_name() {
  constexpr std::string_view known = function_name<double>();
  constexpr auto before = known.find("double");
  constexpr auto after = known.size() - before - std::string_view("double").size();
  constexpr std::string_view all = function_name<T>();
  return all.substr(before, all.size() - before - after);
}

void write_integer_schema(Writer& out, Facets facets, std::size_t bytes, bool is_signed);
void write_number_schema(Writer& out, const Facets& facets);
void write_boolean_schema(Writer& out, const Facets& facets);
void write_text_schema(Writer& out, const Facets& facets);
void write_any_schema(Writer& out, const Facets& facets);
void write_reference(Writer& out, const Facets& facets, std::string_view reference);
/// Up to and without the schema of the entries.
void begin_list_schema(Writer& out, const Facets& facets);
void begin_map_schema(Writer& out, const Facets& facets);
/// What holds for the entries of a list or map: the rule less what is said of the whole.
Facets facets_of_entries(const Facets& whole);
/// `facets` with what the type itself says, where the field says nothing.
Facets with_type_rule(Facets facets, const Rule& type);

template <class T>
void write_schema(Writer& out, Components& components, const Facets& facets);

template <class T>
concept HasRule = requires { json_rule(std::type_identity<T>{}); };

template <class T>
Facets text_facets(const Facets& facets) {
  if constexpr (std::same_as<T, Instant>) {
    return with_type_rule(facets, Rule{.format = "date-time"});
  } else if constexpr (HasRule<T>) {
    return with_type_rule(facets, json_rule(std::type_identity<T>{}));
  } else {
    return facets;
  }
}

template <class T, class D>
inline constexpr bool is_required =
    !may_be_absent<MemberType<T, D>> && !field_of<T, D>.absent.has_value();

template <class T, class D>
void write_property(Writer& out, Components& components) {
  constexpr const auto& row = field_of<T, D>;
  Facets facets{.rule = row.rule};
  if constexpr (row.absent.has_value()) facets.otherwise = encode(*row.absent);
  out.key(row.rule.name);
  write_schema<MemberType<T, D>>(out, components, facets);
}

template <Described T>
std::string object_schema(Components& components) {
  Writer out;
  out.begin_object();
  out.member("type", "object");
  if (!doc_of<T>().empty()) out.member("description", doc_of<T>());
  out.key("properties");
  out.begin_object();
  for_each_member<T>([&]<class D>() { write_property<T, D>(out, components); });
  out.end_object();
  out.key("required");
  out.begin_array();
  for_each_member<T>([&]<class D>() {
    if constexpr (is_required<T, D>) out.string(field_of<T, D>.rule.name);
  });
  out.end_array();
  out.end_object();
  return out.take();
}

template <Worded E>
std::string words_schema() {
  Writer out;
  out.begin_object();
  out.member("type", "string");
  out.key("enum");
  out.begin_array();
  for (const auto& word : words<E>)
    out.string(word.text);
  out.end_array();
  out.end_object();
  return out.take();
}

template <class T>
void write_named_schema(Writer& out, Components& components, const Facets& facets) {
  constexpr auto type = type_name<T>();
  if (auto* place = components.add(type)) {
    if constexpr (Worded<T>) {
      *place = words_schema<T>();
    } else {
      *place = object_schema<T>(components);
    }
  }
  write_reference(out, facets, Components::reference_to(type));
}

template <class V>
void write_list_schema(Writer& out, Components& components, const Facets& facets) {
  begin_list_schema(out, facets);
  write_schema<V>(out, components, facets_of_entries(facets));
  out.end_object();
}

template <class V>
void write_many_schema(Writer& out, Components& components, const Facets& facets) {
  out.begin_object();
  out.key("anyOf");
  out.begin_array();
  write_list_schema<V>(out, components, facets);
  write_schema<V>(out, components, facets_of_entries(facets));
  out.end_array();
  out.end_object();
}

template <class T>
void write_schema(Writer& out, Components& components, const Facets& facets) {
  if constexpr (std::same_as<T, bool>) {
    write_boolean_schema(out, facets);
  } else if constexpr (Integer<T>) {
    write_integer_schema(out, facets, sizeof(T), std::signed_integral<T>);
  } else if constexpr (Duration<T>) {
    write_schema<typename T::rep>(out, components, facets);
  } else if constexpr (std::floating_point<T>) {
    write_number_schema(out, facets);
  } else if constexpr (std::same_as<T, Raw>) {
    write_any_schema(out, facets);
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, Instant> || Text<T>) {
    write_text_schema(out, text_facets<T>(facets));
  } else if constexpr (Optional<T>) {
    auto inner = facets;
    inner.nullable = true;
    write_schema<typename T::value_type>(out, components, inner);
  } else if constexpr (List<T>) {
    write_list_schema<typename T::value_type>(out, components, facets);
  } else if constexpr (Many<T>) {
    write_many_schema<typename decltype(T::values)::value_type>(out, components, facets);
  } else if constexpr (Map<T>) {
    begin_map_schema(out, facets);
    write_schema<typename T::mapped_type>(out, components, facets_of_entries(facets));
    out.end_object();
  } else {
    static_assert(Worded<T> || Described<T>, "describe the type with BOOST_DESCRIBE_…");
    write_named_schema<T>(out, components, facets);
  }
}

}  // namespace detail

/// The schema of T as JSON (JSON Schema 2020-12, as OpenAPI 3.1 has it); those of the structs and
/// enums in it are added to `components` and referred to.
///
/// It says what decode() takes. What encode() writes keeps to it too, and leaves out only what is
/// marked `writeOnly` or is not required.
template <class T>
[[nodiscard]] std::string schema_of(Components& components) {
  Writer out;
  detail::write_schema<T>(out, components, detail::Facets{});
  return out.take();
}

}  // namespace tapedeck::json
